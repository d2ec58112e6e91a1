using Google.Protobuf.WellKnownTypes;
using KeyBindingProvider.Pulumi.Tests.Kit;
using KeyBindingProvider.Simulator.Faults;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>An id that the program has marked as secret stands in nothing that is said, and everything is said nevertheless.</summary>
public class SecretKeys
{
    private static readonly Value Kept = Values.Secret(Values.Text(New));

    [Fact]
    public void PlanOfASecretKey_NamesItsPlaceInTheProgramInstead_AndNeitherIdNorName() =>
        Play(
            Fleet(Instances(1, 2, "RUNNING", Team)),
            async stage =>
            {
                await stage.Deployment.PreviewAsync(Web(Kept));

                var plan = stage.Diagnostics.Single(message => message.Message.Contains("; waves: ", StringComparison.Ordinal)).Message;
                Assert.Contains("+ gain [secret web.keyIds[0]]", plan, StringComparison.Ordinal);
                Assert.Contains($"{Team} (team_web) on 2", plan, StringComparison.Ordinal);
                HoldsNothing(stage);
            }
        );

    [Fact]
    public void ListThatIsSecret_HidesEachOfItsIds() =>
        Play(
            Fleet(Instances(1, 2, "RUNNING")),
            async stage =>
            {
                var program = Web(Kept);
                program = program with { Inputs = program.Inputs.With("keyIds", Values.Secret(Values.Texts(Team, New))) };

                await stage.Deployment.PreviewAsync(program);

                var plan = stage.Diagnostics.Single(message => message.Message.Contains("; waves: ", StringComparison.Ordinal)).Message;
                Assert.Contains("[secret web.keyIds[0]]", plan, StringComparison.Ordinal);
                Assert.Contains("[secret web.keyIds[1]]", plan, StringComparison.Ordinal);
                HoldsNothing(stage, New, Team);
            }
        );

    [Fact]
    public void LifeOfASecretKey_WithDriftAFailureAndAnotherResourceOnTheMachine_SaysItNowhere() =>
        Play(
            Fleet(Instances(1, 3, "RUNNING", Team)),
            async stage =>
            {
                var web = Web(Kept);
                var build = Exclusive("build", Ids(3, 1), [Team], Policy("graceful"));
                await stage.Deployment.SucceedAsync(web, build);
                stage.Cloud.UnbindByHand(Id(1), New);
                stage.Cloud.BindByHand(Id(3), New);
                await stage.SettleAsync();
                await stage.Deployment.PreviewAsync(web, build);
                stage.Cloud.Faults.Add(
                    FaultRule.On("AssociateInstancesKeyPairs", 1, new FaultEffect.RefuseWith("InvalidKeyPairId.NotFound", New))
                );

                var steps = (await stage.Deployment.UpAsync(web, build)).Concat(await stage.Deployment.DestroyAsync());

                Assert.Contains(steps, step => step.Error is not null);
                Assert.All(
                    steps.Select(step => step.Error).OfType<Grpc.Core.RpcException>(),
                    error =>
                    {
                        Assert.DoesNotContain(New, error.Status.Detail, StringComparison.Ordinal);
                        Assert.DoesNotContain(
                            Details.InitFailed(error)?.Reasons ?? [],
                            reason => reason.Contains(New, StringComparison.Ordinal)
                        );
                    }
                );
                HoldsNothing(stage);
            }
        );

    /// <summary>Paths of a diff are shown in clear.</summary>
    [Theory]
    [InlineData(false, "bindings.ins-00000001")]
    [InlineData(true, "bindings")]
    public void DiffOfSecretMachines_NamesNoMachine(bool isSecret, string path) =>
        Play(
            Fleet(Instances(1, 1, "STOPPED", Team)),
            async stage =>
            {
                var program = Association("web", Ids(1, 1), [New]);
                var ids = program.Inputs.Fields["instanceIds"];
                program = program with { Inputs = program.Inputs.With("instanceIds", isSecret ? Values.Secret(ids) : ids) };
                await stage.Deployment.SucceedAsync(program);
                stage.Cloud.UnbindByHand(Id(1), New);
                await stage.SettleAsync();

                var diff = (await stage.Deployment.PreviewAsync(program))[^1].Diff!;

                Assert.Equal([path], diff.DetailedDiff.Keys);
                Assert.Equal(isSecret, !diff.ToString().Contains(Id(1), StringComparison.Ordinal));
            }
        );

    private static Declaration Web(Value key)
    {
        var declared = Association("web", Ids(1, 2), [], Policy("graceful"));
        return declared with { Inputs = declared.Inputs.With("keyIds", Value.ForList(key)) };
    }

    private static void HoldsNothing(Stage stage, params ReadOnlySpan<string> ids)
    {
        var texts = string.Join('\n', stage.Link.Messages().Select(message => message.Message));
        Assert.NotEqual("", texts);
        foreach (var id in ids.Length == 0 ? [New] : ids)
        {
            Assert.DoesNotContain(id, texts, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("ops_2026", texts, StringComparison.Ordinal);
    }
}
