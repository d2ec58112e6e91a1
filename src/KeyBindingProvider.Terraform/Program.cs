using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Hosting;
using KeyBindingProvider.Terraform.Hosting;
using KeyBindingProvider.Terraform.Service;

StandardDescriptors.Occupy();

// However it begins and ends, whoever started it gets a message and an exit code.
try
{
    return await ServeAsync();
}
catch (Exception exception) when (exception is not OutOfMemoryException)
{
    Say($"terraform-provider-keybinding cannot serve: {Problem.Fault(exception).Message}");
    return 1;
}

async Task<int> ServeAsync()
{
    var mode = args is ["--debug"] ? HostingMode.Debug : HostingMode.Plugin;
    Handshake? handshake;
    try
    {
        handshake = Handshake.Read(Environment.GetEnvironmentVariable);
    }
    catch (CryptographicException)
    {
        Say("PLUGIN_CLIENT_CERT is no certificate in PEM form. The engine sets it; start the provider through terraform or tofu.");
        return 1;
    }

    if (mode == HostingMode.Plugin && handshake is null)
    {
        Say(
            "This is a Terraform and OpenTofu provider: the engine starts it. Name it in required_providers and run terraform init, "
                + "or start it with --debug and export the line that it prints."
        );
        return 1;
    }

    using var lifetime = new ProviderLifetime();

    // Ctrl+C reaches the whole process group; the engine tells us itself with StopProvider, and needs our answer.
    using var interrupt = PosixSignalRegistration.Create(
        PosixSignal.SIGINT,
        context =>
        {
            context.Cancel = true;
            if (mode == HostingMode.Debug)
            {
                lifetime.RequestExit();
            }
        }
    );
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, EndGracefully);
    using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, EndGracefully);

    var output = Console.OpenStandardOutput();
    var log = new HclogWriter(Console.OpenStandardError(), TimeProvider.System);

    // Standard output belongs to the handshake; whatever else is printed by anybody is log.
    Console.SetOut(Console.Error);

    using var certificate = handshake?.Client is { } client ? PluginCertificate.Create(client, TimeProvider.System) : null;
    using var folder = SocketFolder.Create(handshake?.SocketFolder);
    using var provider = new ProviderService(ProviderOptions.FromEnvironment(Environment.GetEnvironmentVariable), lifetime, log);
    await using (await PluginServer.StartAsync(folder.SocketPath, certificate, provider, lifetime, mode))
    {
        var line =
            mode == HostingMode.Plugin
                ? Handshake.Line(folder.SocketPath, certificate?.Server)
                : $"{ReattachLine.Variable}='{ReattachLine.Of(folder.SocketPath, Environment.ProcessId)}'";
        await output.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));
        await output.FlushAsync();
        await lifetime.ExitRequested;
        await lifetime.WhenIdleAsync();
    }

    return 0;

    void EndGracefully(PosixSignalContext context)
    {
        context.Cancel = true;
        lifetime.RequestExit();
    }
}

static void Say(string text)
{
    try
    {
        Console.Error.WriteLine(text);
    }
    catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
    {
        // Nobody can be told; the exit code is left.
    }
}
