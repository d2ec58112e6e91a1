using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;

namespace KeyBindingProvider.Pulumi.Tests.Recorded;

/// <summary>Sends a recorded request to a provider of today and writes its answer as the recordings write answers.</summary>
internal static class Answers
{
    /// <summary>Fields that this protocol does not read, such as the old outputs that 3.274 sends to a check, are none of the provider's business.</summary>
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    private static readonly Dictionary<string, Func<ProviderCalls, string, Task<IMessage>>> Calls = new()
    {
        ["Handshake"] = On<ProviderHandshakeRequest>(async (provider, request) => await provider.HandshakeAsync(request)),
        ["GetPluginInfo"] = On<Empty>(async (provider, _) => await provider.GetPluginInfoAsync()),
        ["GetSchema"] = On<GetSchemaRequest>(SchemaAsync),
        ["CheckConfig"] = On<CheckRequest>(async (provider, request) => await provider.CheckConfigAsync(request)),
        ["DiffConfig"] = On<DiffRequest>(async (provider, request) => await provider.DiffConfigAsync(request)),
        ["Configure"] = On<ConfigureRequest>(async (provider, request) => await provider.ConfigureAsync(request)),
        ["Check"] = On<CheckRequest>(async (provider, request) => await provider.CheckAsync(request)),
        ["Diff"] = On<DiffRequest>(async (provider, request) => await provider.DiffAsync(request)),
        ["Create"] = On<CreateRequest>(async (provider, request) => await provider.CreateAsync(request)),
        ["Read"] = On<ReadRequest>(async (provider, request) => await provider.ReadAsync(request)),
        ["Delete"] = On<DeleteRequest>(async (provider, request) => await provider.DeleteAsync(request)),
        ["Invoke"] = On<InvokeRequest>(async (provider, request) => await provider.InvokeAsync(request)),
        ["Cancel"] = On<Empty>(async (provider, _) => await provider.CancelAsync()),
    };

    public static async Task<JsonNode> OfAsync(ProviderCalls provider, RecordedCall call)
    {
        try
        {
            var answer = await Calls[call.Rpc](provider, call.Request.ToJsonString());
            return Parse(answer);
        }
        catch (RpcException exception)
        {
            var answer = new JsonObject { ["error"] = $"rpc error: code = {exception.StatusCode} desc = {exception.Status.Detail}" };
            if (Details.InitFailed(exception) is { } partial)
            {
                answer["kept"] = Parse(partial.Properties);
            }

            return answer;
        }
    }

    private static Func<ProviderCalls, string, Task<IMessage>> On<TRequest>(Func<ProviderCalls, TRequest, Task<IMessage>> send)
        where TRequest : IMessage, new() => (provider, json) => send(provider, Parser.Parse<TRequest>(json));

    /// <summary>The recordings leave the schema out: it has tests of its own, here it is enough that it can be read.</summary>
    private static async Task<IMessage> SchemaAsync(ProviderCalls provider, GetSchemaRequest request)
    {
        var answer = await provider.GetSchemaAsync(request);
        using var schema = JsonDocument.Parse(answer.Schema);
        Assert.Equal("keybinding", schema.RootElement.GetProperty("name").GetString());
        return new GetSchemaResponse();
    }

    private static JsonNode Parse(IMessage message) => JsonNode.Parse(JsonFormatter.Default.Format(message))!;
}
