using System.Xml.Linq;

namespace KeyBindingProvider.Repo.Tests;

/// <summary>The law of <c>docs/architecture.md</c>: who may refer to whom. A new project or package needs a line here, and a reason.</summary>
public class ArrowTests
{
    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> Allowed = new()
    {
        ["Core"] = ([], []),
        ["Cvm"] = (["Core"], ["Polly.Core"]),
        ["Engine"] = (["Core", "Cvm"], []),
        ["Pulumi"] = (
            ["Core", "Engine"],
            ["Google.Protobuf", "Grpc.AspNetCore.Server", "Grpc.HealthCheck", "Grpc.Net.Client", "Grpc.StatusProto", "Grpc.Tools"]
        ),
        ["Terraform"] = (
            ["Core", "Engine"],
            ["Google.Protobuf", "Grpc.AspNetCore.Server", "Grpc.HealthCheck", "Grpc.Tools", "Nerdbank.MessagePack"]
        ),
        // The simulator is for the demo and for rehearsals only.
        ["Cli"] = (["Core", "Engine", "Simulator"], ["Spectre.Console", "System.CommandLine", "YamlDotNet"]),
        // Shares no code with the client: one wrong name would be wrong twice and the tests would stay green.
        ["Simulator"] = ([], ["System.CommandLine", "YamlDotNet"]),
        ["TestKit"] = (["Core", "Cvm", "Engine", "Simulator"], ["Microsoft.Extensions.TimeProvider.Testing", "Moq"]),
        ["Core.Tests"] = (["Core"], ["CsCheck", "JsonSchema.Net"]),
        ["Cvm.Tests"] = (["Core", "Cvm", "Simulator", "TestKit"], ["CsCheck", "Microsoft.Extensions.TimeProvider.Testing", "Moq"]),
        // Random cases of the whole engine and their judge: a console, and what the tests of the engine run a few of.
        ["Harness"] = (["Core", "Cvm", "Engine", "Simulator", "TestKit"], ["System.CommandLine"]),
        ["Engine.Tests"] = (
            ["Core", "Cvm", "Engine", "Harness", "Simulator", "TestKit"],
            ["CsCheck", "Microsoft.Extensions.TimeProvider.Testing", "Moq"]
        ),
        ["Cli.Tests"] = (["Cli", "Core", "Engine", "Simulator", "TestKit"], ["CsCheck", "JsonSchema.Net", "Spectre.Console.Testing"]),
        ["Pulumi.Tests"] = (["Core", "Engine", "Pulumi", "Simulator", "TestKit"], ["CsCheck", "Google.Protobuf", "Grpc.Net.Client", "Moq"]),
        ["Terraform.Tests"] = (["Core", "Engine", "Simulator", "Terraform", "TestKit"], ["CsCheck", "Google.Protobuf", "Grpc.Net.Client"]),
        ["Simulator.Tests"] = (["Simulator"], ["CsCheck", "Microsoft.Extensions.TimeProvider.Testing"]),
        // Readers of untrusted bytes stand in every face: one runner for all of them.
        ["Fuzz.Tests"] = (
            ["Cli", "Core", "Cvm", "Engine", "Pulumi", "Simulator", "Terraform"],
            ["CsCheck", "Google.Protobuf", "Markdig", "YamlDotNet"]
        ),
        ["Repo.Tests"] = (["Core"], []),
        ["Benchmarks"] = (["Core"], ["BenchmarkDotNet"]),
    };

    public static TheoryData<string> Projects => [.. Project.All.Select(project => project.File)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_OfEachProject_AreInTheTable(string file)
    {
        var project = Project.Read(file);
        Assert.True(Allowed.TryGetValue(project.Name, out var allowed), $"{project.Name} is not in the table of arrows.");
        Violations.None(project.Projects.Except(allowed.Projects));
        Violations.None(project.Packages.Except(allowed.Packages));
    }

    [Fact]
    public void Table_OfArrows_NamesNoTestProjectAndNoStranger()
    {
        Assert.DoesNotContain(Allowed.Values.SelectMany(row => row.Projects), name => name.EndsWith(".Tests", StringComparison.Ordinal));
        Violations.None(Allowed.Keys.Except(Project.All.Select(project => project.Name)));
    }

    [Fact]
    public void Source_Projects_NameNoTestProject() =>
        Violations.None(
            Project
                .All.Where(project => project.File.StartsWith("src/", StringComparison.Ordinal))
                .SelectMany(project => project.Projects)
                .Intersect(
                    Project.All.Where(project => !project.File.StartsWith("src/", StringComparison.Ordinal)).Select(project => project.Name)
                )
        );

    /// <summary>What every project of a folder gets without asking: analyzers in <c>src</c>, the test platform in <c>tests</c>.</summary>
    [Fact]
    public void SharedProps_Packages_AreAnalyzersAndTheTestPlatform()
    {
        Assert.Equal([], Project.Read("Directory.Build.props").Packages);
        Assert.Equal(["Microsoft.CodeAnalysis.BannedApiAnalyzers"], Project.Read("src/Directory.Build.props").Packages);
        Assert.Equal(
            ["Microsoft.NET.Test.Sdk", "xunit.v3.mtp-off", "xunit.v3.mtp-v2", "xunit.runner.visualstudio"],
            Project.Read("tests/Directory.Build.props").Packages
        );
    }

    /// <summary>Without this the compiler would let a face reach through the engine to the client.</summary>
    [Fact]
    public void BuildProps_TransitiveReferences_AreOff() =>
        Assert.Equal(
            "true",
            XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("DisableTransitiveProjectReferences").Single().Value
        );

    [Fact]
    public void PackageVersions_AreCentral() =>
        Assert.DoesNotContain(
            Project
                .All.Select(project => project.File)
                .Concat(Repository.FilesEndingIn(".props").Where(file => file != "Directory.Packages.props")),
            file =>
                XDocument
                    .Parse(Repository.Read(file))
                    .Descendants("PackageReference")
                    .Any(reference => reference.Attribute("Version") is not null || reference.Attribute("VersionOverride") is not null)
        );

    [Fact]
    public void EachProject_HasALockFile() =>
        Assert.All(Project.All, project => Assert.Contains($"{Path.GetDirectoryName(project.File)}/packages.lock.json", Repository.Files));

    [Fact]
    public void Solution_Projects_AreExactlyThoseOfSrcAndTests()
    {
        var listed = Repository
            .Read("KeyBindingProvider.sln")
            .Split('\n')
            .Where(line => line.StartsWith("Project(", StringComparison.Ordinal))
            .Select(line => line.Split('"')[5].Replace('\\', '/'))
            .Where(path => path.EndsWith(".csproj", StringComparison.Ordinal));
        Assert.Equal(
            Project
                .All.Select(project => project.File)
                .Where(file => file.StartsWith("src/", StringComparison.Ordinal) || file.StartsWith("tests/", StringComparison.Ordinal)),
            listed.Order(StringComparer.Ordinal)
        );
    }
}
