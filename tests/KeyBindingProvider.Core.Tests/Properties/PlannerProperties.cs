using System.Text.Json;
using CsCheck;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Tests;

/// <summary>Claims about every plan. CsCheck prints the seed of a counter-example; CsCheck_Seed repeats it.</summary>
public class PlannerProperties
{
    private const int Cases = 600;

    [Fact]
    public void EveryPlannedPairWasAskedFor() =>
        Sample(
            RandomPlans.Consistent,
            (request, plan) =>
            {
                var wishes = new Wishes(request);
                foreach (var call in CallsOf(plan))
                {
                    foreach (var id in call.Instances)
                    {
                        var bound = request.Fleet.Find(id)!.Keys;
                        Assert.All(
                            call.Keys,
                            key =>
                                Assert.True(
                                    call.Action == CallAction.Associate
                                        ? wishes.IsDeclared(id, key) || (bound.Contains(key) && !wishes.IsUnwanted(id, key))
                                        : wishes.IsUnwanted(id, key) && bound.Contains(key)
                                )
                        );
                        Assert.True(call.Action != CallAction.Associate || !call.Keys.Any(key => wishes.IsRevoked(id, key)));
                    }
                }
            }
        );

    /// <summary>With every key pinned in turn: a plan that would take it away is refused, and every other is the plan that it was.</summary>
    [Fact]
    public void PinnedKey_IsTakenAwayByNoPlan() =>
        Sample(
            RandomPlans.Consistent,
            (request, plan) =>
            {
                foreach (var key in plan.Changes.SelectMany(change => change.Bound).Distinct().Take(3))
                {
                    var pinned = Planner.Plan(request with { Pinned = Identity.KeySet.Of(key) });
                    var takes =
                        request.Intents.Any(intent => intent.RevokedKeys.Contains(key))
                        || plan.Changes.Concat(plan.Pending.Select(pending => pending.Change)).Any(change => change.Remove.Contains(key));
                    Assert.Equal(takes, pinned.Problems.Any(problem => problem.Code == ProblemCodes.PinnedKey));
                    Assert.True(!takes || pinned.IsRefused);
                    Assert.True(takes || pinned.Digest == plan.Digest);
                }
            }
        );

    [Fact]
    public void EveryBindCarriesTheFullWantedSetOfEachInstance() =>
        Sample(
            RandomPlans.Consistent,
            (request, plan) =>
            {
                var wishes = new Wishes(request);
                Assert.All(
                    CallsOf(plan).Where(call => call.Action == CallAction.Associate),
                    call => Assert.All(call.Instances, id => Assert.Equal(wishes.WantedOf(request.Fleet.Find(id)!), call.Keys))
                );
            }
        );

    [Fact]
    public void ApplyingReachesTheWishUnderBothReadings() =>
        Sample(
            RandomPlans.Consistent,
            (request, plan) =>
            {
                var wishes = new Wishes(request);
                foreach (var reading in Enum.GetValues<BindReading>())
                {
                    var model = Applied(request, plan, reading);
                    var changed = plan.Changes.Select(change => change.Id).ToHashSet();
                    foreach (var instance in request.Fleet.Instances.Values)
                    {
                        var expected = changed.Contains(instance.Id) ? wishes.WantedOf(instance) : instance.Keys;
                        Assert.Equal(expected, model.KeysOf(instance.Id));
                        Assert.Equal(instance.State, model.StateOf(instance.Id));
                    }
                }
            }
        );

    [Fact]
    public void PlanOfTheResultIsEmptyAndWhatWaitsWaitsOn() =>
        Sample(
            RandomPlans.Consistent,
            (request, plan) =>
            {
                foreach (var reading in Enum.GetValues<BindReading>())
                {
                    var again = Planner.Plan(request with { Fleet = Applied(request, plan, reading).Observe() });
                    Assert.Empty(again.Changes);
                    Assert.Equal(CallCounts.Zero, again.Calls);
                    Assert.Equal(CallCounts.Zero, again.LowerBound);
                    Assert.Equal(Waiting(plan), Waiting(again));
                }
            }
        );

    [Fact]
    public void EveryInstanceThatNeedsAChangeIsInExactlyOnePlace() =>
        Sample(
            RandomPlans.Consistent,
            (request, plan) =>
            {
                var placed = plan.Changes.Select(change => change.Id).Concat(plan.Pending.Select(pending => pending.Change.Id)).ToArray();
                Assert.Equal(placed.Length, placed.Distinct().Count());
                var wishes = new Wishes(request);
                var needing = request
                    .Fleet.Instances.Values.Where(instance =>
                        instance.State.IsGoing
                            ? !wishes.WantedOf(instance).IsSubsetOf(instance.Keys)
                            : !wishes.WantedOf(instance).Equals(instance.Keys)
                    )
                    .Select(instance => instance.Id);
                Assert.Equal(needing.Order(), placed.Where(request.Fleet.Instances.ContainsKey).Order());
            }
        );

    [Fact]
    public void NoMoreAreDownThanEachResourceAllows() =>
        Sample(
            RandomPlans.Consistent,
            (request, plan) =>
            {
                foreach (var rollout in plan.Rollouts)
                {
                    var model = new ModelFleet(request.Fleet, BindReading.Adds);
                    foreach (var wave in rollout.Waves)
                    {
                        model.Run(wave);
                    }

                    Assert.True(model.PeakDown <= rollout.MaxUnavailable);
                    Assert.Equal(plan.StopCount > 0, plan.Changes.Any(change => change.StopMode != StopMode.None));
                    foreach (var name in rollout.Resources)
                    {
                        var mine = rollout.Waves.SelectMany(wave => wave.Changes).Where(change => change.Resources.Contains(name));
                        var stopping = mine.Count(change => change.StopMode != StopMode.None);
                        var limit = request.Intents.Single(intent => intent.Name == name).Policy.ResolveMaxUnavailable(stopping);
                        Assert.True(stopping == 0 || rollout.MaxUnavailable <= limit);
                    }
                }
            }
        );

    [Fact]
    public void NobodyLosesTheLastKeyUnlessEveryResourceThatChangesItAllowsIt() =>
        Sample(
            RandomPlans.Consistent,
            (request, plan) =>
            {
                var wishes = new Wishes(request);
                foreach (var reading in Enum.GetValues<BindReading>())
                {
                    Assert.All(
                        Applied(request, plan, reading).Keyless,
                        id => Assert.All(wishes.PoliciesOf(request.Fleet.Find(id)!), policy => Assert.True(policy.AllowKeyless))
                    );
                }
            }
        );

    [Fact]
    public void OnlyWhatNeedsItIsStoppedAndOnceAndAsItsResourcesAllow() =>
        Sample(
            RandomPlans.Consistent,
            (request, plan) =>
            {
                var wishes = new Wishes(request);
                var model = Applied(request, plan, BindReading.Adds);
                var stopped = plan.Changes.Where(change => change.StopMode != StopMode.None).ToArray();
                Assert.Equal(stopped.Select(change => change.Id).Order(), model.PowerCycles.Keys.Order());
                Assert.All(model.PowerCycles.Values, cycles => Assert.Equal(1, cycles));
                Assert.Equal(plan.StopCount, stopped.Length);
                foreach (var change in stopped)
                {
                    var instance = request.Fleet.Find(change.Id)!;
                    Assert.NotEqual(wishes.WantedOf(instance), instance.Keys);
                    var strictest = wishes.PoliciesOf(instance).Min(policy => policy.StopPolicy);
                    Assert.True(strictest >= StopPolicy.Graceful);
                    Assert.True(change.StopMode < StopMode.Hard || strictest == StopPolicy.Force);
                }
            }
        );

    [Fact]
    public void ForceIsSentOnlyUnderForce() =>
        Sample(
            RandomPlans.Consistent,
            (request, plan) =>
            {
                var wishes = new Wishes(request);
                Assert.All(
                    CallsOf(plan).Where(call => call.ForceStop).SelectMany(call => call.Instances),
                    id =>
                        Assert.All(wishes.PoliciesOf(request.Fleet.Find(id)!), policy => Assert.Equal(StopPolicy.Force, policy.StopPolicy))
                );
            }
        );

    [Fact]
    public void TheLowerBoundIsBelowWhatIsSentUnderEitherReading() =>
        Sample(
            RandomPlans.Consistent,
            (request, plan) =>
            {
                Assert.Equal(plan.Calls with { Tags = 0 }, CallCounts.Of(CallsOf(plan)));
                Assert.True(plan.LowerBound.Stops <= plan.Calls.Stops);
                Assert.True(plan.LowerBound.Binds <= plan.Calls.Binds);
                Assert.True(plan.LowerBound.Unbinds <= plan.Calls.Unbinds);
                Assert.True(plan.LowerBound.Starts <= plan.Calls.Starts);
                foreach (var reading in Enum.GetValues<BindReading>())
                {
                    Assert.True(plan.LowerBound.Total - plan.LowerBound.Tags <= Applied(request, plan, reading).Sent);
                }
            }
        );

    /// <summary>Fewest windows: no plan can do with less under its own limit.</summary>
    [Fact]
    public void TheWindowsAreAsFewAsTheLimitAllows() =>
        Sample(
            RandomPlans.Consistent,
            (_, plan) =>
                Assert.All(
                    plan.Rollouts,
                    rollout =>
                    {
                        var sizes = rollout
                            .Waves.Where(wave => wave.Kind != WaveKind.Stopped)
                            .Select(wave => wave.Changes.Length)
                            .ToArray();
                        var canary = rollout.Waves.FirstOrDefault(wave => wave.Kind == WaveKind.Canary)?.Changes.Length ?? 0;
                        var left = sizes.Sum() - canary;
                        Assert.Equal((canary > 0 ? 1 : 0) + (left + rollout.MaxUnavailable - 1) / rollout.MaxUnavailable, sizes.Length);
                    }
                )
        );

    [Fact]
    public void RefusedMeansAProblemThatIsAnError() =>
        Sample(
            RandomPlans.Any,
            (_, plan) =>
            {
                Assert.Equal(plan.Problems.Any(problem => problem.Severity == Severity.Error), plan.IsRefused);
                Assert.True(plan.IsRefused || plan.Pending.All(pending => pending.Disposition != Disposition.Refused));
                var named = plan.Problems.SelectMany(problem => problem.Instances).ToHashSet();
                Assert.All(plan.Pending, pending => Assert.Contains(pending.Change.Id, named));
            }
        );

    [Fact]
    public void WhatARolloutWaitsForRunsBeforeIt() =>
        Sample(
            RandomPlans.Consistent,
            (request, plan) =>
            {
                var begun = new HashSet<string>();
                foreach (var rollout in plan.Rollouts)
                {
                    Assert.All(rollout.DependsOn, name => Assert.Contains(name, begun));
                    begun.UnionWith(rollout.Resources);
                    Assert.Equal(rollout.Resources.Length, rollout.Resources.Distinct().Count());
                }

                Assert.Equal(plan.Rollouts.Sum(rollout => rollout.Resources.Length), begun.Count);
            }
        );

    [Fact]
    public void TheOrderOfTheInputChangesNothing() =>
        Gen.Select(RandomPlans.Any, Gen.Int)
            .Sample(
                (request, seed) =>
                {
                    var random = new Random(seed);
                    var intents = request.Intents.ToArray();
                    random.Shuffle(intents);
                    var instances = request.Fleet.Instances.ToArray();
                    random.Shuffle(instances);
                    var keys = request.Fleet.KeyPairs.ToArray();
                    random.Shuffle(keys);
                    var shuffled = request with
                    {
                        Intents = intents,
                        Fleet = request.Fleet with
                        {
                            Instances = new Dictionary<InstanceId, InstanceSnapshot>(instances),
                            KeyPairs = new Dictionary<KeyId, KeyPairSnapshot>(keys),
                        },
                    };
                    var (plan, other) = (Planner.Plan(request), Planner.Plan(shuffled));
                    Assert.Equal(plan.Digest, other.Digest);
                    Assert.Equal(plan.KeyNames, other.KeyNames);
                    Assert.Equal(TextOf(plan), TextOf(other));
                },
                iter: Cases
            );

    private static void Sample(Gen<PlanRequest> requests, Action<PlanRequest, Plan> claim) =>
        requests.Sample(request => claim(request, Planner.Plan(request)), iter: Cases);

    private static IEnumerable<PlannedCall> CallsOf(Plan plan) =>
        plan.Rollouts.SelectMany(rollout => rollout.Waves).SelectMany(wave => wave.Calls);

    /// <summary>Every field of a plan but the names, which have keys that JSON does not.</summary>
    private static string TextOf(Plan plan) => JsonSerializer.Serialize(plan with { KeyNames = plan.KeyNames.Clear() });

    private static ModelFleet Applied(PlanRequest request, Plan plan, BindReading reading)
    {
        var model = new ModelFleet(request.Fleet, reading);
        foreach (var wave in plan.Rollouts.SelectMany(rollout => rollout.Waves))
        {
            model.Run(wave);
        }

        return model;
    }

    private static IEnumerable<(InstanceId, PendingCode, Disposition)> Waiting(Plan plan) =>
        plan.Pending.Select(pending => (pending.Change.Id, pending.Code, pending.Disposition)).Order();
}
