using System.Security.Cryptography.X509Certificates;

namespace KeyBindingProvider.Terraform.Hosting;

/// <summary>What a plugin host tells the process that it starts, and the one line that it waits for (rule <c>plugin-handshake</c>).</summary>
internal sealed record Handshake
{
    private const string CookieName = "TF_PLUGIN_MAGIC_COOKIE";
    private const string Cookie = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";
    private const int CoreProtocol = 1;
    private const int AppProtocol = 6;

    /// <summary>The only certificate that may connect, or null when the host asked for no TLS.</summary>
    public X509Certificate2? Client { get; private init; }

    /// <summary>Where the host wants the socket, or null for the temporary folder.</summary>
    public string? SocketFolder { get; private init; }

    /// <summary>Reads the environment; null when no host started the process.</summary>
    public static Handshake? Read(Func<string, string?> variable)
    {
        if (variable(CookieName) != Cookie)
        {
            return null;
        }

        var client = variable("PLUGIN_CLIENT_CERT");
        var folder = variable("PLUGIN_UNIX_SOCKET_DIR");
        return new Handshake
        {
            Client = string.IsNullOrEmpty(client) ? null : X509Certificate2.CreateFromPem(client),
            SocketFolder = string.IsNullOrEmpty(folder) ? null : folder,
        };
    }

    /// <summary>
    /// The line for standard output. Version 6 is answered whatever the host knows: it says itself what does not match. The certificate is base64
    /// without padding, which the host's decoder refuses.
    /// </summary>
    public static string Line(string socketPath, X509Certificate2? server)
    {
        var certificate = server is null ? "" : Convert.ToBase64String(server.RawData).TrimEnd('=');
        return $"{CoreProtocol}|{AppProtocol}|unix|{socketPath}|grpc|{certificate}";
    }
}
