using System.Collections.Immutable;
using System.Text.Json;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Tests;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Cli.Tests.Output;

/// <summary>
/// A plan as SARIF 2.1.0: one result for each problem, at its place. That it is valid by the schema of the standard is checked by tests/npm-reviews, whose package holds it;
/// here is what the schema cannot say.
/// </summary>
public class SarifTests
{
    [Fact]
    public void EachProblem_IsAResult_WithItsRule()
    {
        var run = RunOf(Everything.Plan);
        var problems = Everything.Plan.Plans.SelectMany(plan => plan.Problems).ToArray();
        var results = run.GetProperty("results").EnumerateArray().ToArray();
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().ToArray();
        Assert.True(problems.Length > 3);
        Assert.Equal(problems.Select(problem => problem.Code.Id), results.Select(result => Text(result, "ruleId")));
        Assert.Equal(
            problems.Select(problem => problem.Severity == Severity.Error ? "error" : "warning"),
            results.Select(result => Text(result, "level"))
        );
        Assert.All(results, result => Assert.Equal(Text(result, "ruleId"), Text(rules[result.GetProperty("ruleIndex").GetInt32()], "id")));
        Assert.All(
            rules,
            rule =>
            {
                Assert.EndsWith($"/docs/errors.md#{Text(rule, "id").ToLowerInvariant()}", Text(rule, "helpUri"), StringComparison.Ordinal);
                Assert.True(Uri.IsWellFormedUriString(Text(rule, "helpUri"), UriKind.Absolute));
                Assert.NotEqual("", Text(rule.GetProperty("help"), "text"));
            }
        );
        Assert.All(
            problems.Zip(results),
            pair =>
            {
                Assert.StartsWith(
                    PlainText.Escape(pair.First.Message.ReplaceLineEndings(" ")).Replace("](", "] (", StringComparison.Ordinal),
                    Text(pair.Second.GetProperty("message"), "text"),
                    StringComparison.Ordinal
                );
                Assert.Equal(
                    pair.First.Instances.Select(id => id.Value),
                    pair.Second.GetProperty("properties").GetProperty("instanceIds").EnumerateArray().Select(id => id.GetString()!)
                );
            }
        );
    }

    /// <summary>A machine that nobody could open any more is what a reviewer looks for.</summary>
    [Fact]
    public void LockOut_HasATagOfItsOwn()
    {
        var rules = RunOf(DocumentOf(Exclusive(Instances(1), Keys(), Graceful)))
            .GetProperty("tool")
            .GetProperty("driver")
            .GetProperty("rules");
        var rule = rules.EnumerateArray().Single(each => Text(each, "id") == ProblemCodes.WouldBeKeyless.Id);
        Assert.Equal(
            ["plan", "lock-out"],
            rule.GetProperty("properties").GetProperty("tags").EnumerateArray().Select(tag => tag.GetString())
        );
    }

    [Theory]
    [InlineData("Pulumi.yaml:12:7", "Pulumi.yaml", "%SRCROOT%", 12, 7)]
    [InlineData("./infra/my keys.yaml:1:1", "infra/my%20keys.yaml", "%SRCROOT%", 1, 1)]
    [InlineData("/srv/a#b/Pulumi.yaml:3:4", "file:///srv/a%23b/Pulumi.yaml", null, 3, 4)]
    [InlineData(@"C:\srv\Pulumi.yaml:3:4", "file:///C:/srv/Pulumi.yaml", null, 3, 4)]
    [InlineData("Pulumi.yaml:0:0", "Pulumi.yaml", "%SRCROOT%", 1, 1)]
    [InlineData("", "main/Pulumi.yaml", "%SRCROOT%", 1, 1)]
    public void Place_IsAFileWithLineAndColumn(string location, string uri, string? root, int line, int column)
    {
        var problem = Problem.Error(ProblemCodes.InvalidValue, "no") with { Location = location };
        var place = ResultsOf(PlanSarif.Render([problem], "main/Pulumi.yaml"))[0]
            .GetProperty("locations")[0]
            .GetProperty("physicalLocation");
        var file = place.GetProperty("artifactLocation");
        Assert.Equal(uri, Text(file, "uri"));
        Assert.Equal(root, file.TryGetProperty("uriBaseId", out var id) ? id.GetString() : null);
        Assert.Equal(line, place.GetProperty("region").GetProperty("startLine").GetInt32());
        Assert.Equal(column, place.GetProperty("region").GetProperty("startColumn").GetInt32());
    }

    /// <summary>What resources share has no place of its own.</summary>
    [Fact]
    public void ProblemOfSeveralResources_IsShownAtEachOfThem()
    {
        var document = DocumentOf(Association(Instances(1), Keys(3), name: "a"), Revocation(Keys(1), name: "b"));
        var region = document.Regions[0];
        var places = new Dictionary<string, string> { ["a"] = "Pulumi.yaml:5:3", ["b"] = "Pulumi.yaml:9:3" };
        var result = ResultsOf(
            PlanSarif.Render(document with { Regions = [region with { Places = places.ToImmutableDictionary() }] }, "x")
        )[0];
        Assert.Equal(5, LineOf(result.GetProperty("locations")[0]));
        Assert.Equal(9, LineOf(result.GetProperty("relatedLocations")[0]));
    }

    /// <summary>A forge knows a problem again by it: neither lines nor the number of machines make another one of it, another resource does.</summary>
    [Fact]
    public void Fingerprint_IsThatOfTheProblem_NotOfItsLineOrMachines()
    {
        var problem = Problem.Error(ProblemCodes.MalformedId, "no") with
        {
            Path = "resources.web.properties.instanceIds[3]",
            Location = "Pulumi.yaml:5:3",
        };
        string Of(params Problem[] problems) =>
            ResultsOf(PlanSarif.Render(problems, "x"))[^1]
                .GetProperty("partialFingerprints")
                .GetProperty("keybindingProblem/v1")
                .GetString()!;

        var usual = Of(problem);
        Assert.Matches("^[0-9a-f]{64}$", usual);
        Assert.Equal(
            usual,
            Of(
                problem with
                {
                    Path = "resources.web.properties.instanceIds[40]",
                    Location = "other/Pulumi.yaml:90:1",
                    Message = "2 of them",
                    Instances = [Ins(1)],
                }
            )
        );
        Assert.NotEqual(usual, Of(problem with { Path = "resources.db.properties.instanceIds[3]" }));
        Assert.NotEqual(usual, Of(problem with { Path = "resources.web.properties.keyIds[3]" }));
        Assert.NotEqual(usual, Of(problem, problem));
    }

    /// <summary>A message may hold links by the standard; a name that reads like one is none.</summary>
    [Fact]
    public void Message_HoldsNoLink()
    {
        var problem = Problem.Error(ProblemCodes.InvalidValue, "see [this](http://evil)\u202e\n[and](1)");
        var text = Text(ResultsOf(PlanSarif.Render([problem], "x"))[0].GetProperty("message"), "text");
        Assert.StartsWith(@"see [this] (http://evil)\u{202E} [and] (1)", text, StringComparison.Ordinal);
        Assert.False(
            JsonDocument
                .Parse(PlanSarif.Render([problem], "x"))
                .RootElement.GetProperty("runs")[0]
                .GetProperty("invocations")[0]
                .GetProperty("executionSuccessful")
                .GetBoolean()
        );
    }

    private static PlanDocument DocumentOf(params Core.Intent.ResourceIntent[] intents) =>
        new("p", [new PlannedRegion(Region, PlanOf(FleetOf(Given.Running(1, 1, 2)), intents))]);

    private static JsonElement RunOf(PlanDocument document) =>
        JsonDocument.Parse(PlanSarif.Render(document, "Pulumi.yaml")).RootElement.GetProperty("runs")[0];

    private static JsonElement[] ResultsOf(string sarif) =>
        [.. JsonDocument.Parse(sarif).RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray()];

    private static int LineOf(JsonElement location) =>
        location.GetProperty("physicalLocation").GetProperty("region").GetProperty("startLine").GetInt32();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
