using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Service;

namespace KeyBindingProvider.Pulumi.Tests.Kit;

/// <summary>
/// The calls of the protocol, either straight into the service (on a virtual clock) or over a real channel. In both cases messages are bytes on the way, so that
/// absent and empty stay what they are.
/// </summary>
internal sealed class ProviderCalls
{
    private readonly ResourceProvider.ResourceProviderClient? _client;
    private readonly ProviderService? _service;
    private readonly DirectCall.Connection _connection = new();

    public ProviderCalls(ProviderService service) => _service = service;

    public ProviderCalls(ChannelBase channel) => _client = new ResourceProvider.ResourceProviderClient(channel);

    public Task<ProviderHandshakeResponse> HandshakeAsync(ProviderHandshakeRequest request) =>
        CallAsync(request, ProviderHandshakeResponse.Parser, s => s.Handshake, c => c.HandshakeAsync);

    public Task<Empty> AttachAsync(PluginAttach request) => CallAsync(request, Empty.Parser, s => s.Attach, c => c.AttachAsync);

    public Task<PluginInfo> GetPluginInfoAsync() =>
        CallAsync(new Empty(), PluginInfo.Parser, s => s.GetPluginInfo, c => c.GetPluginInfoAsync);

    public Task<GetSchemaResponse> GetSchemaAsync(GetSchemaRequest request) =>
        CallAsync(request, GetSchemaResponse.Parser, s => s.GetSchema, c => c.GetSchemaAsync);

    public Task<CheckResponse> CheckConfigAsync(CheckRequest request) =>
        CallAsync(request, CheckResponse.Parser, s => s.CheckConfig, c => c.CheckConfigAsync);

    public Task<DiffResponse> DiffConfigAsync(DiffRequest request) =>
        CallAsync(request, DiffResponse.Parser, s => s.DiffConfig, c => c.DiffConfigAsync);

    public Task<ConfigureResponse> ConfigureAsync(ConfigureRequest request) =>
        CallAsync(request, ConfigureResponse.Parser, s => s.Configure, c => c.ConfigureAsync);

    public Task<CheckResponse> CheckAsync(CheckRequest request) =>
        CallAsync(request, CheckResponse.Parser, s => s.Check, c => c.CheckAsync);

    public Task<DiffResponse> DiffAsync(DiffRequest request) => CallAsync(request, DiffResponse.Parser, s => s.Diff, c => c.DiffAsync);

    public Task<CreateResponse> CreateAsync(CreateRequest request, CancellationToken cancellation = default) =>
        CallAsync(request, CreateResponse.Parser, s => s.Create, c => c.CreateAsync, cancellation);

    public Task<ReadResponse> ReadAsync(ReadRequest request) => CallAsync(request, ReadResponse.Parser, s => s.Read, c => c.ReadAsync);

    public Task<UpdateResponse> UpdateAsync(UpdateRequest request, CancellationToken cancellation = default) =>
        CallAsync(request, UpdateResponse.Parser, s => s.Update, c => c.UpdateAsync, cancellation);

    public Task<Empty> DeleteAsync(DeleteRequest request) => CallAsync(request, Empty.Parser, s => s.Delete, c => c.DeleteAsync);

    public Task<InvokeResponse> InvokeAsync(InvokeRequest request) =>
        CallAsync(request, InvokeResponse.Parser, s => s.Invoke, c => c.InvokeAsync);

    public Task<Empty> CancelAsync() => CallAsync(new Empty(), Empty.Parser, s => s.Cancel, c => c.CancelAsync);

    public Task<GetMappingResponse> GetMappingAsync(GetMappingRequest request) =>
        CallAsync(request, GetMappingResponse.Parser, s => s.GetMapping, c => c.GetMappingAsync);

    public Task<GetMappingsResponse> GetMappingsAsync(GetMappingsRequest request) =>
        CallAsync(request, GetMappingsResponse.Parser, s => s.GetMappings, c => c.GetMappingsAsync);

    /// <summary>All that one call streams.</summary>
    public async Task<IReadOnlyList<ListResponse>> ListAsync(ListRequest request)
    {
        if (_client is not null)
        {
            using var call = _client.List(request);
            var answers = new List<ListResponse>();
            await foreach (var answer in call.ResponseStream.ReadAllAsync())
            {
                answers.Add(answer);
            }

            return answers;
        }

        var collected = new Collected<ListResponse>();
        await _service!.List(request, collected, new DirectCall(_connection, CancellationToken.None));
        return collected.All;
    }

    private delegate AsyncUnaryCall<TResponse> OverChannel<in TRequest, TResponse>(TRequest request, CallOptions options);

    private async Task<TResponse> CallAsync<TRequest, TResponse>(
        TRequest request,
        MessageParser<TResponse> parser,
        Func<ProviderService, Func<TRequest, ServerCallContext, Task<TResponse>>> ofService,
        Func<ResourceProvider.ResourceProviderClient, OverChannel<TRequest, TResponse>> ofClient,
        CancellationToken cancellation = default
    )
        where TRequest : class, IMessage<TRequest>, new()
        where TResponse : class, IMessage<TResponse>
    {
        if (_client is not null)
        {
            return await ofClient(_client)(request, new CallOptions(cancellationToken: cancellation));
        }

        var sent = new TRequest();
        sent.MergeFrom(request.ToByteArray());
        var answer = await ofService(_service!)(sent, new DirectCall(_connection, cancellation));
        return parser.ParseFrom(answer.ToByteArray());
    }
}
