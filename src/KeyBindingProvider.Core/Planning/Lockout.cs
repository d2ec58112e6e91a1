using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Planning;

/// <summary>Whether the service's bind adds to the bound keys or replaces them: an open point of the API (rule <c>service-open-points</c>).</summary>
public enum BindReading
{
    /// <summary>The keys of a bind join those that are bound.</summary>
    Adds,

    /// <summary>The keys of a bind take the place of those that are bound.</summary>
    Replaces,
}

/// <summary>The proof against lock-out: walks every intermediate state of a change under both readings of the API.</summary>
public static class Lockout
{
    /// <summary>
    /// The key sets that the instance passes through, the first being what is bound now: bind of the full wanted set (when something is
    /// missing), then unbind of what is left to remove, keys one by one because a call of ours may be cut there.
    /// </summary>
    public static IEnumerable<KeySet> States(InstanceChange change, BindReading reading)
    {
        var state = change.Bound;
        yield return state;
        if (change.NeedsBind(state))
        {
            state = reading == BindReading.Adds ? state.Union(change.Want) : change.Want;
            yield return state;
        }

        foreach (var key in change.RemoveFrom(state))
        {
            state = state.Except(KeySet.Of(key));
            yield return state;
        }
    }

    /// <summary>
    /// The reading under which an instance that has a key loses its last one on the way, or null when it never does. An instance that
    /// has none to begin with cannot be locked out further, and one on which the run binds another key is not.
    /// </summary>
    public static BindReading? FirstKeylessState(InstanceChange change)
    {
        if (change.Bound.IsEmpty || !change.Expected.Except(change.Remove).IsEmpty)
        {
            return null;
        }

        foreach (var reading in (ReadOnlySpan<BindReading>)[BindReading.Adds, BindReading.Replaces])
        {
            if (States(change, reading).Any(state => state.IsEmpty))
            {
                return reading;
            }
        }

        return null;
    }
}
