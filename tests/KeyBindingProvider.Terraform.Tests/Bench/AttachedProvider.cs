using KeyBindingProvider.Terraform.Hosting;
using KeyBindingProvider.Terraform.Service;

namespace KeyBindingProvider.Terraform.Tests.Bench;

/// <summary>The provider in this process, behind its real socket, for terraform to attach to and for a channel of our own.</summary>
public sealed class AttachedProvider : IAsyncDisposable
{
    private readonly SocketFolder _folder;
    private readonly ProviderService _service;
    private readonly PluginServer _server;

    private AttachedProvider(SocketFolder folder, ProviderLifetime lifetime, ProviderService service, PluginServer server) =>
        (_folder, Lifetime, _service, _server) = (folder, lifetime, service, server);

    internal ProviderLifetime Lifetime { get; }

    public string SocketPath => _folder.SocketPath;

    public string Reattach => ReattachLine.Of(_folder.SocketPath, Environment.ProcessId);

    public static async Task<AttachedProvider> StartAsync()
    {
        var folder = SocketFolder.Create(root: null);
        var lifetime = new ProviderLifetime();
        var options = ProviderOptions.FromEnvironment(_ => "10");
        var service = new ProviderService(options, lifetime, new HclogWriter(Stream.Null, TimeProvider.System));
        var server = await PluginServer.StartAsync(folder.SocketPath, certificate: null, service, lifetime, HostingMode.Debug);
        return new AttachedProvider(folder, lifetime, service, server);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _service.Dispose();
        Lifetime.Dispose();
        _folder.Dispose();
    }
}
