using Google.Protobuf.WellKnownTypes;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Calls;

/// <summary>Check: all problems at once, nothing merged, the user's representation kept, secrets never shown.</summary>
public class CheckTests
{
    private const string Urn = "urn:pulumi:dev::demo::a:b:Parent$keybinding:index:KeyPairAssociation::web::front";

    [Fact]
    public void ManyMistakes_AreAllReportedWithPathAndWayOut() =>
        Checking(
            Values.Of(
                ("instanceIds", Values.Texts(Id(1), "skey-new00000", "INS-00000002")),
                ("keyids", Values.Texts(New)),
                ("onDestroy", Values.Text("retain")),
                ("region", Values.Text("Guangzhou")),
                ("changePolicy", Values.Map(("stopPolicy", Values.Text("graceful_then_force")), ("maxUnavailable", Values.Text("0%"))))
            ),
            response =>
            {
                Assert.Null(response.Inputs);
                var reasons = response.Failures.Select(failure => failure.Reason).ToArray();
                Assert.Contains(reasons, reason => reason.Contains("instanceIds[1]") && reason.Contains("is the id of a key pair"));
                Assert.Contains(reasons, reason => reason.Contains("instanceIds[2]") && reason.Contains("lower case"));
                Assert.Contains(reasons, reason => reason.Contains("'keyIds' is required"));
                Assert.Contains(reasons, reason => reason.Contains("Did you mean 'keyIds'"));
                Assert.Contains(reasons, reason => reason.Contains("unbind, keep"));
                Assert.Contains(reasons, reason => reason.Contains("Did you mean 'gracefulThenForce'"));
                Assert.Contains(reasons, reason => reason.Contains("changePolicy.maxUnavailable"));
                Assert.Equal(
                    ["onDestroy", "region"],
                    response.Failures.Select(failure => failure.Property).Where(name => name.Length > 0).Order()
                );
                Assert.All(reasons, reason => Assert.Contains("\n  -> ", reason, StringComparison.Ordinal));
            }
        );

    [Fact]
    public void SecretThatIsWrong_IsNotShown() =>
        Checking(
            Values.Of(
                ("instanceIds", Values.Secret(Values.Texts("hunter2hunter2"))),
                ("keyIds", Values.Texts(New)),
                ("region", Values.Secret(Values.Text("hunter2 region")))
            ),
            response =>
            {
                Assert.NotEmpty(response.Failures);
                Assert.All(
                    response.Failures,
                    failure =>
                    {
                        Assert.Equal("", failure.Property);
                        Assert.DoesNotContain("hunter2", failure.Reason, StringComparison.Ordinal);
                    }
                );
            }
        );

    [Fact]
    public void GoodInputs_AreHandedOnAsWritten_WithRegionAndDerivedBindings() =>
        Checking(
            Values.Of(
                ("instanceIds", Values.Texts(Id(2), Id(1), Id(2))),
                ("keyIds", Value.ForList(Values.Secret(Values.Text(New)))),
                ("changePolicy", Values.Map(("maxUnavailable", Value.ForNumber(40)))),
                ("__defaults", Value.ForList())
            ),
            response =>
            {
                Assert.Empty(response.Failures);
                var inputs = response.Inputs;
                Assert.Equal([Id(2), Id(1), Id(2)], inputs.Strings("instanceIds"));
                Assert.Equal(Values.Secret(Values.Text(New)), inputs.Fields["keyIds"].ListValue.Values[0]);
                Assert.Equal(40, inputs.Fields["changePolicy"].StructValue.Fields["maxUnavailable"].NumberValue);
                Assert.Equal(["maxUnavailable"], inputs.Fields["changePolicy"].StructValue.Fields.Keys);
                Assert.Equal("ap-guangzhou", inputs.Fields["region"].StringValue);
                Assert.False(inputs.Fields.ContainsKey("onDestroy"));
                // Derived from a secret, it is one.
                Assert.True(inputs.Fields["bindings"].StructValue.Fields.ContainsKey(Values.SignatureKey));
                Assert.Equal("ins-00000001: skey-new00000; ins-00000002: skey-new00000", inputs.Lists("bindings"));
            }
        );

    [Fact]
    public void Unknowns_StayWhereTheyAre_AndMakeTheDerivedInputUnknown() =>
        Checking(
            Values.Of(
                (
                    "instanceIds",
                    Value.ForList(
                        Values.Text(Id(1)),
                        Values.Text(Values.Unknown),
                        Values.Reference("urn:x", "ins-00000007"),
                        Values.Reference("urn:y", "")
                    )
                ),
                ("keyIds", Values.Secret(Values.Text(Values.Unknown))),
                ("changePolicy", Values.Map(("maxStops", Values.Text("3eeb2bf0-c639-47a8-9e75-3b44932eb421"))))
            ),
            response =>
            {
                Assert.Empty(response.Failures);
                var inputs = response.Inputs;
                Assert.Equal(Values.Unknown, inputs.Fields["instanceIds"].ListValue.Values[1].StringValue);
                Assert.Equal(Values.Reference("urn:y", ""), inputs.Fields["instanceIds"].ListValue.Values[3]);
                Assert.Equal(Values.Secret(Values.Text(Values.Unknown)), inputs.Fields["keyIds"]);
                Assert.Equal(Values.Secret(Values.Text(Values.Unknown)), inputs.Fields["bindings"]);
            }
        );

    [Fact]
    public void DerivedBindings_FromAUser_AreAFailure() =>
        Checking(
            Values.Of(
                ("instanceIds", Values.Texts(Id(1))),
                ("keyIds", Values.Texts(New)),
                ("bindings", Values.Map((Id(1), Values.Texts(Team))))
            ),
            response => Assert.Contains("is an output; it cannot be set", Assert.Single(response.Failures).Reason, StringComparison.Ordinal)
        );

    [Fact]
    public void Region_IsSticky_ExplicitElseStateElseProvider() =>
        Play(
            Fleet(),
            async stage =>
            {
                var provider = await stage.StartConfiguredAsync();
                var inputs = Association("web", Ids(1, 1), [New]).Inputs;

                async Task<string> RegionAsync(Struct? olds, Struct news) => (
                        await provider.CheckAsync(
                            new CheckRequest
                            {
                                Urn = Urn,
                                Olds = olds,
                                News = news,
                            }
                        )
                    ).Inputs.Fields["region"].StringValue;

                Assert.Equal("ap-guangzhou", await RegionAsync(null, inputs));
                Assert.Equal("ap-tokyo", await RegionAsync(Values.Of(("region", Values.Text("ap-tokyo"))), inputs));
                Assert.Equal(
                    "ap-seoul",
                    await RegionAsync(Values.Of(("region", Values.Text("ap-tokyo"))), inputs.With("region", Values.Text("ap-seoul")))
                );
                Assert.Equal("ap-guangzhou", await RegionAsync(new Struct(), inputs.With("region", Value.ForNull())));
            }
        );

    [Fact]
    public void NoRegionAnywhere_SaysHowToSetOne() =>
        Play(
            Fleet(),
            async stage =>
            {
                stage.Deployment.Configuration = Configure().Without("region");
                var provider = await stage.StartConfiguredAsync();
                var response = await provider.CheckAsync(
                    new CheckRequest { Urn = Urn, News = Association("web", Ids(1, 1), [New]).Inputs }
                );

                Assert.Contains("pulumi config set keybinding:region", Assert.Single(response.Failures).Reason, StringComparison.Ordinal);
            }
        );

    [Fact]
    public void UnknownType_IsRefusedByName() =>
        Play(
            Fleet(),
            async stage =>
            {
                var provider = await stage.StartConfiguredAsync();
                var error = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() =>
                    provider.CheckAsync(new CheckRequest { Urn = "urn:pulumi:dev::demo::keybinding:index:KeyPair::x" })
                );
                Assert.Equal(Grpc.Core.StatusCode.InvalidArgument, error.StatusCode);
                Assert.Contains(KeyRevocationKind.Instance.PulumiToken, error.Status.Detail, StringComparison.Ordinal);
            }
        );

    private static void Checking(Struct news, Action<CheckResponse> verify) =>
        Play(
            Fleet(),
            async stage =>
            {
                var provider = await stage.StartConfiguredAsync();
                var response = await provider.CheckAsync(new CheckRequest { Urn = Urn, News = news });
                verify(response);
                if (response.Inputs is not null)
                {
                    // Check(Check(x)) = Check(x).
                    var again = await provider.CheckAsync(new CheckRequest { Urn = Urn, News = response.Inputs });
                    Assert.Empty(again.Failures);
                    Assert.Equal(response.Inputs, again.Inputs);
                }
            }
        );
}
