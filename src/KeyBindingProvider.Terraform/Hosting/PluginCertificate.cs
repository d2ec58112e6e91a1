using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace KeyBindingProvider.Terraform.Hosting;

/// <summary>
/// The server's side of mutual TLS with one known peer: a key pair made for this process, and the pinned certificate of the host. Both live in
/// memory only.
/// </summary>
internal sealed class PluginCertificate : IDisposable
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromHours(1);
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);

    private readonly byte[] _client;
    private readonly Task<SslServerAuthenticationOptions> _options;

    private PluginCertificate(X509Certificate2 server, byte[] client)
    {
        (Server, _client) = (server, client);
        // Reads the whole root store of the machine once, whatever it is told about trust: the host gets its line meanwhile.
        _options = Task.Run(MakeOptions);
    }

    /// <summary>What the host must verify: self-signed, for <c>localhost</c>, P-256.</summary>
    public X509Certificate2 Server { get; }

    /// <summary>Makes the certificate.</summary>
    /// <param name="client">The host's certificate; no other connects.</param>
    /// <param name="time">The clock of its validity.</param>
    public static PluginCertificate Create(X509Certificate2 client, TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign, critical: true)
        );
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false)
        );
        var now = time.GetUtcNow();
        return new PluginCertificate(request.CreateSelfSigned(now - ClockSkew, now + Lifetime), client.RawData);
    }

    /// <summary>For Kestrel: waits for the preparation, then answers the same options to every connection.</summary>
    public TlsHandshakeCallbackOptions ToKestrel() => new() { OnConnection = _ => new ValueTask<SslServerAuthenticationOptions>(_options) };

    /// <inheritdoc/>
    public void Dispose() => Server.Dispose();

    private SslServerAuthenticationOptions MakeOptions() =>
        new()
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(Server, additionalCertificates: null, offline: true),
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, certificate, _, _) => IsPinned(certificate),
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http2],
        };

    private bool IsPinned(X509Certificate? certificate) =>
        certificate is not null && CryptographicOperations.FixedTimeEquals(certificate.GetRawCertData(), _client);
}
