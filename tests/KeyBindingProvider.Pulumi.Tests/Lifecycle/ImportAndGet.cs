using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>Import by every form of id, and <c>get</c>: what is found is exactly what is declared, so that the first plan after it is empty.</summary>
public class ImportAndGet
{
    [Theory]
    [InlineData("KeyPairAssociation", "skey-new00000", "ins-00000001 ins-00000002")]
    [InlineData("KeyPairAssociation", "ap-guangzhou:skey-new00000/ins-00000002", "ins-00000002")]
    [InlineData("KeyPairAssociation", "skey-new00000,skey-team0000/ins-00000001", "ins-00000001")]
    [InlineData("InstanceKeysExclusive", "ins-00000001", "ins-00000001")]
    [InlineData("InstanceKeysExclusive", "ap-guangzhou:ins-00000003", "ins-00000003")]
    public void ById_ThenUpWithTheReadInputs_IsSame(string kind, string id, string instances) =>
        Play(
            Fleet(Instance(1, "RUNNING", New, Team), Instance(2, "RUNNING", New), Instance(3, "RUNNING", Old)),
            async stage =>
            {
                var imported = await stage.Deployment.ImportAsync(ResourceKinds.Named(kind)!, "found", id);

                Assert.Empty(stage.Diagnostics);
                Assert.Equal(instances.Split(' '), imported.Inputs.Strings("instanceIds"));
                Assert.Equal(imported.Inputs.Lists("bindings"), imported.Outputs.Lists("bindings"));
                var program = imported.Declared with { Inputs = imported.Inputs.Without("bindings") };
                var steps = await stage.Deployment.SucceedAsync(program);
                Assert.Equal(["refresh found", "same found"], steps.Select(step => step.ToString()));
                Assert.Equal(0, stage.Writes);
            }
        );

    [Fact]
    public void OfARevocation_ShowsViolationsAndTheNextUpTakesThemAway() =>
        Play(
            Fleet(Instance(1, "STOPPED", New, Old), Instance(2, "STOPPED", New)),
            async stage =>
            {
                var imported = await stage.Deployment.ImportAsync(KeyRevocationKind.Instance, "offboard", Old);
                Assert.Equal("ins-00000001: skey-old00000", imported.Outputs.Lists("bindings"));
                Assert.Equal(
                    "KB1019: 1 instance needs a change for it to be as it declares: ins-00000001. The first preview after this import is an update, not empty.\n"
                        + "  -> Nothing was changed. Review the first preview after it: it shows what the next apply changes.",
                    Assert.Single(stage.Diagnostics).Message
                );

                Assert.Equal("update", (await stage.Deployment.PreviewAsync(Revocation("offboard", [Old])))[^1].Op);
                Assert.Contains(
                    stage.Diagnostics,
                    said => said.Message.StartsWith("1 changes, none stopped\n  - lose skey-old00000", StringComparison.Ordinal)
                );
                var steps = await stage.Deployment.SucceedAsync(Revocation("offboard", [Old]));
                Assert.Equal("update", steps[^1].Op);
                Assert.Equal(New, stage.KeysOf(1));
            }
        );

    [Fact]
    public void OfWhatIsNoRectangle_FailsWithTheIdsToImportInstead() =>
        Play(
            Fleet(Instance(1, "RUNNING", New, Team), Instance(2, "RUNNING", New)),
            async stage =>
            {
                var error = await Assert.ThrowsAsync<RpcException>(() =>
                    stage.Deployment.ImportAsync(KeyPairAssociationKind.Instance, "found", "skey-new00000,skey-team0000")
                );

                Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
                Assert.Contains("skey-new00000,skey-team0000/ins-00000001", error.Status.Detail, StringComparison.Ordinal);
                Assert.Contains("skey-new00000/ins-00000002", error.Status.Detail, StringComparison.Ordinal);
            }
        );

    [Theory]
    [InlineData("web-1a2b3c4d")]
    [InlineData("")]
    [InlineData("skey-new00000/ins-00000001/x")]
    [InlineData("UP:skey-new00000")]
    public void ByAnythingElse_SaysTheForm(string id) =>
        Play(
            Fleet(Instance(1, "RUNNING", New)),
            async stage =>
            {
                var error = await Assert.ThrowsAsync<RpcException>(() =>
                    stage.Deployment.ImportAsync(KeyPairAssociationKind.Instance, "found", id)
                );

                Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
                Assert.Contains("[region:]skey-a[,skey-b][/ins-a,ins-b]", error.Status.Detail, StringComparison.Ordinal);
            }
        );

    [Fact]
    public void Get_WithAnEmptyState_ReadsByIdWithoutACheck() =>
        Play(
            Fleet(Instance(1, "RUNNING", New, Team)),
            async stage =>
            {
                await stage.Deployment.PreviewAsync();

                var read = await stage.Deployment.Process!.ReadAsync(
                    new ReadRequest
                    {
                        Id = "skey-new00000",
                        Urn = "urn:pulumi:dev::demo::keybinding:index:KeyPairAssociation::there",
                        Properties = new Struct(),
                        Inputs = new Struct(),
                    }
                );

                Assert.Equal("ins-00000001: skey-new00000", read.Properties.Lists("bindings"));
                Assert.Equal("ins-00000001: skey-team0000", read.Properties.Lists("foreignBindings"));
            }
        );
}
