using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Calls;

/// <summary>The look-up "who can open what".</summary>
public class InvokeTests
{
    private const string Function = "keybinding:index:getKeyPairAssociations";

    [Fact]
    public void ByKeyInstanceOrTag_AnswersWhatIsThere() =>
        Play(
            Fleet(
                Instance(1, "RUNNING", New, Team) with
                {
                    Tags = new Dictionary<string, string> { ["role"] = "web", [InstanceConditions.GroupTag] = "asg-worker01" },
                },
                Instance(2, "STOPPED", New),
                Instance(3, "RUNNING")
            ),
            async stage =>
            {
                var provider = await stage.StartConfiguredAsync();

                async Task<Struct> LookUpAsync(Struct arguments)
                {
                    var response = await provider.InvokeAsync(new InvokeRequest { Tok = Function, Args = arguments });
                    Assert.Empty(response.Failures);
                    return response.Return;
                }

                var all = await LookUpAsync(new Struct());
                Assert.Equal([Id(3)], all.Strings("keylessInstanceIds"));
                Assert.Equal([New, Team], all.Fields["keys"].ListValue.Values.Select(key => key.StructValue.Fields["keyId"].StringValue));

                var byKey = await LookUpAsync(Values.Of(("keyIds", Values.Secret(Values.Texts(New, "skey-gone0000")))));
                var key = Assert.Single(byKey.Fields["keys"].ListValue.Values).StructValue;
                Assert.Equal("ops_2026", key.Fields["name"].StringValue);
                Assert.Equal(
                    ["ins-00000001 web-1 RUNNING", "ins-00000002 web-2 STOPPED"],
                    key.Fields["instances"]
                        .ListValue.Values.Select(instance => instance.StructValue.Fields)
                        .Select(fields => $"{fields["instanceId"].StringValue} {fields["name"].StringValue} {fields["state"].StringValue}")
                );
                Assert.Equal(["skey-gone0000"], byKey.Strings("missingKeyIds"));

                var byTag = await LookUpAsync(Values.Of(("tags", Values.Map(("role", Values.Text("web"))))));
                Assert.Equal(1, byTag.Fields["instanceCount"].NumberValue);

                var byGroup = await LookUpAsync(
                    Values.Of(
                        ("autoScalingGroups", Values.Texts("asg-worker01", "asg-nothere0")),
                        ("names", Values.Texts("web-1", "Web-1"))
                    )
                );
                Assert.Equal(1, byGroup.Fields["instanceCount"].NumberValue);
                Assert.Equal(["asg-nothere0"], byGroup.Strings("missingAutoScalingGroups"));
                Assert.Equal(["Web-1"], byGroup.Strings("missingNames"));

                var byInstance = await LookUpAsync(Values.Of(("instanceIds", Values.Texts(Id(2), Id(9)))));
                Assert.Equal([Id(9)], byInstance.Strings("missingInstanceIds"));
                Assert.Equal(0, stage.Writes);
            }
        );

    [Fact]
    public void BadArguments_AreAllFailures_AnUnknownFunctionAnError() =>
        Play(
            Fleet(),
            async stage =>
            {
                var provider = await stage.StartConfiguredAsync();
                var response = await provider.InvokeAsync(
                    new InvokeRequest
                    {
                        Tok = Function,
                        Args = Values.Of(
                            ("keyIds", Values.Texts("x")),
                            ("instanceIds", Values.Text("ins-00000001")),
                            ("names", Values.Texts("web-1", "")),
                            ("autoScalingGroups", Values.Texts("workers")),
                            ("tags", Values.Map(("a", Value.ForNumber(1)))),
                            ("regions", Values.Text("ap-guangzhou"))
                        ),
                    }
                );
                var reasons = string.Join('\n', response.Failures.Select(failure => failure.Reason));
                Assert.All(
                    [
                        "keyIds[0]",
                        "instanceIds must be a list",
                        "names[1] is not the name of an instance",
                        "autoScalingGroups[0] is not the id of a scaling group",
                        "tags.a",
                        "Did you mean 'region'",
                    ],
                    part => Assert.Contains(part, reasons, StringComparison.Ordinal)
                );

                var error = await Assert.ThrowsAsync<RpcException>(() =>
                    provider.InvokeAsync(new InvokeRequest { Tok = "keybinding:index:getKeys" })
                );
                Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
            }
        );
}
