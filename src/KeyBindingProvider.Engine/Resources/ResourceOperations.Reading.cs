using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
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
        var selector = prior.Declared.Instances;
        var query = FleetQuery.For([intent]);
        var fleet = selector is null
            ? await _engine.RefreshAsync(query, cancellationToken)
            : await _engine.ObserveForAsync([(prior.Declared.Name, selector)], query, cancellationToken);
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
            _ => Seen(prior, Selecting(selector, prior.SeenIn(fleet), fleet)),
        };
    }

    /// <summary>Keys on these instances that other objects of this run declare, or had bound when they were last read: none of them is a stranger's.</summary>
    public IReadOnlyDictionary<InstanceId, KeySet> OthersOn(IEnumerable<InstanceId> instances, string owner) =>
        instances.ToDictionary(id => id, id => _declarations.OthersOn(id, owner));

    /// <summary>
    /// What a selector comes to now, for whoever plans or applies with it: the same inputs with its instances in <see cref="ResourceInput.InstanceIds"/>; inputs without one
    /// as they are, without a call. Throws <see cref="ProblemException"/> where it means fewer or more than it may.
    /// </summary>
    public async Task<ResourceInput> SelectAsync(ResourceInput desired, CancellationToken cancellationToken)
    {
        if (desired.Instances is null)
        {
            return desired;
        }

        try
        {
            return (await _engine.SelectAsync([desired], cancellationToken))[0];
        }
        catch (ProblemException exception) when (exception.Problems.Any(problem => problem.Code == ProblemCodes.SelectionOutOfBounds))
        {
            // An engine speaks of one resource at a time and knows which.
            throw new ProblemException([.. exception.Problems.Select(problem => problem with { Path = PropertyNames.Instances.Camel })]);
        }
    }

    private static ResourceState Selecting(InstanceSelector? selector, ResourceState seen, FleetSnapshot fleet) =>
        selector is null ? seen : seen with { Observation = seen.Observation.Selecting(selector.Select(fleet), fleet) };

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
