namespace KeyBindingProvider.Simulator.Cloud;

/// <summary>
/// What is still to happen, by due time. Nothing runs by itself: the world catches up each time somebody touches it, and
/// each event sees its own due time as now, so that chains of events come out the same however seldom that is.
/// </summary>
internal sealed class Timeline(DateTimeOffset start)
{
    private readonly PriorityQueue<Action, (DateTimeOffset Due, long Order)> _events = new();
    private long _order;

    public DateTimeOffset Now { get; private set; } = start;

    public void After(TimeSpan delay, Action happens) => _events.Enqueue(happens, (Now + delay, _order++));

    public void AdvanceTo(DateTimeOffset now)
    {
        while (_events.TryPeek(out var happens, out var at) && at.Due <= now)
        {
            _events.Dequeue();
            Now = at.Due > Now ? at.Due : Now;
            happens();
        }

        // A system clock may step back; the world does not.
        Now = now > Now ? now : Now;
    }
}
