using System.Runtime.InteropServices;
using System.Text;
using KeyBindingProvider.Terraform.Hosting;
using KeyBindingProvider.Terraform.Service;

var mode = args is ["--debug"] ? HostingMode.Debug : HostingMode.Plugin;
var handshake = Handshake.Read(Environment.GetEnvironmentVariable);
if (mode == HostingMode.Plugin && handshake is null)
{
    Console.Error.WriteLine(
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
