using System.Text.Json;

namespace KeyBindingProvider.Simulator.Api;

/// <summary>What can be read of a request before anything about it is checked.</summary>
internal sealed class IncomingCall
{
    public IncomingCall(SimulatedRequest request, long number, DateTimeOffset arrived, DateTimeOffset sent)
    {
        Request = request;
        Number = number;
        Arrived = arrived;
        Sent = sent;
        Headers = new RequestHeaders(request.Headers);
        Action = Headers.Find("x-tc-action") ?? "";
        Region = Headers.Find("x-tc-region") ?? "";
        SecretId = SecretIdOf(Headers.Find("authorization"));
        Actor = SecretId;
        HostProduct =
            request.Host.Split('.', ':')[0] is var label && label is Products.Cvm or Products.Sts or Products.Tag or Products.CloudAudit
                ? label
                : null;
        try
        {
            Parameters = new ParameterReader(Read(request), request.Method == "GET");
        }
        catch (ApiRefusal refusal)
        {
            ParameterRefusal = refusal;
        }
    }

    public SimulatedRequest Request { get; }

    public long Number { get; }

    /// <summary>By the real clock, which may have stepped back; signatures and credentials are judged by it.</summary>
    public DateTimeOffset Arrived { get; }

    /// <summary>By the clock of the world: what the caller knew when it sent this, even where the call lands later.</summary>
    public DateTimeOffset Sent { get; }

    public RequestHeaders Headers { get; }

    public string Action { get; }

    public string Region { get; }

    public string SecretId { get; }

    public string? HostProduct { get; }

    /// <summary>Null when the parameters cannot be read at all; then <see cref="ParameterRefusal"/> says why.</summary>
    public ParameterReader? Parameters { get; }

    public ApiRefusal? ParameterRefusal { get; }

    public string RequestId { get; set; } = "";

    public string Actor { get; set; }

    public bool Throttled { get; set; }

    private JsonElement Read(SimulatedRequest request)
    {
        if (request.Method == "GET")
        {
            return FlattenedQuery.ToJson(request.Query);
        }

        var type = Headers.Find("content-type")?.Split(';')[0].Trim();
        if (!string.Equals(type, "application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw new ApiRefusal("InvalidRequest", "Content-Type");
        }

        try
        {
            var root = JsonElement.Parse(request.Body.Span);
            return root.ValueKind == JsonValueKind.Object ? root : throw new ApiRefusal("InvalidParameter", "body");
        }
        catch (JsonException)
        {
            throw new ApiRefusal("InvalidParameter", "body");
        }
    }

    private static string SecretIdOf(string? authorization)
    {
        const string name = "Credential=";
        var start = authorization?.IndexOf(name, StringComparison.Ordinal) ?? -1;
        if (start < 0)
        {
            return "";
        }

        var rest = authorization![(start + name.Length)..];
        var end = rest.IndexOf('/', StringComparison.Ordinal);
        return end is > 0 and <= 128 ? rest[..end] : "";
    }
}
