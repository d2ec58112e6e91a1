using System.Collections.Immutable;
using System.Text.Json;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rendering;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

/// <summary>A field that is nothing but a row is read, merged, shown, written, documented and digested.</summary>
public class PolicyFieldTests
{
    private static readonly PolicyField<int> Rest = PolicyField.Count(
        "restSeconds",
        7,
        Math.Max,
        "How many seconds lie between windows, {maxUnavailable} or not.",
        least: 1,
        most: 60
    );

    private static readonly ImmutableArray<PolicyField> Fields = PolicyFields.All.Add(Rest);

    [Theory]
    [InlineData(Spelling.Camel, "changePolicy", "restSeconds")]
    [InlineData(Spelling.Snake, "change_policy", "rest_seconds")]
    public void MadeUpField_InAProgram_IsRead(Spelling spelling, string policy, string field)
    {
        var read = Read(spelling, policy, field, 30);
        Assert.Empty(read.Problems);
        Assert.Equal(30, read.Value.ChangePolicy.Over(ChangePolicyInput.None).Of(Rest));
        var tooLong = Assert.Single(Read(spelling, policy, field, 61).Problems);
        Assert.Equal($"{field} must be a whole number from 1 to 60, not 61.", tooLong.Message);
        Assert.Equal($"resources.web.{policy}.{field}", tooLong.Path);
        var provider = ProviderCheck.Check(Map((policy, Map((field, new InputValue.Number(9))))), "provider", spelling, Fields);
        Assert.Empty(provider.Problems);
        Assert.Equal(9, ChangePolicyInput.None.Over(provider.Value.ChangePolicy).Of(Rest));
        Assert.Equal(30, read.Value.ChangePolicy.Over(provider.Value.ChangePolicy).Of(Rest));
    }

    [Fact]
    public void MadeUpField_WithoutItsRow_IsUnknown() =>
        Assert.Single(
            ResourceCheck
                .Check(
                    "web",
                    KeyPairAssociationKind.Instance,
                    Program("changePolicy", "restSeconds", 30),
                    "resources.web",
                    Spelling.Camel,
                    ChangePolicyInput.None
                )
                .Problems
        );

    [Fact]
    public void MadeUpField_WhereResourcesMeet_IsMerged()
    {
        var other = new ChangePolicy(Fields).With(Rest, 12);
        Assert.Equal(30, other.Strictest(new ChangePolicy(Fields).With(Rest, 30)).Of(Rest));
        Assert.Equal(12, other.Strictest(ChangePolicy.Default).Of(Rest));
        Assert.Equal(12, ChangePolicy.Default.Strictest(other).Of(Rest));
        Assert.NotEqual(other, other.With(Rest, 13));
        Assert.Equal(other, other.With(Rest, 12));
    }

    [Fact]
    public void MadeUpField_InAPlan_IsShownAndWritten()
    {
        var plan = PlanUnder(30);
        var document = new PlanDocument("p", [new PlannedRegion(Region, plan)]);
        Assert.Contains("restSeconds 30", PlanText.Render(plan), StringComparison.Ordinal);
        Assert.Contains("restSeconds 30", PlanMarkdown.Render(document), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(PlanJson.Render(document));
        var rollout = json.RootElement.GetProperty("regions")[0].GetProperty("rollouts")[0];
        Assert.Equal(30, rollout.GetProperty("policy").GetProperty("restSeconds").GetInt32());
        Assert.Equal(30, rollout.GetProperty("resourcePolicies")[0].GetProperty("policy").GetProperty("restSeconds").GetInt32());
    }

    [Fact]
    public void MadeUpField_InTheDigest_CountsUnlessItIsAsBuiltIn()
    {
        Assert.NotEqual(PlanUnder(30).Digest, PlanUnder(31).Digest);
        Assert.Equal(PlanOf(Fleet, Revocation(Keys(1), Graceful)).Digest, PlanUnder(7).Digest);
    }

    [Fact]
    public void MadeUpField_InTheDocuments_IsARow()
    {
        Assert.Contains(
            "| `restSeconds` | 1 to 60 | `7` | How many seconds lie between windows, `maxUnavailable` or not. |\n",
            PolicyReference.Table(Fields),
            StringComparison.Ordinal
        );
        var schema = PolicyReference.JsonSchema(Fields);
        Assert.Equal("""{"type":"integer","minimum":1,"maximum":60}""", schema["properties"]!["restSeconds"]!.ToJsonString());
        Assert.Contains("restSeconds", schema["required"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal(
            "How many seconds lie between windows, `max_unavailable` or not. 1 to 60; 7 unless set.",
            Rest.Describe(Spelling.Snake)
        );
    }

    /// <summary>Digests that people have approved name their plans for ever.</summary>
    [Fact]
    public void Digest_OfEveryFieldOfToday_IsAsItAlwaysWas() =>
        Assert.Equal(
            "370602efa71852761d27d776d11d15fa075af99f47891752cf55ec26ba0f7a44",
            PlanDigest.Of(
                Region,
                PlanOf(
                    Fleet,
                    Revocation(
                        Keys(1),
                        new ChangePolicy
                        {
                            StopPolicy = StopPolicy.GracefulThenForce,
                            MaxUnavailable = [MaxUnavailable.Count(3), MaxUnavailable.Percent(50)],
                            FailureBudget = 2,
                            Canary = 0,
                            StopTimeoutSeconds = 60,
                            AllowKeyless = true,
                            MaxStops = 9,
                            OnBlocked = OnBlocked.Skip,
                        }
                    )
                ).Rollouts
            )
        );

    private static readonly Fleet.FleetSnapshot Fleet = FleetOf(Running(1, 1, 9), Running(2, 1, 9));

    private static Plan PlanUnder(int rest) =>
        PlanOf(Fleet, Revocation(Keys(1), new ChangePolicy(Fields) { StopPolicy = StopPolicy.Graceful }.With(Rest, rest)));

    private static Checked<ResourceInput> Read(Spelling spelling, string policy, string field, int value) =>
        ResourceCheck.Check(
            "web",
            KeyPairAssociationKind.Instance,
            Program(policy, field, value, spelling),
            "resources.web",
            spelling,
            ChangePolicyInput.None,
            Fields
        );

    private static InputValue.Map Program(string policy, string field, int value, Spelling spelling = Spelling.Camel) =>
        Map(
            (PropertyNames.InstanceIds.In(spelling), new InputValue.List([new InputValue.Text("ins-00000001")])),
            (PropertyNames.KeyIds.In(spelling), new InputValue.List([new InputValue.Text("skey-00000001")])),
            (policy, Map((field, new InputValue.Number(value))))
        );

    private static InputValue.Map Map(params (string Name, InputValue Value)[] entries) =>
        new([.. entries.Select(entry => new InputEntry(entry.Name, entry.Value))]);
}
