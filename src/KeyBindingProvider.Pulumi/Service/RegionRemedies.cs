using KeyBindingProvider.Core.Kinds;

namespace KeyBindingProvider.Pulumi.Service;

/// <summary>Where a region can be named, by what lacks one.</summary>
internal static class RegionRemedies
{
    private const string OnTheProvider = $"pulumi config set {ResourceKinds.Package}:region ap-guangzhou";

    /// <summary>Of a resource.</summary>
    public const string OfResource = $"Set region on the resource, or: {OnTheProvider}";

    /// <summary>Of a call to a function: explicit providers come with the invoke options.</summary>
    public const string OfFunction = $"Give it the argument region or a provider that has one, or: {OnTheProvider}";

    /// <summary>Of an import or a get.</summary>
    public static string OfImport(ResourceKind kind) =>
        $"Write it before the id, {kind.ImportForm.Text} (ap-guangzhou:...), or: {OnTheProvider}";
}
