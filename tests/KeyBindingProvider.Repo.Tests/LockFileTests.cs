using System.Text.Json;

namespace KeyBindingProvider.Repo.Tests;

/// <summary>Whoever publishes for a platform gets the packages that were reviewed: each platform has its lock files, with the versions and hashes of the plain ones.</summary>
public class LockFileTests
{
    private static readonly string[] s_published = ["Cli", "Pulumi", "Simulator", "Terraform"];

    private static readonly string[] s_platforms = ["linux-x64", "linux-arm64", "linux-musl-x64", "win-x64", "osx-arm64"];

    /// <summary>What a native or trimmed publish adds, and nothing else.</summary>
    private static readonly string[] s_ofNativeCode = ["Microsoft.DotNet.ILCompiler", "Microsoft.NET.ILLink.Tasks"];

    [Fact]
    public void Platforms_HaveALockFileOfEachProjectThatIsPublishedForThem_LikeThePlainOne()
    {
        var projects = Project.All.ToDictionary(project => project.Name);
        Violations.None(
            s_published
                .SelectMany(name => WithReferences(name, projects))
                .Distinct()
                .SelectMany(name => s_platforms.SelectMany(platform => Compare($"src/KeyBindingProvider.{name}", platform)))
        );
    }

    /// <summary>A restore that brings another platform along writes a lock file that the publish then refuses.</summary>
    [Fact]
    public void Platforms_LockFiles_AreOfOnePlatform() =>
        Violations.None(
            from file in Repository.FilesEndingIn(".lock.json")
            let platform = s_platforms.FirstOrDefault(platform =>
                file.EndsWith($"/packages.{platform}.lock.json", StringComparison.Ordinal)
            )
            where platform is not null
            from target in Targets(file)
            where target.Contains('/', StringComparison.Ordinal) && target != $"net10.0/{platform}"
            select $"{file}: {target}"
        );

    private static string[] Targets(string file)
    {
        using var json = JsonDocument.Parse(Repository.Read(file));
        return [.. json.RootElement.GetProperty("dependencies").EnumerateObject().Select(target => target.Name)];
    }

    private static IEnumerable<string> WithReferences(string name, Dictionary<string, Project> projects) =>
        projects[name].Projects.SelectMany(reference => WithReferences(reference, projects)).Prepend(name);

    private static IEnumerable<string> Compare(string folder, string platform)
    {
        var file = $"{folder}/packages.{platform}.lock.json";
        if (!Repository.Exists(file))
        {
            yield return $"{file} is missing: dotnet restore {folder} -r {platform} --artifacts-path SOMEWHERE";
            yield break;
        }

        var (plain, ofPlatform) = (Packages($"{folder}/packages.lock.json"), Packages(file));
        foreach (var (name, locked) in plain.Where(package => ofPlatform.GetValueOrDefault(package.Key) != package.Value))
        {
            yield return $"{file}: {name} is {ofPlatform.GetValueOrDefault(name, "missing")}, and {locked} in the plain lock file";
        }

        foreach (
            var name in ofPlatform.Keys.Where(name =>
                !plain.ContainsKey(name) && !s_ofNativeCode.Contains(name) && name != $"runtime.{platform}.Microsoft.DotNet.ILCompiler"
            )
        )
        {
            yield return $"{file}: {name} is not in the plain lock file";
        }
    }

    /// <summary>Version and hash of each package.</summary>
    private static Dictionary<string, string> Packages(string file)
    {
        using var json = JsonDocument.Parse(Repository.Read(file));
        return json
            .RootElement.GetProperty("dependencies")
            .EnumerateObject()
            .SelectMany(target => target.Value.EnumerateObject())
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .DistinctBy(package => package.Name)
            .ToDictionary(
                package => package.Name,
                package => $"{package.Value.GetProperty("resolved").GetString()} {package.Value.GetProperty("contentHash").GetString()}"
            );
    }
}
