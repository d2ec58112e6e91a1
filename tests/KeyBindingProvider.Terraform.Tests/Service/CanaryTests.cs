using System.Text;
using Google.Protobuf;
using Grpc.Core;
using KeyBindingProvider.Cli.Demo;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Terraform.Hosting;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Service;
using KeyBindingProvider.Terraform.Tests.Bench;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;
using KeyBindingProvider.TestKit;
using KeyBindingProvider.TestKit.Secrets;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;
using static KeyBindingProvider.Terraform.Tests.Service.CallingClient;

namespace KeyBindingProvider.Terraform.Tests.Service;

/// <summary>
/// No call of the protocol answers with a secret, no state and no log holds one, whatever the service says back: the same test as that of the command line.
/// </summary>
public sealed class CanaryTests : IDisposable
{
    private const string Association = "keybinding_key_pair_association";

    private static readonly CanaryCredentials s_config = CanaryCredentials.Of(SecretTable.TerraformConfig);
    private static readonly CanaryCredentials s_role = CanaryCredentials.Of(SecretTable.AssumedRole);
    private static readonly Canary s_endpoint = Canary.Of(SecretTable.Endpoint);
    private static readonly Canary[] s_all = [.. s_config.All, .. s_role.All, .. EchoingService.InRedirect, s_endpoint];

    private readonly TelemetryTap _telemetry = new();
    private readonly StringBuilder _said = new();
    private readonly MemoryStream _log = new();

    public static TheoryData<EchoMode> Modes => [.. Enum.GetValues<EchoMode>()];

    public void Dispose()
    {
        _telemetry.Dispose();
        _log.Dispose();
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task EveryCall_WhateverTheServiceSaysBack_AnswersNoSecret(EchoMode mode)
    {
        var time = new ScaledTimeProvider(50);
        var cloud = new SimulatedCloud(
            Fleet(2, 1, Ada),
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
        using var folder = SocketFolder.Create(root: null);
        using var lifetime = new ProviderLifetime();
        var options = new ProviderOptions { Time = time, Machine = SimulatedAccount.Nowhere };
        using var provider = new ProviderService(options, lifetime, new HclogWriter(_log, time));
        await using var server = await PluginServer.StartAsync(folder.SocketPath, certificate: null, provider, lifetime, HostingMode.Debug);
        using var channel = ProviderChannel.Open(folder.SocketPath);
        var calls = new Provider.ProviderClient(channel);

        foreach (var role in new[] { false, true })
        {
            await RunAsync(calls, service, mode, role);
        }

        await HearAsync(() => calls.StopProviderAsync(new StopProviderRequest()));
        Assert.NotEmpty(cloud.Journal.Find(actor: s_config.Id.Text));
        var said = _said.ToString() + Encoding.UTF8.GetString(_log.ToArray());
        HoldsNone(said + _telemetry.Text, s_all);
        Assert.DoesNotContain("KB9001", said, StringComparison.Ordinal);
        if (mode != EchoMode.Served)
        {
            Assert.Contains("KB2", said, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"secret_key":"KEY"}""")]
    [InlineData("""{"secret_id":"ID with a blank","secret_key":"KEY"}""")]
    [InlineData("""{"secret_id":"ID","security_token":"TOKEN"}""")]
    [InlineData("""{"secret_id":"ID","secret_key":"KEY","endpoint":"https://ada:ENDPOINT@h.example.test/?token=ENDPOINT"}""")]
    [InlineData("""{"secret_id":"ID","secret_key":"KEY","endpoint":"https://h.example.test/ENDPOINT"}""")]
    [InlineData("""{"secret_id":"ID","secret_key":["KEY"]}""")]
    [InlineData("""{"secret_id":"ID","secret_key":"KEY""")]
    public async Task Configuration_ThatIsWrong_IsRefusedWithoutTheSecretsInIt(string config)
    {
        var json = config
            .Replace("ID", s_config.Id.Text, StringComparison.Ordinal)
            .Replace("KEY", s_config.Key.Text, StringComparison.Ordinal)
            .Replace("TOKEN", s_config.Token.Text, StringComparison.Ordinal)
            .Replace("ENDPOINT", s_endpoint.Text, StringComparison.Ordinal);
        using var folder = SocketFolder.Create(root: null);
        using var lifetime = new ProviderLifetime();
        var options = new ProviderOptions { Machine = SimulatedAccount.Nowhere };
        using var provider = new ProviderService(options, lifetime, new HclogWriter(_log, TimeProvider.System));
        await using var server = await PluginServer.StartAsync(folder.SocketPath, certificate: null, provider, lifetime, HostingMode.Debug);
        using var channel = ProviderChannel.Open(folder.SocketPath);
        var calls = new Provider.ProviderClient(channel);
        var value = new DynamicValue { Json = ByteString.CopyFromUtf8(json) };

        var validated = await HearAsync(() => calls.ValidateProviderConfigAsync(new ValidateProviderConfigRequest { Config = value }));
        var configured = await HearAsync(() => calls.ConfigureProviderAsync(new ConfigureProviderRequest { Config = value }));

        Assert.NotEmpty(validated!.Diagnostics.Concat(configured!.Diagnostics));
        HoldsNone(_said.ToString() + Encoding.UTF8.GetString(_log.ToArray()), s_all);
    }

    private async Task RunAsync(Provider.ProviderClient calls, EchoingService service, EchoMode mode, bool role)
    {
        service.Mode = EchoMode.Served;
        var assumed = role ? $$""","assume_role":{"role_arn":"{{SimulatorOptions.DefaultRoleArn}}"}""" : "";
        var config = new DynamicValue
        {
            Json = ByteString.CopyFromUtf8(
                $$"""
                {"secret_id":"{{s_config.Id.Text}}","secret_key":"{{s_config.Key.Text}}","security_token":"{{s_config.Token.Text}}",
                 "region":"ap-guangzhou","endpoint":"{{service.Endpoint}}"{{assumed}}}
                """
            ),
        };
        await HearAsync(() => calls.ValidateProviderConfigAsync(new ValidateProviderConfigRequest { Config = config }));
        await HearAsync(() => calls.ConfigureProviderAsync(new ConfigureProviderRequest { Config = config }));

        const string Web =
            """{"instance_ids":["ins-00000001","ins-00000002","ins-00000003"],"key_ids":["skey-ada00001","skey-bob00001"],"change_policy":{"stop_policy":"graceful"}}""";
        var more = Web.Replace("skey-bob00001", "skey-cyd00001", StringComparison.Ordinal);
        var nothing = DynamicValues.Write(null, ResourceSchemas.ByType[Association].Definition);
        await HearAsync(() =>
            calls.ValidateResourceConfigAsync(
                new ValidateResourceConfigRequest { TypeName = Association, Config = Value(Association, Web) }
            )
        );
        var plan = await HearAsync(() => calls.PlanResourceChangeAsync(Planning(Association, Web)));
        var made = (await ApplyAsync(calls, plan!, nothing))!;
        Assert.Empty(made.Diagnostics);

        foreach (var readsAreServed in new[] { true, false })
        {
            (service.Mode, service.ServesReads) = (mode, readsAreServed);
            var read = await HearAsync(() =>
                calls.ReadResourceAsync(
                    new ReadResourceRequest
                    {
                        TypeName = Association,
                        CurrentState = made.NewState,
                        Private = made.Private,
                    }
                )
            );
            await HearAsync(() => calls.PlanResourceChangeAsync(Planning(Association, more)));
            var change = await HearAsync(() =>
                calls.PlanResourceChangeAsync(
                    Planning(
                        Association,
                        more,
                        request =>
                            (request.PriorState, request.PriorPrivate) = (
                                made.NewState,
                                read!.Private.IsEmpty ? made.Private : read.Private
                            )
                    )
                )
            );
            await ApplyAsync(calls, change!, made.NewState);
            await ApplyAsync(calls, plan!, nothing);
            await HearAsync(() => calls.ImportResourceStateAsync(new ImportResourceStateRequest { TypeName = Association, Id = Ada }));
            await HearAsync(() =>
                calls.ReadDataSourceAsync(
                    new ReadDataSourceRequest
                    {
                        TypeName = "keybinding_key_pair_associations",
                        Config = new DynamicValue { Json = ByteString.CopyFromUtf8("""{"instance_ids":["ins-00000001"]}""") },
                    }
                )
            );
            using var list = calls.ListResource(
                new ListResourceRequest
                {
                    TypeName = Association,
                    Config = new DynamicValue { Json = ByteString.CopyFromUtf8("{}") },
                    IncludeResourceObject = true,
                    Limit = 10,
                }
            );
            await foreach (var one in list.ResponseStream.ReadAllAsync())
            {
                Keep(one);
            }

            var destroy = new PlanResourceChangeRequest
            {
                TypeName = Association,
                PriorState = made.NewState,
                ProposedNewState = nothing,
                Config = nothing,
                PriorPrivate = made.Private,
            };
            var end = await HearAsync(() => calls.PlanResourceChangeAsync(destroy));
            await ApplyAsync(calls, end!, made.NewState);
        }
    }

    private Task<ApplyResourceChangeResponse?> ApplyAsync(
        Provider.ProviderClient calls,
        PlanResourceChangeResponse plan,
        DynamicValue prior
    ) =>
        HearAsync(() =>
            calls.ApplyResourceChangeAsync(
                new ApplyResourceChangeRequest
                {
                    TypeName = Association,
                    PriorState = prior,
                    PlannedState = plan.PlannedState,
                    PlannedPrivate = plan.PlannedPrivate,
                    PlannedIdentity = plan.PlannedIdentity,
                }
            )
        );

    /// <summary>Keeps what a call answers, or how it fails.</summary>
    private async Task<T?> HearAsync<T>(Func<AsyncUnaryCall<T>> call)
        where T : class, IMessage
    {
        try
        {
            using var asked = call();
            var answer = await asked;
            Keep(answer);
            return answer;
        }
        catch (RpcException exception)
        {
            _said.AppendLine(exception.ToString());
            return null;
        }
    }

    /// <summary>As JSON, and as the bytes that hold the state.</summary>
    private void Keep(IMessage message) =>
        _said.AppendLine(JsonFormatter.Default.Format(message)).AppendLine(Encoding.Latin1.GetString(message.ToByteArray()));

    private static void HoldsNone(string text, IEnumerable<Canary> canaries)
    {
        var found = CanarySearch.In(text, canaries);
        Assert.True(found.Length == 0, found);
    }
}
