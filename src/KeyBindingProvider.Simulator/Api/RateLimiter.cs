namespace KeyBindingProvider.Simulator.Api;

/// <summary>
/// Calls of the last second by action and region. A refused call takes its place in the window like any other, so that a
/// client which hammers stays refused.
/// </summary>
internal sealed class RateLimiter
{
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(1);
    private readonly Dictionary<(string Action, string Region), Queue<DateTimeOffset>> _calls = [];

    public bool Admits(string action, string region, int perSecond, DateTimeOffset now)
    {
        if (!_calls.TryGetValue((action, region), out var window))
        {
            _calls[(action, region)] = window = new Queue<DateTimeOffset>();
        }

        while (window.TryPeek(out var oldest) && now - oldest >= s_window)
        {
            window.Dequeue();
        }

        window.Enqueue(now);
        return window.Count <= perSecond;
    }
}
