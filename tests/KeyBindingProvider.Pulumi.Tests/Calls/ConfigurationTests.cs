using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Calls;

/// <summary>CheckConfig, DiffConfig, Configure: in every form that SDKs, stack configuration and YAML send.</summary>
public class ConfigurationTests
{
    [Fact]
    public void CheckConfig_WithNothingSet_Answers() =>
        WithProvider(async provider =>
        {
            var response = await provider.CheckConfigAsync(new CheckRequest());
            Assert.Empty(response.Failures);
            Assert.Equal(new Struct(), response.Inputs);
        });

    [Fact]
    public void CheckConfig_EchoesVersionUnknownsAndJsonTextsUnchanged() =>
        WithProvider(async provider =>
        {
            var news = Values.Of(
                ("version", Values.Text("0.1.0")),
                ("pluginDownloadURL", Values.Text("x")),
                ("__internal", Values.Map(("a", Values.Text("b")))),
                ("allowInsecureEndpoint", Values.Text("true")),
                ("maxRequestsPerSecond", Values.Text("5")),
                ("pinnedKeys", Values.Text("""["skey-glass001"]""")),
                ("changePolicy", Values.Text("""{"stopPolicy":"graceful","maxUnavailable":"10%","maxStops":7,"allowKeyless":false}""")),
                ("assumeRole", Values.Text($$"""{"roleArn":"{{Values.Unknown}}"}""")),
                ("region", Values.Text(Values.Unknown))
            );

            var response = await provider.CheckConfigAsync(new CheckRequest { News = news });

            Assert.Empty(response.Failures);
            Assert.Equal(news, response.Inputs);
        });

    [Fact]
    public void CheckConfig_NativeValues_AreAcceptedToo() =>
        WithProvider(async provider =>
        {
            var news = Values.Of(
                ("allowInsecureEndpoint", Value.ForBool(true)),
                ("maxRequestsPerSecond", Value.ForNumber(5)),
                ("changePolicy", Values.Map(("stopPolicy", Values.Text("force"))))
            );
            Assert.Empty((await provider.CheckConfigAsync(new CheckRequest { News = news })).Failures);
        });

    [Fact]
    public void CheckConfig_Mistakes_AreAllReported_SecretsNotShown() =>
        WithProvider(async provider =>
        {
            var response = await provider.CheckConfigAsync(
                new CheckRequest
                {
                    News = Values.Of(
                        ("secretId", Value.ForNumber(1234321)),
                        ("changePolicy", Values.Text("{not json")),
                        ("maxRequestsPerSecond", Values.Text("0")),
                        ("endpoint", Values.Text("http://user:hunter2@cvm.example.com")),
                        ("regions", Values.Text("ap-guangzhou"))
                    ),
                }
            );

            var reasons = string.Join('\n', response.Failures.Select(failure => $"{failure.Property} {failure.Reason}"));
            Assert.All(
                ["changePolicy", "JSON", "maxRequestsPerSecond", "KB1014", "Did you mean 'region'", "secretId"],
                part => Assert.Contains(part, reasons, StringComparison.Ordinal)
            );
            Assert.DoesNotContain("hunter2", reasons, StringComparison.Ordinal);
            Assert.DoesNotContain("1234321", reasons, StringComparison.Ordinal);
        });

    [Fact]
    public void DiffConfig_NamesWhatDiffers_NeverReplaces_ReadsJsonAndValuesAlike() =>
        WithProvider(async provider =>
        {
            var olds = Values.Of(
                ("region", Values.Text("ap-guangzhou")),
                ("secretId", Values.Text("a")),
                ("changePolicy", Values.Text("""{"maxStops":1}""")),
                ("version", Values.Text("0.1.0"))
            );
            var same = await provider.DiffConfigAsync(
                new DiffRequest
                {
                    OldInputs = olds,
                    News = olds.With("changePolicy", Values.Map(("maxStops", Value.ForNumber(1)))).With("version", Values.Text("0.2.0")),
                }
            );
            DiffRules.Hold(same);
            Assert.Equal(DiffResponse.Types.DiffChanges.DiffNone, same.Changes);

            var other = await provider.DiffConfigAsync(
                new DiffRequest
                {
                    OldInputs = olds,
                    News = olds.With("region", Values.Text("ap-tokyo")).Without("secretId").With("profile", Values.Text(Values.Unknown)),
                }
            );
            DiffRules.Hold(other);
            Assert.Equal(["profile", "region", "secretId"], other.Diffs.Order());
            Assert.Empty(other.Replaces);

            DiffRules.Hold(await provider.DiffConfigAsync(new DiffRequest()));
        });

    [Fact]
    public void Configure_HalfASecretPair_NamesTheMissingKeyAsTheEngineWantsIt() =>
        WithProvider(async provider =>
        {
            var error = await Assert.ThrowsAsync<RpcException>(() =>
                provider.ConfigureAsync(new ConfigureRequest { Args = Values.Of(("secretId", Values.Secret(Values.Text("AKIDhunter2")))) })
            );

            var missing = Assert.Single(Details.MissingKeys(error)!.MissingKeys);
            Assert.Equal("keybinding:secretKey", missing.Name);
            Assert.NotEqual("", missing.Description);
            Assert.DoesNotContain("hunter2", error.Status.Detail, StringComparison.Ordinal);
        });

    [Fact]
    public void Configure_FromDeprecatedVariables_WhenThereAreNoArguments() =>
        Play(
            Fleet(Instances(1, 1, "RUNNING", New)),
            async stage =>
            {
                var provider = stage.Start();
                var request = new ConfigureRequest
                {
                    Variables =
                    {
                        ["keybinding:config:secretId"] = Simulator.Options.SimulatorOptions.DefaultSecretId,
                        ["keybinding:config:secretKey"] = Simulator.Options.SimulatorOptions.DefaultSecretKey,
                        ["keybinding:config:region"] = "ap-guangzhou",
                        ["other:config:region"] = "x",
                    },
                };

                var bits = await provider.ConfigureAsync(request);

                Assert.True(bits.AcceptSecrets && bits.AcceptResources && bits.AcceptOutputs && bits.SupportsPreview);
                var found = await provider.InvokeAsync(
                    new InvokeRequest { Tok = "keybinding:index:getKeyPairAssociations", Args = new Struct() }
                );
                Assert.Equal(1, found.Return.Fields["instanceCount"].NumberValue);
            }
        );

    [Fact]
    public void OperationBeforeConfigure_IsAnErrorThatSaysSo() =>
        WithProvider(async provider =>
        {
            var error = await Assert.ThrowsAsync<RpcException>(() =>
                provider.CheckAsync(
                    new CheckRequest { Urn = "urn:pulumi:dev::demo::keybinding:index:KeyRevocation::x", News = new Struct() }
                )
            );
            Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        });

    private static void WithProvider(Func<ProviderCalls, Task> body) => Play(Fleet(), stage => body(stage.Start()));
}
