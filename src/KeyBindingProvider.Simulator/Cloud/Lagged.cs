namespace KeyBindingProvider.Simulator;

/// <summary>A value that readers see later than it changes, in the order in which it changed.</summary>
internal sealed class Lagged<T>(T initial)
{
    private Queue<(DateTimeOffset Due, T Value)>? _coming;
    private DateTimeOffset _lastDue = DateTimeOffset.MinValue;
    private T _visible = initial;

    public void Set(T value, DateTimeOffset due)
    {
        _lastDue = due > _lastDue ? due : _lastDue;
        (_coming ??= new()).Enqueue((_lastDue, value));
    }

    public T At(DateTimeOffset now)
    {
        while (_coming is { Count: > 0 } && _coming.Peek().Due <= now)
        {
            _visible = _coming.Dequeue().Value;
        }

        return _visible;
    }
}
