using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Repo.Tests;

/// <summary>Core decides and does nothing else: no package, no I/O, no clock, no chance, no Task (<c>docs/architecture.md</c>).</summary>
public class CorePurityTests
{
    private static readonly string[] ForbiddenTypes =
    [
        "System.Console",
        "System.Environment",
        "System.Random",
        "System.TimeProvider",
        "System.DateTime",
        "System.AppContext",
        "System.AppDomain",
        "System.IO.File",
        "System.IO.FileInfo",
        "System.IO.FileStream",
        "System.IO.Directory",
        "System.IO.DirectoryInfo",
        "System.IO.Path",
        "System.IO.StreamReader",
        "System.IO.StreamWriter",
        "System.Security.Cryptography.RandomNumberGenerator",
    ];

    private static readonly string[] ForbiddenNamespaces =
    [
        "Microsoft.Extensions",
        "System.Diagnostics.Tracing",
        "System.IO.Pipes",
        "System.Net",
        "System.Threading",
        "System.Timers",
    ];

    /// <summary>A moment is a value; which one it is now is not for Core to ask.</summary>
    private static readonly (string, string)[] s_forbiddenMembers =
    [
        ("System.DateTimeOffset", "get_Now"),
        ("System.DateTimeOffset", "get_UtcNow"),
    ];

    [Fact]
    public void TypeReferences_OfCore_TouchNothingOutside()
    {
        using var file = new PEReader(File.OpenRead(typeof(KeySet).Assembly.Location));
        var metadata = file.GetMetadataReader();
        var used = metadata
            .MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind == HandleKind.TypeReference)
            .Select(member => (Type: NameOf(metadata, (TypeReferenceHandle)member.Parent), Member: metadata.GetString(member.Name)))
            .ToArray();
        Assert.NotEmpty(used);
        // Iterators note on which thread they were made: the compiler's doing, not ours.
        Violations.None(
            used.Where(use =>
                    s_forbiddenMembers.Contains(use)
                    || (IsForbidden(use.Type) && use != ("System.Environment", "get_CurrentManagedThreadId"))
                )
                .Select(use => $"{use.Type}.{use.Member}")
        );
        Violations.None(
            metadata
                .TypeReferences.Select(handle => NameOf(metadata, handle))
                .Where(type => type != "System.Environment" && IsForbidden(type))
        );
    }

    [Fact]
    public void AssemblyReferences_OfCore_AreOnlyTheRuntime() =>
        Assert.All(
            typeof(KeySet).Assembly.GetReferencedAssemblies(),
            reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal)
        );

    private static string NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }

    private static bool IsForbidden(string type) =>
        ForbiddenTypes.Contains(type) || ForbiddenNamespaces.Any(space => type.StartsWith(space + ".", StringComparison.Ordinal));
}
