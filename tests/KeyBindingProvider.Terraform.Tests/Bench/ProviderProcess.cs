using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Net.Client;

namespace KeyBindingProvider.Terraform.Tests.Bench;

/// <summary>The provider as a process of its own, started the way a plugin host does it.</summary>
public sealed class ProviderProcess : IDisposable
{
    public const string Cookie = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

    private ProviderProcess(Process process, string line) => (Process, Line) = (process, line);

    public Process Process { get; }

    /// <summary>The first line of standard output.</summary>
    public string Line { get; }

    public string SocketPath => Line.Split('|')[3];

    public static X509Certificate2 MakeClientCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        var request = new CertificateRequest("CN=localhost, O=HashiCorp", key, HashAlgorithmName.SHA512);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddYears(30));
    }

    public static Process Launch(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(ProviderFiles.Program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static async Task<ProviderProcess> StartAsync(X509Certificate2? client, params (string Name, string Value)[] more)
    {
        var environment = new Dictionary<string, string>
        {
            ["TF_PLUGIN_MAGIC_COOKIE"] = Cookie,
            ["PLUGIN_PROTOCOL_VERSIONS"] = "6,5",
            ["PLUGIN_MIN_PORT"] = "10000",
            ["PLUGIN_MAX_PORT"] = "25000",
        };
        if (client is not null)
        {
            environment["PLUGIN_CLIENT_CERT"] = client.ExportCertificatePem();
        }

        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        var process = Launch(environment);
        return new ProviderProcess(process, await process.StandardOutput.ReadLineAsync() ?? "");
    }

    /// <summary>A channel that trusts the certificate of the handshake line and nothing else, as the host does.</summary>
    public GrpcChannel Connect(X509Certificate2? client)
    {
        if (client is null)
        {
            return ProviderChannel.Open(SocketPath);
        }

        var padded = Line.Split('|')[5];
        var server = Convert.FromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='));
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
            SslOptions = new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ClientCertificates = [client],
                // Some name does not match, or the chain is broken in another way than an unknown root: not acceptable to a Go host.
                RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                    certificate is not null
                    && certificate.GetRawCertData().AsSpan().SequenceEqual(server)
                    && !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch),
            },
        };
        return GrpcChannel.ForAddress("https://localhost", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }

    public async Task<int> ExitAsync()
    {
        await Process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        return Process.ExitCode;
    }

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
        }

        Process.Dispose();
    }
}
