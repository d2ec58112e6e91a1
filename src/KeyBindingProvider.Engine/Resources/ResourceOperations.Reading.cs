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
            _ => Seen(
                prior,
                Selecting(selector, Ending(prior.SeenIn(fleet), await AtAsync(prior.Declared, cancellationToken)), fleet),
                selector is null ? [] : UnmatchedValue.Warnings(prior.Declared.Name, _region, selector.Unmatched(fleet))
            ),
        };
    }

    /// <summary>Keys on these instances that other objects of this run declare, or had bound when they were last read: none of them is a stranger's.</summary>
    public IReadOnlyDictionary<InstanceId, KeySet> OthersOn(IEnumerable<InstanceId> instances, string owner) =>
        instances.ToDictionary(id => id, id => _declarations.OthersOn(id, owner));

    /// <summary>
    /// What a selector comes to now and whether its time is over, for whoever plans or applies: the same inputs with its instances in
    /// <see cref="ResourceInput.InstanceIds"/> and with <see cref="ResourceInput.TimeLeft"/>; inputs that say neither as they are, without a call. Throws
    /// <see cref="ProblemException"/> where a selector means fewer or more than it may.
    /// </summary>
    public async Task<ResourceInput> ResolveAsync(ResourceInput desired, CancellationToken cancellationToken)
    {
        if (!desired.IsOpen)
        {
            return desired;
        }

        try
        {
            return (await _engine.ResolveAsync([desired], cancellationToken))[0];
        }
        catch (ProblemException exception) when (exception.Problems.Any(problem => problem.Code == ProblemCodes.SelectionOutOfBounds))
        {
            // An engine speaks of one resource at a time and knows which.
            throw new ProblemException([.. exception.Problems.Select(problem => problem with { Path = PropertyNames.Instances.Camel })]);
        }
    }

    /// <summary>The same with how far its end is away; without a look at the region.</summary>
    public async Task<ResourceInput> AtAsync(ResourceInput desired, CancellationToken cancellationToken) =>
        desired.Ends is null ? desired : desired.At(await _engine.ServiceTimeAsync(cancellationToken));

    /// <summary>
    /// What begins after its end, or would go on after it by a plan that was made before: refused before any write. Throws <see cref="ProblemException"/>.
    /// </summary>
    private async Task RefuseEndedAsync(ResourceInput desired, ResourceState? prior, CancellationToken cancellationToken)
    {
        if (desired.Ends is not { } ends || (prior is not null && desired.HasEnded))
        {
            return;
        }

        var left = ends.NotAfter - await _engine.ServiceTimeAsync(cancellationToken);
        if (left <= TimeSpan.Zero)
        {
            throw new ProblemException(
                Problem.Error(
                    ProblemCodes.AccessEnded,
                    prior is null
                        ? $"'{desired.Name}': notAfter, {ends.Written}, is {AccessEnd.Show(left)} in the past: nothing is bound by what has ended."
                        : $"'{desired.Name}': its access ended {AccessEnd.Show(left)} ago, at {ends.Written}, after this plan was made."
                ) with
                {
                    Path = PropertyNames.NotAfter.Camel,
                    Remedy = prior is null
                        ? "Write a moment to come, or remove the resource. Nothing was changed."
                        : "Plan again: the next plan takes its pairs away. Nothing was changed.",
                }
            );
        }
    }

    private static ResourceState Selecting(InstanceSelector? selector, ResourceState seen, FleetSnapshot fleet) =>
        selector is null ? seen : seen with { Observation = seen.Observation.Selecting(selector.Select(fleet), fleet) };

    private static ResourceState Ending(ResourceState seen, ResourceInput declared) =>
        declared.Ends is null ? seen : seen with { Observation = seen.Observation with { Ended = declared.HasEnded } };

    private ResourceReading Seen(ResourceState prior, ResourceState now, IEnumerable<Problem> unmatched) =>
        new(now, [.. FoundDown.Of(prior, now, PolicyOf(prior.Declared).StopPolicy) is { } found ? [found] : (Problem[])[], .. unmatched]);

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
