using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using KeyBindingProvider.Simulator;

namespace KeyBindingProvider.TestKit.Secrets;

/// <summary>
/// A service on loopback that says back what it was sent: raw, url-encoded and in base64. It hands out canaries as temporary credentials, as sts and as the
/// metadata service of a CVM do, and answers as a proxy.
/// </summary>
public sealed class EchoingService : IAsyncDisposable
{
    private const string MetadataFolder = "/latest/meta-data/cam/security-credentials/";
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly SimulatedCloud? _cloud;
    private readonly StringBuilder _heard = new();
    private readonly Task _serving;

    /// <param name="cloud">What answers where nothing is said back.</param>
    public EchoingService(SimulatedCloud? cloud = null)
    {
        _cloud = cloud;
        _listener.Start();
        _serving = ServeAsync();
    }

    public EchoMode Mode { get; set; }

    /// <summary>Whether sts answers as it should, whatever the rest does.</summary>
    public bool GrantsRoles { get; set; } = true;

    /// <summary>Whether reads are served and only writes are answered by the mode.</summary>
    public bool ServesReads { get; set; }

    /// <summary>Host and port.</summary>
    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public string Endpoint => $"http://{Address}";

    /// <summary>What sts and the metadata service hand out.</summary>
    public CanaryCredentials Temporary { get; set; } = CanaryCredentials.Of(SecretTable.AssumedRole);

    /// <summary>What stands in the address that a redirect names.</summary>
    public static IReadOnlyList<Canary> InRedirect { get; } =
    [Canary.Of($"{SecretTable.Redirect}, password"), Canary.Of($"{SecretTable.Redirect}, query")];

    /// <summary>Whether somebody has sent a secret here, in any form.</summary>
    public bool HasSeen(Canary canary)
    {
        lock (_heard)
        {
            return CanarySearch.In(_heard.ToString(), [canary]).Length > 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _serving;
        _closing.Dispose();
    }

    private async Task ServeAsync()
    {
        var answering = new List<Task>();
        try
        {
            while (true)
            {
                answering.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_closing.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(answering);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                if (await ReadAsync(stream) is { } request)
                {
                    await stream.WriteAsync(await AnswerAsync(request), _closing.Token);
                }
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The client has gone, or the test is over.
            }
        }
    }

    private async Task<byte[]> AnswerAsync(Request request)
    {
        if (request.Target.StartsWith(MetadataFolder, StringComparison.Ordinal))
        {
            return Whole(
                "200 OK",
                "application/json",
                request.Target == MetadataFolder ? "canary-role" : Credentials("Code", "\"Success\"")
            );
        }

        if (request.Header("X-TC-Action") == "AssumeRole" && (GrantsRoles || Mode == EchoMode.Served))
        {
            return Whole(
                "200 OK",
                "application/json",
                $$"""{"Response":{"Credentials":{{Credentials()}},"ExpiredTime":4102444800,"RequestId":"r-1"} }"""
            );
        }

        if (request.Method == "CONNECT" && request.Header("Proxy-Authorization").Length == 0)
        {
            return Encoding.Latin1.GetBytes(
                "HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
        }

        var echo = request.Echo();
        lock (_heard)
        {
            _heard.AppendLine(echo);
        }

        var quoted = JsonSerializer.Serialize(echo);
        var isServed = ServesReads && request.Header("X-TC-Action").StartsWith("Describe", StringComparison.Ordinal);
        return (isServed ? EchoMode.Served : Mode) switch
        {
            EchoMode.Refusal => Api("AuthFailure.SecretIdNotFound", quoted),
            EchoMode.RefusalCode => Whole(
                "200 OK",
                "application/json",
                $$"""{"Response":{"Error":{"Code":{{quoted}},"Message":"no" },"RequestId":"r-1"} }"""
            ),
            EchoMode.RequestId => Whole(
                "200 OK",
                "application/json",
                $$"""{"Response":{"Error":{"Code":"AuthFailure.SignatureFailure","Message":"no" },"RequestId":{{quoted}} } }"""
            ),
            EchoMode.ServerError => Whole(
                "500 Internal Server Error",
                "application/json",
                $$"""{"Response":{"Error":{"Code":"InternalError","Message":{{quoted}} },"RequestId":"r-1"} }"""
            ),
            EchoMode.ServerErrorPage => Whole("502 Bad Gateway", "text/html", $"<html>{echo}</html>"),
            EchoMode.Html => Whole("200 OK", "text/html", $"<html>{echo}</html>"),
            EchoMode.BrokenJson => Whole("200 OK", "application/json", $$"""{"Response":{ {{quoted}}: [ {{quoted}} """),
            EchoMode.ContentType => Whole("200 OK", $"text/{Uri.EscapeDataString(request.Header("X-TC-Token"))}", "<html>"),
            EchoMode.HeaderLine => Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\n{echo}\r\n\r\n"),
            EchoMode.StatusLine => Encoding.Latin1.GetBytes($"{echo}\r\n\r\n"),
            EchoMode.Redirect => Encoding.Latin1.GetBytes(
                $"HTTP/1.1 302 Found\r\nLocation: http://ada:{Uri.EscapeDataString(InRedirect[0].Text)}@elsewhere.example.test/x?token={Uri.EscapeDataString(InRedirect[1].Text)}&echo={Uri.EscapeDataString(request.Secrets())}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            ),
            EchoMode.Reset => [],
            _ => await ServedAsync(request),
        };
    }

    private async Task<byte[]> ServedAsync(Request request)
    {
        var reply = await _cloud!.HandleAsync(
            new SimulatedRequest(request.Method, request.Header("Host"), "/", "", request.Headers, request.Body),
            _closing.Token
        );
        return reply.ResetConnection ? [] : Whole($"{reply.Status} Answer", "application/json", reply.Body);
    }

    private string Credentials(string field = "Note", string value = "null") =>
        $$"""{ {{JsonSerializer.Serialize(field)}}: {{value}}, "TmpSecretId": {{JsonSerializer.Serialize(Temporary.Id.Text)}}, "TmpSecretKey": {{JsonSerializer.Serialize(Temporary.Key.Text)}}, "Token": {{JsonSerializer.Serialize(Temporary.Token.Text)}}, "ExpiredTime": 4102444800 }""";

    private static byte[] Api(string code, string quoted) =>
        Whole("200 OK", "application/json", $$"""{"Response":{"Error":{"Code":"{{code}}","Message":{{quoted}} },"RequestId":"r-1"} }""");

    private static byte[] Whole(string status, string type, string body) => Whole(status, type, Encoding.UTF8.GetBytes(body));

    private static byte[] Whole(string status, string type, byte[] body) =>
        [
            .. Encoding.Latin1.GetBytes(
                $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"
            ),
            .. body,
        ];

    private async Task<Request?> ReadAsync(Stream stream)
    {
        var (read, piece) = (new MemoryStream(), new byte[16 << 10]);
        while (await stream.ReadAsync(piece, _closing.Token) is > 0 and var count)
        {
            read.Write(piece, 0, count);
            if (Request.Parse(read.ToArray()) is { } request)
            {
                return request;
            }
        }

        return null;
    }

    private sealed record Request(string Method, string Target, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
    {
        public string Header(string name) =>
            Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? "";

        /// <summary>The request, or null where some of it is still to come.</summary>
        public static Request? Parse(byte[] bytes)
        {
            var end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                return null;
            }

            var lines = Encoding.Latin1.GetString(bytes, 0, end).Split("\r\n");
            var first = lines[0].Split(' ');
            var request = new Request(
                first[0],
                first.ElementAtOrDefault(1) ?? "",
                [
                    .. lines
                        .Skip(1)
                        .Select(line => line.Split(':', 2))
                        .Where(parts => parts.Length == 2)
                        .Select(parts => KeyValuePair.Create(parts[0], parts[1].Trim())),
                ],
                bytes[(end + 4)..]
            );
            return int.TryParse(request.Header("Content-Length"), out var length) && request.Body.Length < length ? null : request;
        }

        /// <summary>What of it is secret.</summary>
        public string Secrets() => $"{Header("X-TC-Token")} {Header("Proxy-Authorization")} {Header("Authorization")}";

        /// <summary>In all the forms that something on the way may make of it.</summary>
        public string Echo() =>
            $"{Secrets()} {Uri.EscapeDataString(Secrets())} {Convert.ToBase64String(Encoding.UTF8.GetBytes(Secrets()))} xx{Convert.ToBase64String(Encoding.UTF8.GetBytes($"x{Secrets()}"))}";
    }
}
