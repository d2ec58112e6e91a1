using System.Reflection;

namespace KeyBindingProvider.Pulumi.Schema;

/// <summary>The version of the build; plugin and schema must say the same.</summary>
internal static class ProviderVersion
{
    /// <summary>Semantic version, without a leading <c>v</c>.</summary>
    public static string Text { get; } =
        typeof(ProviderVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
