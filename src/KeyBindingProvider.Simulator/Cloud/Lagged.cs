namespace KeyBindingProvider.Simulator.Cloud;

/// <summary>
/// A value that readers see later than it changes. Changes wait in line, so that one with a short lag never shows before
/// an earlier one with a long lag.
/// </summary>
internal sealed class Lagged<T>(T initial)
{
    private Queue<(DateTimeOffset Due, T Value)>? _coming;
    private T _visible = initial;

    public void Set(T value, DateTimeOffset due) => (_coming ??= new()).Enqueue((due, value));

    public T At(DateTimeOffset now)
    {
        while (_coming is { Count: > 0 } && _coming.Peek().Due <= now)
        {
            _visible = _coming.Dequeue().Value;
        }

        return _visible;
    }
}
