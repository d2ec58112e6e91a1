using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Resources;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

/// <summary>Counts agree with their nouns and verbs: in the class itself, and in every text of Core that counts.</summary>
public class GrammarTests
{
    [Theory]
    [InlineData(0, "0 instances", "0 keys", "0 pairs", "requests wait are were have do many")]
    [InlineData(1, "1 instance", "1 key", "1 pair", "request waits is was has does one")]
    [InlineData(2, "2 instances", "2 keys", "2 pairs", "requests wait are were have do many")]
    [InlineData(1000, "1000 instances", "1000 keys", "1000 pairs", "requests wait are were have do many")]
    public void Words_OfACount_AgreeWithIt(int count, string instances, string keys, string pairs, string words)
    {
        Assert.Equal((instances, keys, pairs), (Grammar.Instances(count), Grammar.Keys(count), Grammar.Pairs(count)));
        Assert.Equal(instances, Grammar.Count(count, "instance"));
        Assert.Equal(
            words,
            string.Join(
                ' ',
                Grammar.Noun(count, "request"),
                Grammar.Verb(count, "wait"),
                Grammar.Is(count),
                Grammar.Was(count),
                Grammar.Has(count),
                Grammar.Does(count),
                Grammar.Pick(count, "one", "many")
            )
        );
    }

    [Theory]
    [InlineData(0, "Nothing to change.")]
    [InlineData(1, "1 instance changes; 1 of them is stopped and started again, in 1 stop window.")]
    [InlineData(2, "2 instances change; 2 of them are stopped and started again, in 2 stop windows.")]
    public void Plan_Summary_Agrees(int count, string summary) =>
        Assert.StartsWith(summary, PlanText.Render(PlanOf(RunningWith(count), Revocation(Keys(1), Graceful))), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "no actionable drift")]
    [InlineData(1, "1 instance has drifted")]
    [InlineData(2, "2 instances have drifted")]
    public void Drift_Summary_Agrees(int count, string summary) =>
        Assert.Contains(
            $": {summary}",
            DriftText.Render(new PlanDocument("p", [new PlannedRegion(Region, PlanOf(RunningWith(count), Revocation(Keys(1), Graceful)))])),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(1, "1 instance would be stopped; maxStops is 0.")]
    [InlineData(2, "2 instances would be stopped; maxStops is 0.")]
    public void TooManyStops_Message_Agrees(int count, string message) =>
        Assert.Equal(message, Problem(PlanOf(RunningWith(count), Revocation(Keys(1), Graceful with { MaxStops = 0 }))).Message);

    [Theory]
    [InlineData(1, "1 instance must change", "It waits: apply again when it is stopped, ")]
    [InlineData(2, "2 instances must change", "They wait: apply again when they are stopped, ")]
    public void Deferred_MessageAndRemedy_Agree(int count, string message, string remedy)
    {
        var problem = Problem(PlanOf(RunningWith(count), Revocation(Keys(1), new ChangePolicy { StopPolicy = StopPolicy.StoppedOnly })));
        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
        Assert.StartsWith(remedy, problem.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "a key that does not exist")]
    [InlineData(2, "keys that do not exist")]
    public void AbsentKeys_Messages_Agree(int count, string absent)
    {
        var keys = Keys([.. Enumerable.Range(41, count)]);
        var missing = Problem(PlanOf(FleetOf(Stopped(1)), Association(Instances(1), keys)));
        Assert.Equal($"'web' binds {absent} in {Region}: {keys}.", missing.Message);
        var gone = Problem(PlanOf(FleetOf(Stopped(1)), Revocation(keys)));
        Assert.Equal($"'gone' revokes {absent} in {Region} any more: {keys}. That is already so.", gone.Message);
    }

    [Theory]
    [InlineData("ins-00000008", "ins-00000008 does not exist in ap-guangzhou.")]
    [InlineData("ins-00000008,ins-00000009", "ins-00000008, ins-00000009 do not exist in ap-guangzhou.")]
    public void Import_OfAbsentInstances_Agrees(string id, string message) =>
        Assert.Equal(message, Import(InstanceKeysExclusiveKind.Instance, id).Message);

    [Theory]
    [InlineData("skey-00000005", "skey-00000005 is bound to no instance of ap-guangzhou.")]
    [InlineData("skey-00000005,skey-00000006", "skey-00000005, skey-00000006 are bound to no instance of ap-guangzhou.")]
    public void Import_OfUnboundKeys_Agrees(string id, string message) =>
        Assert.Equal(message, Import(KeyPairAssociationKind.Instance, id).Message);

    [Theory]
    [InlineData("ins-00000001,ins-00000002", "ins-00000002 has none of them.")]
    [InlineData("ins-00000001,ins-00000002,ins-00000003", "ins-00000002, ins-00000003 have none of them.")]
    public void Import_OfBareInstances_Agrees(string instances, string message) =>
        Assert.Contains(message, Import(KeyPairAssociationKind.Instance, $"skey-00000001/{instances}").Message, StringComparison.Ordinal);

    private static FleetSnapshot RunningWith(int count) => FleetOf(Enumerable.Range(1, count).Select(n => Running(n, 1, 9)));

    private static Problem Problem(Plan plan) => Assert.Single(plan.Problems);

    private static Problem Import(ResourceKind kind, string id)
    {
        Assert.True(ImportRequest.TryParse(kind, id, out var request, out _));
        return request.Match("web", FleetOf(Stopped(1, 1), Stopped(2), Stopped(3))).Problem!;
    }
}
