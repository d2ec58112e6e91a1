using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Sources;

namespace KeyBindingProvider.Core.Access;

/// <summary>What an audit of one region is made of.</summary>
/// <param name="Title">The region, with the account where there are several.</param>
/// <param name="Fleet">The whole region, with all its key pairs.</param>
/// <param name="Filter">Which part is asked for.</param>
/// <param name="Intents">What a program asks for in it, by the clock of the service; empty without a program.</param>
/// <param name="Pinned">Keys that the provider wants on every machine.</param>
public sealed record AuditRequest(
    string Title,
    FleetSnapshot Fleet,
    AccessFilter Filter,
    IReadOnlyCollection<ResourceIntent> Intents,
    KeySet Pinned
);

/// <summary>Who can open what in one region, and what an auditor asks beside that. Says what is; changes and plans nothing.</summary>
public sealed record AuditReport
{
    /// <summary>The region, with the account where there are several.</summary>
    public required string Title { get; init; }

    /// <summary>The region.</summary>
    public required string Region { get; init; }

    /// <summary>The machines that were asked for, sorted by id.</summary>
    public required ImmutableArray<AuditedInstance> Instances { get; init; }

    /// <summary>Keys that open at least one of them, sorted by id; with the keys that were asked for.</summary>
    public required ImmutableArray<KeyAccess> Keys { get; init; }

    /// <summary>Machines of the selection that no key at all opens, though one could; none where keys are asked for.</summary>
    public required ImmutableArray<InstanceSnapshot> Keyless { get; init; }

    /// <summary>Key pairs that exist and open no machine of the whole region, selected or not.</summary>
    public required ImmutableArray<KeyAccess> OpenNothing { get; init; }

    /// <summary>Access of a program that ends or has ended, the earliest first.</summary>
    public required ImmutableArray<EndingAccess> Ends { get; init; }

    /// <summary>The provider's pinned keys, each with the machines of the selection that lack it.</summary>
    public required ImmutableArray<KeyAccess> PinnedMissing { get; init; }

    /// <summary>Those of them that do not exist in the region.</summary>
    public required KeySet PinnedNotFound { get; init; }

    /// <summary>Instances that were asked for and do not exist in the region.</summary>
    public required ImmutableArray<InstanceId> MissingInstances { get; init; }

    /// <summary>Keys that were asked for and do not exist in the region.</summary>
    public required ImmutableArray<KeyId> MissingKeys { get; init; }

    /// <summary>Who can open what, of the same look; with what was asked for and is not there.</summary>
    public required AccessReport Access { get; init; }

    /// <summary>What starts machines later, and could not be looked at; null where nobody looked.</summary>
    public required KeySources? Sources { get; init; }

    /// <summary>Keys that later machines get, sorted by id, each with what gives it; empty where nobody looked.</summary>
    public required ImmutableArray<KeyComing> Coming { get; init; }

    /// <summary>Machines whose keys nobody can change as they are.</summary>
    public IEnumerable<AuditedInstance> Blocked => Instances.Where(instance => instance.IsBlocked);

    /// <summary>Pairs of a machine and a key that opens it.</summary>
    public int PairCount => Keys.Sum(key => key.Instances.Length);

    /// <summary>How many machines, or pairs, a finding is about.</summary>
    public int Count(AuditFinding finding) =>
        finding switch
        {
            AuditFinding.Keyless => Keyless.Length,
            AuditFinding.PinnedMissing => PinnedMissing.Sum(key => key.Instances.Length),
            _ => Ends.Where(access => access.HasEnded).Sum(access => access.PairCount),
        };

    /// <summary>Audits what was observed.</summary>
    public static AuditReport Of(AuditRequest request)
    {
        var (fleet, filter) = (request.Fleet, request.Filter);
        var access = AccessReport.Of(fleet, filter);
        var pinned = filter.Keys.IsEmpty ? request.Pinned : request.Pinned.Intersect(filter.Keys);
        // A filter of keys narrows the columns, never the machines.
        InstanceSnapshot[] selected = [.. fleet.Instances.Values.Where(filter.Selects).OrderBy(instance => instance.Id)];
        return new AuditReport
        {
            Title = request.Title,
            Region = fleet.Region,
            Instances = [.. selected.Select(AuditedInstance.Of)],
            Keys = access.Keys,
            Keyless = access.Keyless,
            OpenNothing = OpeningNothing(fleet, filter),
            Ends = EndingAccess.Of(request, selected),
            PinnedMissing =
            [
                .. pinned.Select(key => new KeyAccess(
                    key,
                    fleet.NameOf(key),
                    [.. selected.Where(instance => !instance.IsWindows && !instance.Keys.Contains(key))]
                )),
            ],
            PinnedNotFound = PinnedKeys.NotFound(pinned, fleet),
            MissingInstances = access.MissingInstances,
            MissingKeys = access.MissingKeys,
            Access = access,
            Sources = fleet.Sources,
            Coming = KeyComing.Of(fleet, filter, access.Keys),
        };
    }

    /// <summary>Who asks for some machines is not told of keys that have nothing to do with them.</summary>
    private static ImmutableArray<KeyAccess> OpeningNothing(FleetSnapshot fleet, AccessFilter filter)
    {
        if (filter.Keys.IsEmpty && filter.IsOfInstances)
        {
            return [];
        }

        var bound = fleet.Instances.Values.SelectMany(instance => instance.Keys).ToHashSet();
        return
        [
            .. fleet
                .KeyPairs.Values.Where(pair => (filter.Keys.IsEmpty || filter.Keys.Contains(pair.Id)) && !bound.Contains(pair.Id))
                .OrderBy(pair => pair.Id)
                .Select(pair => new KeyAccess(pair.Id, pair.Name, [])),
        ];
    }
}
