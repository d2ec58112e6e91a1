using KeyBindingProvider.Core.Problems;
using YamlDotNet.RepresentationModel;

namespace KeyBindingProvider.Cli.Programs;

/// <summary>
/// The files of a program. Where <c>Main.yaml</c> stands beside <c>Pulumi.yaml</c>, pulumi runs the resources of the one with the name and the config of the
/// other; so do we, whichever of the two is named.
/// </summary>
/// <param name="ProgramPath">The file with the resources.</param>
/// <param name="Program">Its root.</param>
/// <param name="ProjectPath">The file with name and config.</param>
/// <param name="Project">Its root; the same where there is one file.</param>
internal sealed record ProgramFiles(string ProgramPath, YamlMappingNode Program, string ProjectPath, YamlMappingNode Project)
{
    private const string ProjectName = "Pulumi.yaml";
    private const string MainName = "Main.yaml";

    /// <summary>Each file once, the project's first.</summary>
    public IEnumerable<(string Path, YamlMappingNode Root)> All =>
        ReferenceEquals(Program, Project) ? [(ProgramPath, Program)] : [(ProjectPath, Project), (ProgramPath, Program)];

    /// <summary>A program that stands in one text.</summary>
    public static (ProgramFiles? Files, Problem? Problem) Of(string text, string source)
    {
        var (root, problem) = YamlText.RootOf(text, source);
        return (root is null ? null : new ProgramFiles(source, root, source, root), problem);
    }

    /// <summary>Loads the file that was named, and the one beside it that belongs to it.</summary>
    public static (ProgramFiles? Files, Problem? Problem) Load(string path)
    {
        var (root, problem) = YamlText.Load(path);
        var name = Path.GetFileName(path);
        if (root is null || name is not (ProjectName or MainName))
        {
            return (root is null ? null : new ProgramFiles(path, root, path, root), problem);
        }

        var besides = path[..^name.Length] + (name == MainName ? ProjectName : MainName);
        if (!File.Exists(besides))
        {
            return (new ProgramFiles(path, root, path, root), null);
        }

        (var other, problem) = YamlText.Load(besides);
        if (other is null)
        {
            return (null, problem);
        }

        var files = name == MainName ? new ProgramFiles(path, root, besides, other) : new ProgramFiles(besides, other, path, root);
        return files.Project.Find("resources") is { } passedOver
            ? (
                null,
                Problem.Error(
                    ProblemCodes.Contradiction,
                    $"pulumi runs {MainName}, which stands beside this file, and passes these resources over."
                ) with
                {
                    Path = "resources",
                    Location = YamlText.Place(files.ProjectPath, passedOver.Start),
                    Remedy = $"Keep resources in one of the two files.",
                }
            )
            : (files, null);
    }
}
