using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Engine.Observing;

namespace KeyBindingProvider.Engine.Resources;

/// <content>What is there, of an object that is known and of one to be imported.</content>
public sealed partial class ResourceOperations
{
    /// <summary>Reads an existing object as it is now; no policy has a say in what it is.</summary>
    public async Task<ResourceReading> ReadAsync(ResourceState prior, string owner, CancellationToken cancellationToken)
    {
        using var working = _coming.Work();
        _declarations.Know(owner, prior);
        var intent = Ownership.ToApply(prior.Declared, _region, ChangePolicy.Default, prior, Ownership.NoClaims);
        var fleet = await _engine.RefreshAsync(FleetQuery.For([intent]), cancellationToken);
        return Vanishing.Judge(prior, fleet) switch
        {
            Presence.Gone => new ResourceReading(null, []),
            Presence.Unseen => new ResourceReading(
                prior,
                [
                    Problem.Warning(
                        ProblemCodes.NothingSeen,
                        $"'{prior.Declared.Name}': none of its instances and keys is visible in {_region}; kept as it was."
                    ),
                ]
            ),
            _ => Seen(prior, prior.SeenIn(fleet)),
        };
    }

    /// <summary>Keys on these instances that other objects of this run declare, or had bound when they were last read: none of them is a stranger's.</summary>
    public IReadOnlyDictionary<InstanceId, KeySet> OthersOn(IEnumerable<InstanceId> instances, string owner) =>
        instances.ToDictionary(id => id, id => _declarations.OthersOn(id, owner));

    private ResourceReading Seen(ResourceState prior, ResourceState now) =>
        new(now, FoundDown.Of(prior, now, PolicyOf(prior.Declared).StopPolicy) is { } found ? [found] : []);

    /// <summary>
    /// Finds what an import id names; its state declares exactly that, so that the first plan after it is empty. Where the declaration itself asks for a change, as
    /// a revocation does whose key is bound, a warning says so.
    /// </summary>
    public async Task<ResourceReading> ImportAsync(ImportRequest request, string name, CancellationToken cancellationToken)
    {
        var ofRegion = request.InstanceIds.IsEmpty;
        var fleet = await _engine.ObserveAsync(new FleetQuery(request.InstanceIds, request.KeyIds, ofRegion), cancellationToken);
        var (declared, problem) = request.Match(name, fleet);
        if (declared is null)
        {
            return new ResourceReading(null, [problem!]);
        }

        var state = Unseen(declared).SeenIn(fleet);
        return new ResourceReading(state, [.. Unfinished(state)]);
    }
}
