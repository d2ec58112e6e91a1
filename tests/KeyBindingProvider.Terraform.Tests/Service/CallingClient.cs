using System.Text;
using Google.Protobuf;
using Grpc.Net.Client;
using KeyBindingProvider.Simulator.InProcess;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Tests.Bench;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;
using KeyBindingProvider.TestKit;

namespace KeyBindingProvider.Terraform.Tests.Service;

/// <summary>A provider over its real socket, configured for an account, and the calls of an engine that is newer than the installed one.</summary>
internal sealed class CallingClient : IAsyncDisposable
{
    private readonly AttachedProvider _provider;
    private readonly GrpcChannel _channel;
    private HandlerServer? _between;

    private CallingClient(TestAccount account, AttachedProvider provider, GrpcChannel channel)
    {
        (Account, _provider, _channel) = (account, provider, channel);
        Calls = new Provider.ProviderClient(channel);
    }

    public TestAccount Account { get; }

    public Provider.ProviderClient Calls { get; }

    public static Task<CallingClient> OpenAsync(Simulator.Worlds.World world) => OpenThroughAsync(world, wire: null);

    /// <param name="world">What there is in the account.</param>
    /// <param name="wire">What stands between the provider and the account; null for nothing.</param>
    public static async Task<CallingClient> OpenThroughAsync(
        Simulator.Worlds.World world,
        Func<HttpMessageHandler, HttpMessageHandler>? wire
    )
    {
        var account = await TestAccount.OpenAsync(world);
        var provider = await AttachedProvider.StartAsync();
        var client = new CallingClient(account, provider, ProviderChannel.Open(provider.SocketPath));
        client._between = wire is null ? null : HandlerServer.Start(wire(new SimulatorHandler(account.Cloud)));
        await client.ConfigureAsync();
        return client;
    }

    /// <summary>A new run: an engine starts the provider for every phase.</summary>
    public async Task ConfigureAsync()
    {
        var json = $$"""
            {"secret_id":"{{SimulatorOptions.DefaultSecretId}}","secret_key":"{{SimulatorOptions.DefaultSecretKey}}",
             "region":"ap-guangzhou","endpoint":"{{_between?.Endpoint ?? Account.Endpoint}}"}
            """;
        var answer = await Calls.ConfigureProviderAsync(
            new ConfigureProviderRequest { Config = new DynamicValue { Json = ByteString.CopyFrom(Encoding.UTF8.GetBytes(json)) } }
        );
        Assert.Empty(answer.Diagnostics);
    }

    /// <summary>An object of a type, written as JSON; what is left out is null.</summary>
    public static DynamicValue Value(string type, string json)
    {
        var schema = ResourceSchemas.ByType[type].Definition;
        return DynamicValues.Write((CtyValue.Map)CtyJson.Decode(Encoding.UTF8.GetBytes(json), schema.Type), schema);
    }

    public static CtyValue.Map? Read(string type, DynamicValue value) => DynamicValues.Read(value, ResourceSchemas.ByType[type].Definition);

    /// <summary>An identity as an engine sends it.</summary>
    public static ResourceIdentityData Identity(string type, string json)
    {
        var schema = ResourceSchemas.ByType[type];
        return IdentityValue.Write((CtyValue.Map)CtyJson.Decode(Encoding.UTF8.GetBytes(json), schema.Identity.Type), schema);
    }

    /// <summary><c>region=ap-guangzhou key_ids=skey-a,skey-b instance_ids=?</c>; an absent identity is empty.</summary>
    public static string Describe(string type, ResourceIdentityData? identity)
    {
        var schema = ResourceSchemas.ByType[type];
        return IdentityValue.Read(identity, schema) is { } map
            ? string.Join(' ', schema.Identity.Attributes.Select(attribute => $"{attribute.Name}={Text(map[attribute.Name])}"))
            : "";
    }

    /// <summary>Plans as an engine does: computed attributes of the object before are proposed again.</summary>
    public async Task<PlanResourceChangeResponse> PlanAsync(string type, string config, Action<PlanResourceChangeRequest>? adjust = null) =>
        await Calls.PlanResourceChangeAsync(Planning(type, config, adjust));

    /// <summary>What an engine asks for then.</summary>
    public static PlanResourceChangeRequest Planning(string type, string config, Action<PlanResourceChangeRequest>? adjust = null)
    {
        var schema = ResourceSchemas.ByType[type].Definition;
        var request = new PlanResourceChangeRequest { TypeName = type, Config = Value(type, config) };
        adjust?.Invoke(request);
        var written = Read(type, request.Config)!;
        var prior = DynamicValues.Read(request.PriorState, schema);
        var proposed = schema
            .Attributes.Where(attribute => attribute.Mode is Mode.Computed or Mode.OptionalComputed)
            .Where(attribute => written[attribute.Name] is CtyValue.Null)
            .Aggregate(written, (value, attribute) => value.With(attribute.Name, prior?[attribute.Name] ?? CtyValue.Nothing));
        request.PriorState ??= DynamicValues.Write(null, schema);
        request.ProposedNewState = DynamicValues.Write(proposed, schema);
        return request;
    }

    /// <summary>Applies a plan.</summary>
    public async Task<ApplyResourceChangeResponse> ApplyAsync(string type, PlanResourceChangeResponse plan, DynamicValue? prior = null) =>
        await Calls.ApplyResourceChangeAsync(
            new ApplyResourceChangeRequest
            {
                TypeName = type,
                PriorState = prior ?? DynamicValues.Write(null, ResourceSchemas.ByType[type].Definition),
                PlannedState = plan.PlannedState,
                PlannedPrivate = plan.PlannedPrivate,
                PlannedIdentity = plan.PlannedIdentity,
            }
        );

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _provider.DisposeAsync();
        if (_between is not null)
        {
            await _between.DisposeAsync();
        }

        await Account.DisposeAsync();
    }

    private static string Text(CtyValue value) =>
        value switch
        {
            CtyValue.Text text => text.Value,
            CtyValue.List list => string.Join(',', list.Items.Select(item => item.AsText)),
            CtyValue.Unknown => "?",
            _ => "null",
        };
}
