using Microsoft.Extensions.Hosting;

namespace KeyBindingProvider.Pulumi.Hosting;

/// <summary>Signals are handled by <see cref="ProviderProcess"/>, which knows what is still to be finished.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
