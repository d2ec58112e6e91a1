using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using KeyBindingProvider.Cli.Demo;
using KeyBindingProvider.Engine;
using KeyBindingProvider.Pulumi.Hosting;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Runs;
using KeyBindingProvider.Pulumi.Service;
using KeyBindingProvider.Pulumi.Tests.Kit;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using KeyBindingProvider.TestKit;
using KeyBindingProvider.TestKit.Secrets;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Wire;

/// <summary>
/// No call of the protocol answers with a secret, whatever the service says back: the same test as that of the command line. What the engine has marked as secret
/// goes back to it marked, and only there.
/// </summary>
public sealed class CanaryTests : IDisposable
{
    private static readonly CanaryCredentials s_config = CanaryCredentials.Of(SecretTable.PulumiConfig);
    private static readonly CanaryCredentials s_role = CanaryCredentials.Of(SecretTable.AssumedRole);
    private static readonly Canary s_keyPair = Canary.OfKeyPair(SecretTable.PulumiSecret);
    private static readonly Canary s_wrapped = Canary.Of(SecretTable.PulumiSecret);

    private static readonly Canary[] s_all = [.. s_config.All, .. s_role.All, .. EchoingService.InRedirect, s_keyPair, s_wrapped];

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    private readonly TelemetryTap _telemetry = new();
    private readonly StringBuilder _said = new();

    public static TheoryData<EchoMode> Modes => [.. System.Enum.GetValues<EchoMode>()];

    public void Dispose() => _telemetry.Dispose();

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task EveryCall_WhateverTheServiceSaysBack_AnswersNoSecret(EchoMode mode)
    {
        var time = new ScaledTimeProvider(50);
        var world = Fleet(Instances(1, 2, "RUNNING", Team), Instances(3, 1, "STOPPED", Team).Append(Instance(4, "STOPPED", New)));
        world.AddKey(new WorldKeyPair { Id = s_keyPair.Text, Name = "nobody_knows" });
        var cloud = new SimulatedCloud(
            world,
            SimulatorOptions.Instant with
            {
                RateLimits = false,
                Credentials = new[] { s_config, s_role }.ToDictionary(
                    each => each.Id.Text,
                    each => new SimulatedCredential(each.Key.Text, each.Token.Text)
                ),
            },
            time
        );
        await using var service = new EchoingService(cloud);
        var link = EngineLinks.Alive();
        var settings = new ProviderSettings(time, new EngineOptions(), CloudHandler: null, _ => link.Object)
        {
            Machine = SimulatedAccount.Nowhere,
        };
        await using var host = await ProviderHost.StartAsync(new ProviderService(settings, new ProviderRuns(settings)), Test);
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{host.Port}");
        var provider = new ProviderCalls(channel);

        foreach (var role in new[] { false, true })
        {
            await RunAsync(provider, service, mode, Config(service.Endpoint, role, isWrapped: role));
        }

        Assert.NotEmpty(cloud.Journal.Find(actor: s_config.Id.Text));
        foreach (var message in link.Messages())
        {
            _said.AppendLine(message.Message);
        }

        var said = _said.ToString();
        HoldsNone(said + _telemetry.Text, s_all);
        Assert.DoesNotContain("KB9001", said, StringComparison.Ordinal);
        if (mode != EchoMode.Served)
        {
            Assert.Contains("KB2", said, StringComparison.Ordinal);
        }
    }

    /// <summary>Each property in turn with a secret that is no value of it, and all of them as an endpoint that carries one.</summary>
    [Fact]
    public async Task Configuration_WithASecretInTheWrongPlace_IsRefusedWithoutIt()
    {
        var settings = new ProviderSettings(TimeProvider.System, new EngineOptions(), CloudHandler: null, _ => null)
        {
            Machine = SimulatedAccount.Nowhere,
        };
        var provider = new ProviderCalls(new ProviderService(settings, new ProviderRuns(settings)));
        await provider.HandshakeAsync(new ProviderHandshakeRequest());
        var wrong = Values.Secret(Values.Text(s_wrapped.Text));
        (string Name, Value Value)[] each =
        [
            ("region", wrong),
            ("previewDetail", wrong),
            ("maxRequestsPerSecond", wrong),
            ("allowInsecureEndpoint", wrong),
            ("changePolicy", wrong),
            ("changePolicy", Values.Map(("stopPolicy", wrong))),
            ("changePolicy", Values.Secret(Values.Map(("maxUnavailable", Values.Text(s_wrapped.Text))))),
            ("changePolicy", Values.Secret(Values.Text($$"""{"stopPolicy":"{{s_wrapped.Text}}"}"""))),
            ("assumeRole", wrong),
            ("assumeRole", Values.Map(("roleArn", wrong))),
            ("assumeRole", Values.Map(("roleArn", Values.Text("qcs::cam::uin/1:roleName/x")), ("sessionDuration", wrong))),
            ("endpoint", wrong),
            ("endpoint", Values.Text($"https://ada:{s_wrapped.Text}@h.example.test/?token={s_wrapped.Text}")),
            ("endpoint", Values.Secret(Values.Text($"https://h.example.test/{s_wrapped.Text}"))),
            ("secretKey", Values.Text(s_wrapped.Text)),
            ("secretId", Values.Text(s_wrapped.Text + " with a blank")),
            ("securityToken", Values.Texts(s_wrapped.Text)),
            ("secretkey", wrong),
        ];
        foreach (var (name, value) in each)
        {
            var properties = Values.Of((name, value));
            var before = _said.Length;
            await HearAsync(() => provider.ConfigureAsync(new ConfigureRequest { Args = properties }));
            Assert.True(_said.Length > before, $"{name} was accepted");
            await HearAsync(async () =>
                new CheckResponse { Failures = { (await provider.CheckConfigAsync(new CheckRequest { News = properties })).Failures } }
            );
        }

        HoldsNone(_said.ToString(), s_all);
        Assert.DoesNotContain("KB9001", _said.ToString(), StringComparison.Ordinal);
    }

    private async Task RunAsync(ProviderCalls provider, EchoingService service, EchoMode mode, Struct config)
    {
        service.Mode = EchoMode.Served;
        await HearAsync(() => provider.HandshakeAsync(new ProviderHandshakeRequest { EngineAddress = "127.0.0.1:1" }));
        var check = await provider.CheckConfigAsync(new CheckRequest { News = config });
        Assert.Equal((0, config), (check.Failures.Count, check.Inputs));
        await HearAsync(() =>
            provider.DiffConfigAsync(new DiffRequest { OldInputs = config, News = config.With("secretKey", Values.Text("x")) })
        );
        await HearAsync(() => provider.ConfigureAsync(new ConfigureRequest { Args = config }));

        var declared = Association("web", Ids(1, 3), [Team], Policy("graceful"));
        declared = declared with { Inputs = declared.Inputs.With("keyIds", Values.Secret(Values.Texts(Team, s_keyPair.Text))) };
        var inputs = (await HearAsync(() => provider.CheckAsync(new CheckRequest { Urn = declared.Urn, News = declared.Inputs })))!.Inputs;
        var request = new CreateRequest { Urn = declared.Urn, Properties = inputs };
        var preview = request.Clone();
        preview.Preview = true;
        await HearAsync(() => provider.CreateAsync(preview));
        var created = (await HearAsync(() => provider.CreateAsync(request)))!;

        foreach (var readsAreServed in new[] { true, false })
        {
            (service.Mode, service.ServesReads) = (mode, readsAreServed);
            await HearAsync(() => provider.CreateAsync(preview));
            await HearAsync(() =>
                provider.ReadAsync(
                    new ReadRequest
                    {
                        Urn = declared.Urn,
                        Id = created.Id,
                        Properties = created.Properties,
                        Inputs = inputs,
                    }
                )
            );
            await HearAsync(() => provider.ReadAsync(new ReadRequest { Urn = declared.Urn, Id = New }));
            var less = inputs.With("keyIds", Values.Secret(Values.Texts(Team)));
            await HearAsync(() =>
                provider.DiffAsync(
                    new DiffRequest
                    {
                        Urn = declared.Urn,
                        Id = created.Id,
                        Olds = created.Properties,
                        OldInputs = inputs,
                        News = less,
                    }
                )
            );
            foreach (var isPreview in new[] { true, false })
            {
                await HearAsync(() =>
                    provider.UpdateAsync(
                        new UpdateRequest
                        {
                            Urn = declared.Urn,
                            Id = created.Id,
                            Olds = created.Properties,
                            OldInputs = inputs,
                            News = less,
                            Preview = isPreview,
                        }
                    )
                );
            }

            await HearAsync(() => provider.CreateAsync(request));
            await HearAsync(() =>
                provider.InvokeAsync(
                    new InvokeRequest
                    {
                        Tok = "keybinding:index:getKeyPairAssociations",
                        Args = Values.Of(("instanceIds", Values.Texts(Id(9)))),
                    }
                )
            );
            await HearAsync(async () => (await provider.ListAsync(new ListRequest { Token = declared.Type }))[^1]);
            await HearAsync(() =>
                provider.DeleteAsync(
                    new DeleteRequest
                    {
                        Urn = declared.Urn,
                        Id = created.Id,
                        Properties = created.Properties,
                        OldInputs = inputs,
                    }
                )
            );
        }
    }

    private static Struct Config(string endpoint, bool role, bool isWrapped)
    {
        Value Of(Canary canary) => isWrapped ? Values.Secret(Values.Text(canary.Text)) : Values.Text(canary.Text);
        var config = Values.Of(
            ("secretId", Of(s_config.Id)),
            ("secretKey", Of(s_config.Key)),
            ("securityToken", Of(s_config.Token)),
            ("region", Values.Text(World.DefaultRegion)),
            ("endpoint", Values.Text(endpoint))
        );
        return role ? config.With("assumeRole", Values.Map(("roleArn", Values.Text(SimulatorOptions.DefaultRoleArn)))) : config;
    }

    /// <summary>Keeps what a call answers, or how it fails, down to the details.</summary>
    private async Task<T?> HearAsync<T>(Func<Task<T>> call)
        where T : class, IMessage
    {
        try
        {
            var answer = await call();
            _said.AppendLine(Visible(answer));
            return answer;
        }
        catch (RpcException exception)
        {
            _said.AppendLine(exception.ToString()).AppendLine(exception.Status.Detail);
            _said.AppendLine(Details.InitFailed(exception) is { } partial ? Visible(partial) : "");
            return null;
        }
    }

    /// <summary>A message as JSON, without what is marked as secret in it.</summary>
    private static string Visible(IMessage message)
    {
        var json = JsonNode.Parse(JsonFormatter.Default.Format(message))!;
        Open(json);
        return json.ToJsonString();

        static void Open(JsonNode? node)
        {
            switch (node)
            {
                case JsonObject map when map.ContainsKey(Values.SignatureKey):
                    map.Clear();
                    break;
                case JsonObject map:
                    map.Select(entry => entry.Value).ToList().ForEach(Open);
                    break;
                case JsonArray list:
                    list.ToList().ForEach(Open);
                    break;
            }
        }
    }

    private static void HoldsNone(string text, IEnumerable<Canary> canaries)
    {
        var found = CanarySearch.In(text, canaries);
        Assert.True(found.Length == 0, found);
    }
}
