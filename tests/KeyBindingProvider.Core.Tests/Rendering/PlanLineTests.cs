using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CsCheck;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Sources;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests.Rendering;

/// <summary>The line that providers write of a plan is the entry of the command line's document, byte by byte; both are written by code of their own.</summary>
public class PlanLineTests
{
    /// <summary>Names of machines and keys as the service may tell them, and everything that a plan may leave out.</summary>
    private const string Odd = "\"<a href='x'>&+\\/\u0000\u0007\t\r\n\u007f\u00e9\u2028\u4e2d\U0001F600 \ud800 \udc00";

    [Fact]
    public void EveryPlan_IsTheSameInBoth() =>
        RandomPlans.Consistent.Sample(
            request =>
            {
                var plan = Planner.Plan(request);
                AssertSame(plan);
                AssertSame(WithOddTexts(plan));
            },
            iter: 200
        );

    private static void AssertSame(Plan plan)
    {
        var document = PlanJson.Render(new PlanDocument("p", [new PlannedRegion("title", plan)]));
        using var json = JsonDocument.Parse(document);
        var bytes = new ArrayBufferWriter<byte>();
        using (var line = new Utf8JsonWriter(bytes))
        {
            line.WriteStartObject();
            foreach (var member in json.RootElement.GetProperty("regions")[0].EnumerateObject().Where(member => member.Name != "title"))
            {
                member.WriteTo(line);
            }

            line.WriteEndObject();
        }

        Assert.Equal(Encoding.UTF8.GetString(bytes.WrittenSpan), PlanJson.Line(plan));
    }

    private static Plan WithOddTexts(Plan plan) =>
        plan with
        {
            Region = Odd,
            KeyNames = plan.KeyNames.ToImmutableSortedDictionary(name => name.Key, _ => (UntrustedText)Odd).Add(KeyId.FromService(Odd), ""),
            Rollouts =
            [
                .. plan.Rollouts.Select(rollout =>
                    rollout with
                    {
                        Waves = [.. rollout.Waves.Select(wave => wave with { Changes = [.. wave.Changes.Select(WithOddTexts)] })],
                        Pending = [.. rollout.Pending.Select(pending => pending with { Change = WithOddTexts(pending.Change) })],
                    }
                ),
            ],
            Resources = [.. plan.Resources.Select(resource => resource with { Name = Odd, AccessEnded = Odd })],
            Problems =
            [
                .. plan.Problems,
                Problem.Warning(ProblemCodes.InternalFault, Odd) with
                {
                    Location = Odd,
                    Path = Odd,
                    Sources = Moves,
                },
            ],
            Sources =
            [
                new SourceFinding(s_template, KeySet.Of([Key(1)]), [Odd], KeySet.Of([Key(2)])),
                new SourceFinding(s_template with { Version = 0, OlderVersions = [], Prepared = [] }, KeySet.Empty, [], To: null),
            ],
        };

    private static InstanceChange WithOddTexts(InstanceChange change) =>
        change with
        {
            Name = Odd,
            Zone = Odd,
            MustStart = !change.MustStart,
        };

    private static readonly KeySource s_template = new()
    {
        Kind = KeySourceKind.LaunchTemplate,
        Id = Odd,
        Name = Odd,
        Keys = KeySet.Of([Key(1)]),
        Version = 4,
        OlderVersions = [new OlderVersion(2, KeySet.Of([Key(1)]))],
        Prepared = [new PreparedVersion(5, KeySet.Of([Key(2)]))],
        UsedBy = [Odd],
    };

    private static IReadOnlyList<SourceMove> Moves
    {
        get
        {
            var stand = new SourceStand("", KeySourceKind.NodePool, Odd, Version: 3, KeySet.Of([Key(1)]), KeySet.Of([Key(2)]));
            return [new SourceMove(stand, stand with { Version = 0, To = null }), new SourceMove(stand, null), new SourceMove(null, stand)];
        }
    }
}
