namespace KeyBindingProvider.Terraform.Hosting;

/// <summary>Where the provider lives in a registry: <c>source = "keybinding/keybinding"</c>.</summary>
internal static class ProviderAddress
{
    /// <summary>The namespace; the type is the package's name.</summary>
    public const string Namespace = "keybinding";
}
