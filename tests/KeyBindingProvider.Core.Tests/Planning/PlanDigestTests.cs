using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

public class PlanDigestTests
{
    private static readonly FleetSnapshot Fleet = FleetOf(Enumerable.Range(1, 9).Select(n => Running(n, 1, 9)));

    public static TheoryData<string, ChangePolicy> OtherPolicies =>
        new()
        {
            { "stop mode", Graceful with { StopPolicy = StopPolicy.GracefulThenForce } },
            { "forced", Graceful with { StopPolicy = StopPolicy.Force } },
            { "limit", Graceful with { MaxUnavailable = [MaxUnavailable.Count(3)] } },
            { "limit that resolves to the same count", Graceful with { MaxUnavailable = [MaxUnavailable.Percent(26)] } },
            { "budget", Graceful with { FailureBudget = 1 } },
            { "canary", Graceful with { Canary = 0 } },
            { "time-out", Graceful with { StopTimeoutSeconds = 301 } },
            { "keyless", Graceful with { AllowKeyless = true } },
            { "stops", Graceful with { MaxStops = 9 } },
            { "blocked", Graceful with { OnBlocked = OnBlocked.Skip } },
        };

    [Theory]
    [MemberData(nameof(OtherPolicies))]
    public void Of_OtherPolicyField_Differs(string what, ChangePolicy policy)
    {
        Assert.False(PlanOf(Fleet, Revocation(Keys(1), policy)).IsRefused, what);
        Assert.NotEqual(DigestOf(Fleet, Revocation(Keys(1), Graceful)), DigestOf(Fleet, Revocation(Keys(1), policy)));
    }

    [Fact]
    public void Of_OtherPairOrRegion_Differs()
    {
        var digest = DigestOf(Fleet, Revocation(Keys(1), Graceful));
        Assert.NotEqual(digest, DigestOf(Fleet, Revocation(Keys(1), Graceful) with { ExceptInstanceIds = Instances(4) }));
        Assert.NotEqual(digest, DigestOf(Fleet, Revocation(Keys(9), Graceful)));
        Assert.NotEqual(digest, PlanDigest.Of("ap-beijing", PlanOf(Fleet, Revocation(Keys(1), Graceful)).Rollouts));
        // The same keys gained instead of lost.
        Assert.NotEqual(
            DigestOf(FleetOf(Stopped(1, 5, 9)), Revocation(Keys(5))),
            DigestOf(FleetOf(Stopped(1, 9)), Association(Instances(1), Keys(5)))
        );
    }

    public static TheoryData<string, Func<InstanceChange, InstanceChange>> OtherChanges =>
        new()
        {
            { "may be left without a key", change => change with { AllowKeyless = true } },
            { "another key must not come back", change => change with { Revoked = Keys(1, 7) } },
            { "is started", change => change with { MustStart = true } },
        };

    [Theory]
    [MemberData(nameof(OtherChanges))]
    public void Of_OtherChangeOfOneInstance_Differs(string what, Func<InstanceChange, InstanceChange> other)
    {
        var plan = PlanOf(Fleet, Revocation(Keys(1), Graceful));
        Assert.True(plan.Digest != PlanDigest.Of(plan.Region, [.. plan.Rollouts.Select(Changed)]), what);

        Rollout Changed(Rollout rollout) =>
            rollout with
            {
                Waves = [.. rollout.Waves.Select(wave => wave with { Changes = [.. wave.Changes.Select(other)] })],
            };
    }

    [Fact]
    public void Of_OtherWave_Differs()
    {
        var zoned = FleetOf(Fleet.Instances.Values.Select(i => i with { Zone = i.Id == Ins(1) ? "z" : "a" }));
        Assert.NotEqual(DigestOf(Fleet, Revocation(Keys(1), Graceful)), DigestOf(zoned, Revocation(Keys(1), Graceful)));
    }

    [Fact]
    public void Of_NamesForPeople_DoNotMatter()
    {
        var named = FleetOf(Fleet.Instances.Values.Select(i => i with { Name = $"web-{i.Id}" }));
        Assert.Equal(DigestOf(Fleet, Revocation(Keys(1), Graceful)), DigestOf(named, Revocation(Keys(1), Graceful, "renamed")));
    }

    [Fact]
    public void Of_SamePlan_IsHexadecimalSha256() => Assert.Matches("^[0-9a-f]{64}$", DigestOf(Fleet, Revocation(Keys(1), Graceful)));

    private static string DigestOf(FleetSnapshot fleet, params ResourceIntent[] intents) => PlanOf(fleet, intents).Digest;
}
