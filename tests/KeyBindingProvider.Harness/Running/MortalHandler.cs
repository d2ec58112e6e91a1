using KeyBindingProvider.Harness.Cases;

namespace KeyBindingProvider.Harness.Running;

/// <summary>Carries the calls of one process, which may die at one of them: that call is sent or not, and its answer never comes.</summary>
internal sealed class MortalHandler(HttpMessageHandler inner, ProcessDeath? death, ProcessClock clock) : DelegatingHandler(inner)
{
    private readonly TaskCompletionSource _died = new();
    private int _calls;

    /// <summary>Ends with the process; never where it does not die.</summary>
    public Task Died => _died.Task;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (clock.IsAlive && ++_calls != death?.Call)
        {
            return base.SendAsync(request, cancellationToken);
        }

        if (clock.IsAlive)
        {
            if (death!.AfterEffect)
            {
                _ = base.SendAsync(request, CancellationToken.None);
            }

            clock.Die();
            _died.SetResult();
        }

        return new TaskCompletionSource<HttpResponseMessage>().Task;
    }
}
