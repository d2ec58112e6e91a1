using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KeyBindingProvider.TestKit;

/// <summary>A real server on loopback that answers every request in one hostile way, byte by byte. It counts who comes, and keeps what they send.</summary>
public sealed class HostileServer : IAsyncDisposable
{
    private const string Begin = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static readonly byte[] s_piece = new byte[64 << 10];
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _answering = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HostileMode _mode;
    private readonly string _elsewhere;
    private readonly byte[] _bomb;
    private readonly Task _serving;
    private int _visitors;

    /// <param name="mode">How it answers.</param>
    /// <param name="elsewhere">Where it redirects to.</param>
    public HostileServer(HostileMode mode, string elsewhere = "")
    {
        Array.Fill(s_piece, (byte)' ');
        (_mode, _elsewhere) = (mode, elsewhere);
        _bomb = mode switch
        {
            HostileMode.GzipBomb => Packed(target => new GZipStream(target, CompressionLevel.Fastest)),
            HostileMode.BrotliBomb => Packed(target => new BrotliStream(target, CompressionLevel.Fastest)),
            _ => [],
        };
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Connections that were made to it.</summary>
    public int Visitors => Volatile.Read(ref _visitors);

    /// <summary>Bytes that left it.</summary>
    public long Sent { get; private set; }

    /// <summary>Ends when the first answer has begun, or nothing will be answered.</summary>
    public Task Answering => _answering.Task;

    public string Endpoint =>
        $"{(_mode == HostileMode.WrongTlsName ? "https" : "http")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _serving;
        _closing.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_closing.Token);
                Interlocked.Increment(ref _visitors);
                try
                {
                    await AnswerAsync(client.GetStream());
                }
                catch (Exception exception) when (exception is IOException or System.Security.Authentication.AuthenticationException)
                {
                    // The client has had enough.
                }
            }
        }
        catch (Exception exception) when (_closing.IsCancellationRequested && exception is not OutOfMemoryException)
        {
            // Closing.
        }
    }

    private async Task AnswerAsync(Stream stream)
    {
        if (_mode == HostileMode.WrongTlsName)
        {
            using var certificate = SomebodyElses();
            await using var secure = new SslStream(stream);
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, _closing.Token);
            await secure.ReadExactlyAsync(new byte[1], _closing.Token);
            return;
        }

        await ReadRequestAsync(stream);
        switch (_mode)
        {
            case HostileMode.TenGigabytesTold:
                await SendAsync(stream, Begin + "Content-Length: 10737418240\r\n\r\n");
                await FillAsync(stream, s_piece);
                break;
            case HostileMode.TenGigabytesSent:
                await SendAsync(stream, Begin + "Connection: close\r\n\r\n");
                await FillAsync(stream, s_piece);
                break;
            case HostileMode.EndlessChunks:
                await SendAsync(stream, Begin + "Transfer-Encoding: chunked\r\n\r\n");
                await FillAsync(stream, [.. "10000\r\n"u8, .. s_piece, .. "\r\n"u8]);
                break;
            case HostileMode.EndlessHeaders:
                await SendAsync(stream, Begin);
                await FillAsync(stream, Encoding.ASCII.GetBytes($"X-More: {new string('x', 1000)}\r\n"));
                break;
            case HostileMode.DeepJson:
                await WholeAsync(stream, "", Encoding.ASCII.GetBytes("{\"Response\":" + new string('[', 1 << 20)));
                break;
            case HostileMode.SlowDrip:
                await SendAsync(stream, Begin + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n");
                await Task.Delay(Timeout.Infinite, _closing.Token);
                break;
            case HostileMode.Silence:
                _answering.TrySetResult();
                await Task.Delay(Timeout.Infinite, _closing.Token);
                break;
            case HostileMode.RedirectElsewhere:
                await SendAsync(stream, $"HTTP/1.1 307 Go\r\nLocation: {_elsewhere}/?token=s3cret\r\nContent-Length: 0\r\n\r\n");
                break;
            case HostileMode.WrongContentType:
                await SendAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>");
                break;
            case HostileMode.GzipBomb:
                await WholeAsync(stream, "Content-Encoding: gzip\r\n", _bomb);
                break;
            case HostileMode.BrotliBomb:
                await WholeAsync(stream, "Content-Encoding: br\r\n", _bomb);
                break;
            case HostileMode.BrokenGzip:
                await WholeAsync(stream, "Content-Encoding: gzip\r\n", "this was never packed"u8.ToArray());
                break;
            case HostileMode.BreaksOff:
                await SendAsync(stream, Begin + "Content-Length: 100\r\n\r\n{\"Response\":");
                break;
            default:
                await SendAsync(stream, "220 mail.example.test ready\r\n");
                break;
        }
    }

    private async Task ReadRequestAsync(Stream stream)
    {
        var buffer = new byte[16 << 10];
        var request = new StringBuilder();
        while (!request.ToString().Contains('}', StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, _closing.Token);
            if (read == 0)
            {
                throw new IOException("The client went away.");
            }

            request.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }
    }

    private Task WholeAsync(Stream stream, string headers, byte[] body) =>
        SendAsync(stream, [.. Encoding.ASCII.GetBytes($"{Begin}{headers}Content-Length: {body.Length}\r\n\r\n"), .. body]);

    private Task SendAsync(Stream stream, string text) => SendAsync(stream, Encoding.ASCII.GetBytes(text));

    private async Task SendAsync(Stream stream, byte[] bytes)
    {
        await stream.WriteAsync(bytes, _closing.Token);
        Sent += bytes.Length;
        _answering.TrySetResult();
    }

    /// <summary>Ten gigabytes, or until the client hangs up.</summary>
    private async Task FillAsync(Stream stream, byte[] piece)
    {
        while (Sent < 10L << 30)
        {
            await SendAsync(stream, piece);
        }
    }

    /// <summary>A gigabyte of blanks, packed.</summary>
    private static byte[] Packed(Func<Stream, Stream> pack)
    {
        var packed = new MemoryStream();
        using (var packing = pack(packed))
        {
            for (var i = 0; i < (1 << 30) / s_piece.Length; i++)
            {
                packing.Write(s_piece);
            }
        }

        return packed.ToArray();
    }

    private static X509Certificate2 SomebodyElses()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=somebody.example.test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("somebody.example.test");
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
