using System.Net;
using System.Text;
using System.Text.Json;

namespace KeyBindingProvider.Cvm.Tests;

/// <summary>One request as it would go onto the wire.</summary>
internal sealed record SentRequest(
    HttpMethod Method,
    Uri Uri,
    string Body,
    IReadOnlyDictionary<string, string> Headers,
    TimeSpan At,
    CancellationToken Aborted
)
{
    public string Action => Headers.GetValueOrDefault("X-TC-Action", "");

    public JsonElement Json => JsonElement.Parse(Body);
}

/// <summary>Answers each request by a function; keeps what was sent and when.</summary>
internal sealed class ScriptedService(TimeProvider time, Func<SentRequest, int, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private readonly long _start = time.GetTimestamp();

    public ScriptedService(TimeProvider time, Func<SentRequest, int, HttpResponseMessage> answer)
        : this(time, (request, number) => Task.FromResult(answer(request, number))) { }

    public List<SentRequest> Sent { get; } = [];

    public IEnumerable<double> Seconds => Sent.Select(request => request.At.TotalSeconds);

    /// <summary>A region without instances.</summary>
    public static HttpResponseMessage NoInstances() => Ok("\"TotalCount\":0,\"InstanceSet\":[]");

    public static HttpResponseMessage Ok(string fields = "") =>
        Json("{\"Response\":{" + fields + (fields.Length > 0 ? "," : "") + "\"RequestId\":\"req-1\"}}");

    /// <summary>The answer that fits the call.</summary>
    public static HttpResponseMessage Done(SentRequest request) => request.Action == "DescribeInstances" ? NoInstances() : Ok();

    public static HttpResponseMessage Refused(string code, string message = "no") =>
        Ok($"\"Error\":{{\"Code\":{JsonSerializer.Serialize(code)},\"Message\":{JsonSerializer.Serialize(message)}}}");

    public static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json)) };

    public static HttpResponseMessage Status(int status) => Json("{}", (HttpStatusCode)status);

    public static HttpResponseMessage Reset() => throw new HttpRequestException("reset", new IOException("Connection reset by peer"));

    /// <summary>Answers nothing until the client gives up.</summary>
    public static async Task<HttpResponseMessage> Silence(SentRequest request)
    {
        var given = new TaskCompletionSource<HttpResponseMessage>();
        using var registration = request.Aborted.Register(() => given.TrySetCanceled(request.Aborted));
        return await given.Task.ConfigureAwait(false);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(CancellationToken.None);
        var headers = request
            .Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? default)
            .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var sent = new SentRequest(request.Method, request.RequestUri!, body, headers, time.GetElapsedTime(_start), cancellationToken);
        Sent.Add(sent);
        return await AnswerWithoutContext(sent).ConfigureAwait(false);
    }

    /// <summary>HttpClient's own continuations must find no context, or they leave the thread of the virtual clock.</summary>
    private Task<HttpResponseMessage> AnswerWithoutContext(SentRequest sent)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return answer(sent, Sent.Count);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
