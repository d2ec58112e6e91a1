using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Planning;

/// <summary>
/// Changes that may share their calls. The wanted set tells apart only those that are bound: the personal keys of an instance that gains nothing travel in no call.
/// </summary>
/// <param name="StopMode">How they are taken down.</param>
/// <param name="Bind">The set that a bind carries; empty where none is needed.</param>
/// <param name="Remove">The keys that an unbind takes away.</param>
/// <param name="Places">Which of <see cref="GroupedChanges.ById"/> they are, in that order.</param>
internal sealed record EqualChanges(StopMode StopMode, KeySet Bind, KeySet Remove, List<int> Places);

/// <summary>Changes, and which of them are equal.</summary>
/// <param name="ById">All of them, sorted by id.</param>
/// <param name="Groups">In the order in which windows take them.</param>
internal sealed record GroupedChanges(List<InstanceChange> ById, EqualChanges[] Groups)
{
    /// <summary>Groups them.</summary>
    /// <param name="byId">Sorted by id.</param>
    public static GroupedChanges Of(List<InstanceChange> byId)
    {
        var ofTerms = new Dictionary<ChangeTerms, EqualChanges>();
        var groups = new Dictionary<(StopMode, KeySet, KeySet), EqualChanges>();
        for (var place = 0; place < byId.Count; place++)
        {
            var terms = byId[place].Terms;
            if (!ofTerms.TryGetValue(terms, out var group))
            {
                var (mode, bind, remove) = (terms.StopMode, terms.Add.IsEmpty ? KeySet.Empty : terms.Want, terms.Remove);
                if (!groups.TryGetValue((mode, bind, remove), out group))
                {
                    groups[(mode, bind, remove)] = group = new EqualChanges(mode, bind, remove, []);
                }

                ofTerms[terms] = group;
            }

            group.Places.Add(place);
        }

        return new GroupedChanges(
            byId,
            [.. groups.Values.OrderBy(group => group.StopMode).ThenBy(group => group.Bind).ThenBy(group => group.Remove)]
        );
    }
}
