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
    public static IEnumerable<KeySet> States(InstanceChange change, BindReading reading) => States(change.Terms, reading);

    /// <summary>
    /// The reading under which an instance that has a key loses its last one on the way, or null when it never does. An instance that
    /// has none to begin with cannot be locked out further, and one on which the run binds another key is not.
    /// </summary>
    public static BindReading? FirstKeylessState(InstanceChange change) => change.Terms.FirstKeylessState;

    /// <summary>The same, walked anew.</summary>
    internal static BindReading? FindKeylessState(ChangeTerms terms)
    {
        if (terms.Bound.IsEmpty || !terms.Expected.Except(terms.Remove).IsEmpty)
        {
            return null;
        }

        foreach (var reading in (ReadOnlySpan<BindReading>)[BindReading.Adds, BindReading.Replaces])
        {
            if (States(terms, reading).Any(state => state.IsEmpty))
            {
                return reading;
            }
        }

        return null;
    }

    private static IEnumerable<KeySet> States(ChangeTerms terms, BindReading reading)
    {
        var state = terms.Bound;
        yield return state;
        if (!terms.Add.IsEmpty)
        {
            state = reading == BindReading.Adds ? state.Union(terms.Want) : terms.Want;
            yield return state;
        }

        foreach (var key in state.Intersect(terms.Remove))
        {
            state = state.Except(KeySet.Of(key));
            yield return state;
        }
    }
}
