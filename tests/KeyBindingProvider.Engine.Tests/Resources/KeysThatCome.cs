using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Engine.Resources;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Engine.Tests.Resources.ResourceScenario;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Resources;

/// <summary>
/// One object revokes the only key of machines, another binds a new one, nothing orders the two: the verdict must not depend on which of them the engine sends first, nor on
/// how long it takes in between (rule <c>coming-keys</c>).
/// </summary>
public class KeysThatCome
{
    private static readonly ResourceInput s_revocation = Input(KeyRevocationKind.Instance, StopPolicy.Graceful, [], Old) with
    {
        Name = "r",
    };
    private static readonly ResourceInput s_binding = Association(StopPolicy.Graceful, [1, 2], New) with { Name = "z" };

    [Theory]
    [InlineData("STOPPED", 0)]
    [InlineData("STOPPED", 1500)]
    [InlineData("STOPPED", -1500)]
    [InlineData("RUNNING", 0)]
    [InlineData("RUNNING", 1500)]
    [InlineData("RUNNING", -200)]
    [InlineData("RUNNING", 20_000)]
    public void LastKeyRevokedAndAnotherBound_InAnyOrder_IsDone(string state, int bindingComesLater) =>
        Play(
            Fleet(Instances(1, 2, state, Old)),
            async scenario =>
            {
                var (revoked, bound) = await BothAsync(scenario, bindingComesLater);

                Assert.Empty(revoked.Errors);
                Assert.Empty(bound.Errors);
                Assert.Equal([New.Value], scenario.Fleet.KeysOf(1));
                Assert.Equal([New.Value], scenario.Fleet.KeysOf(2));
                Assert.All(scenario.Fleet.Us.PowerCycles, cycles => Assert.Equal(1, cycles.Value));
                Assert.Equal(state == "RUNNING" ? 2 : 0, scenario.Fleet.Us.PowerCycles.Count);
            }
        );

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(-1000)]
    public void Preview_InAnyOrder_PassesAndSaysForWhomTheRemovalWaits(int bindingComesLater) =>
        Play(
            Fleet(Instances(1, 2, "STOPPED", Old)),
            async scenario =>
            {
                var time = scenario.Fleet.Time;
                var revoked = After(-bindingComesLater, s_revocation, "r");
                var bound = After(bindingComesLater, s_binding, "z");

                var plan = await revoked;
                Assert.False(plan.IsRefused);
                var note = Assert.Single(plan.Problems);
                Assert.Equal((ProblemCodes.CountsOnOthers, Severity.Warning), (note.Code, note.Severity));
                Assert.Equal($"The last key of {Id(1)}, {Id(2)} goes once 'z' has bound {New} there.", note.Message);
                Assert.Empty((await bound).Problems);
                Assert.Equal(0, scenario.Fleet.Writes);

                async Task<Core.Planning.Plan> After(int milliseconds, ResourceInput resource, string owner)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, milliseconds)), time);
                    scenario.Operations.Declare(owner, resource, claims: false);
                    return await scenario.Operations.PreviewAsync(resource, prior: null, owner, default);
                }
            }
        );

    [Fact]
    public void Preview_WithAKeyThatIsNotKnownYet_CountsIt() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED", Old)),
            async scenario =>
            {
                scenario.Operations.Declare("z", s_binding with { KeyIds = KeySet.Empty }, claims: false, bringsUnknown: true);
                var plan = await scenario.Operations.PreviewAsync(s_revocation, prior: null, "r", default);

                Assert.False(plan.IsRefused);
                Assert.Contains(
                    "'z' has bound a key that is not known yet there",
                    Assert.Single(plan.Problems).Message,
                    StringComparison.Ordinal
                );
            }
        );

    [Fact]
    public void NobodyElseBindsAKey_IsRefusedInTheEnd_BeforeAnyWrite() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED", Old)),
            async scenario =>
            {
                var began = scenario.Fleet.Time.GetUtcNow();
                var plan = await scenario.Operations.PreviewAsync(s_revocation, prior: null, "r", default);
                Assert.Equal(ProblemCodes.WouldBeKeyless, Assert.Single(plan.Problems).Code);
                Assert.InRange((scenario.Fleet.Time.GetUtcNow() - began).TotalSeconds, 0, 3);

                var result = await scenario.ApplyAsync(s_revocation, owner: "r");
                Assert.True(result.IsRefused);
                Assert.Equal(ProblemCodes.WouldBeKeyless, Assert.Single(result.Errors).Code);
                Assert.Equal(0, scenario.Fleet.Writes);
                Assert.InRange((scenario.Fleet.Time.GetUtcNow() - began).TotalSeconds, 0, 35);
            }
        );

    [Fact]
    public void OtherObjectDeclaresTheKeyThatIsRevoked_IsRefused() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED", Old)),
            async scenario =>
            {
                scenario.Operations.Declare("z", Association(StopPolicy.Graceful, [1, 2], Old) with { Name = "z" }, claims: false);
                var plan = await scenario.Operations.PreviewAsync(s_revocation, prior: null, "r", default);
                Assert.Equal(ProblemCodes.WouldBeKeyless, Assert.Single(plan.Problems).Code);
            }
        );

    [Theory]
    [InlineData("STOPPED")]
    [InlineData("RUNNING")]
    public void OtherObjectFails_TheLastKeyStays_AndItSaysWhatWasMissing(string state) =>
        Play(
            Fleet(Instances(1, 2, state, Old)),
            async scenario =>
            {
                scenario.Fleet.Cloud.Faults.Add(
                    new Simulator.Faults.FaultRule
                    {
                        Action = "AssociateInstancesKeyPairs",
                        Times = null,
                        Effect = new Simulator.Faults.FaultEffect.RefuseWith("InvalidParameterValue.KeyPairNotSupported"),
                    }
                );
                var (revoked, bound) = await BothAsync(scenario, 0);

                Assert.NotEmpty(bound.Errors);
                Assert.NotEmpty(revoked.Errors);
                // The other one is not begun: one failure is more than failureBudget tolerates.
                Assert.All(
                    revoked.Errors.Where(error => error.Code != ProblemCodes.NotReached),
                    error =>
                        Assert.EndsWith(
                            $"Another resource of this run was to bind {New} here, and has not.",
                            error.Message,
                            StringComparison.Ordinal
                        )
                );
                Assert.Equal([Old.Value], scenario.Fleet.KeysOf(1));
                Assert.Empty(scenario.Fleet.Us.LeftDown);
            }
        );

    [Fact]
    public void OtherObjectIsDeclaredAndNeverSent_IsWaitedForAMinuteAtMost_WithoutAStop() =>
        Play(
            Fleet(Instances(1, 2, "RUNNING", Old)),
            async scenario =>
            {
                var began = scenario.Fleet.Time.GetUtcNow();
                scenario.Operations.Declare("z", s_binding, claims: false);
                var result = await scenario.ApplyAsync(s_revocation, owner: "r");

                Assert.Contains(result.Errors, error => error.Code == ProblemCodes.WouldBeKeyless);
                Assert.Empty(scenario.Fleet.Us.PowerCycles);
                Assert.Equal(0, scenario.Fleet.Writes);
                Assert.InRange((scenario.Fleet.Time.GetUtcNow() - began).TotalSeconds, 55, 75);
            },
            SimulatorOptions.Instant
        );

    [Fact]
    public void Cancel_EndsTheWait() =>
        Play(
            Fleet(Instances(1, 2, "RUNNING", Old)),
            async scenario =>
            {
                scenario.Operations.Declare("z", s_binding, claims: false);
                using var soft = new CancellationTokenSource(TimeSpan.FromSeconds(5), scenario.Fleet.Time);
                using var hard = new CancellationTokenSource();
                var began = scenario.Fleet.Time.GetUtcNow();
                var result = await scenario.Operations.ApplyAsync(
                    s_revocation,
                    prior: null,
                    "r",
                    Moq.Mock.Of<Progress.IApplyProgress>(),
                    review: null,
                    new ApplyCancellation(soft.Token, hard.Token)
                );

                Assert.True(result.Report.Cancelled);
                Assert.InRange((scenario.Fleet.Time.GetUtcNow() - began).TotalSeconds, 5, 10);
                Assert.Equal(0, scenario.Fleet.Writes);
            },
            SimulatorOptions.Instant
        );

    /// <summary>Revokes and binds, the binding so much later; a negative number lets it come first.</summary>
    private static async Task<(ResourceResult Revoked, ResourceResult Bound)> BothAsync(ResourceScenario scenario, int bindingComesLater)
    {
        var revoked = AfterAsync(-bindingComesLater, s_revocation, "r");
        var bound = AfterAsync(bindingComesLater, s_binding, "z");
        return (await revoked, await bound);

        async Task<ResourceResult> AfterAsync(int milliseconds, ResourceInput resource, string owner)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(0, milliseconds)), scenario.Fleet.Time);
            scenario.Operations.Declare(owner, resource, claims: false);
            return await scenario.ApplyAsync(resource, owner: owner);
        }
    }
}
