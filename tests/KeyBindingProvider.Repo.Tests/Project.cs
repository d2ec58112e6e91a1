using System.Xml.Linq;

namespace KeyBindingProvider.Repo.Tests;

/// <summary>One project file: its name and what it refers to, without the common prefix.</summary>
/// <param name="File">Relative to the root.</param>
/// <param name="Name">Name without <c>KeyBindingProvider.</c>.</param>
/// <param name="Projects">Names of projects, likewise.</param>
/// <param name="Packages">Ids of packages.</param>
internal sealed record Project(string File, string Name, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    private const string Prefix = "KeyBindingProvider.";

    /// <summary>Those of the solution. Programs under <c>examples</c> are users': they restore packages that nothing here may need.</summary>
    public static IReadOnlyList<Project> All { get; } =
    [.. Repository.FilesEndingIn(".csproj").Where(file => !file.StartsWith("examples/", StringComparison.Ordinal)).Select(Read)];

    public static Project Read(string file)
    {
        var document = XDocument.Parse(Repository.Read(file));
        return new Project(file, NameOf(file), [.. Included("ProjectReference").Select(NameOf)], [.. Included("PackageReference")]);

        IEnumerable<string> Included(string element) =>
            document.Descendants(element).Select(reference => reference.Attribute("Include")?.Value ?? "(none)");
    }

    private static string NameOf(string file) =>
        Path.GetFileNameWithoutExtension(file.Replace('\\', '/')).Replace(Prefix, "", StringComparison.Ordinal);
}
