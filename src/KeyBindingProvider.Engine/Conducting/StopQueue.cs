using System.Collections.Immutable;
using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Engine.Conducting;

/// <summary>
/// Instances that wish to go down and have no slot yet, oldest ask first and in the ask's own order. Kept in order as they come and go, so that choosing the
/// next wave does not look at all who wait.
/// </summary>
internal sealed class StopQueue
{
    private readonly SortedSet<Place> _places = [];
    private readonly Dictionary<InstanceId, (Place Place, Wish.Write Wish, ImmutableArray<long> Voters)> _waiting = [];
    private readonly Dictionary<long, int> _counts = [];

    public int Count => _waiting.Count;

    public IEnumerable<InstanceId> Instances => _waiting.Keys;

    /// <summary>In the order in which they are admitted.</summary>
    public IEnumerable<Candidate> Candidates
    {
        get
        {
            foreach (var place in _places)
            {
                var (_, wish, voters) = _waiting[place.Id];
                yield return new Candidate(place.Id, wish.IsForcedChange, voters);
            }
        }
    }

    public bool Contains(InstanceId id) => _waiting.ContainsKey(id);

    /// <summary>How many wait that this ask votes for.</summary>
    public int CountOf(long ask) => _counts.GetValueOrDefault(ask);

    /// <summary>Takes a place; who votes for nobody takes none.</summary>
    /// <param name="id">The instance.</param>
    /// <param name="wish">What it wants to send.</param>
    /// <param name="voters">The asks that vote for it, oldest first.</param>
    /// <param name="order">Its place among the instances of the oldest of them.</param>
    public void Add(InstanceId id, Wish.Write wish, ImmutableArray<long> voters, int order)
    {
        Remove(id, out _);
        if (voters.IsEmpty)
        {
            return;
        }

        var place = new Place(voters[0], order, id);
        _places.Add(place);
        _waiting[id] = (place, wish, voters);
        foreach (var ask in voters)
        {
            _counts[ask] = CountOf(ask) + 1;
        }
    }

    /// <summary>Leaves its place; false when it had none.</summary>
    public bool Remove(InstanceId id, out Wish.Write? wish)
    {
        if (!_waiting.Remove(id, out var waiting))
        {
            wish = null;
            return false;
        }

        wish = waiting.Wish;
        _places.Remove(waiting.Place);
        foreach (var ask in waiting.Voters)
        {
            if (--_counts[ask] == 0)
            {
                _counts.Remove(ask);
            }
        }

        return true;
    }

    private readonly record struct Place(long Ask, int Order, InstanceId Id) : IComparable<Place>
    {
        public int CompareTo(Place other)
        {
            var byAsk = Ask.CompareTo(other.Ask);
            var byOrder = byAsk != 0 ? byAsk : Order.CompareTo(other.Order);
            return byOrder != 0 ? byOrder : Id.CompareTo(other.Id);
        }
    }
}
