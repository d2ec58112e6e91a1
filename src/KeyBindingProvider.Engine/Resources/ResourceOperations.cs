using System.Collections.Immutable;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Engine.Observing;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine.Resources;

/// <summary>
/// One declarative resource at a time, as the engines drive them: read, import, preview, apply, delete. Shared by all concurrent operations of
/// a process and region, so that they share reads, stop windows and what they know of each other's declarations. Methods that look at the cloud
/// throw <see cref="ProblemException"/> when it cannot be read; a failed change never throws.
/// </summary>
/// <remarks>
/// <c>owner</c> names an object of this run: a claim of another owner on a pair keeps this one from unbinding it. An empty one is nobody's,
/// so that everybody's claims count.
/// </remarks>
public sealed partial class ResourceOperations
{
    private readonly KeyBindingEngine _engine;
    private readonly string _region;
    private readonly ChangePolicyInput _providerPolicy;
    private readonly RunDeclarations _declarations = new();
    private readonly ComingKeys _coming;

    internal ResourceOperations(KeyBindingEngine engine, string region, ChangePolicyInput providerPolicy)
    {
        (_engine, _region, _providerPolicy) = (engine, region, providerPolicy);
        _engine.Claims = _declarations;
        _coming = new ComingKeys(_declarations, engine.Time);
    }

    /// <summary>
    /// Registers what this run wants of a resource before anything happens; answers contradictions (errors) and overlaps (warnings) with what
    /// others have declared so far.
    /// </summary>
    /// <param name="owner">The object.</param>
    /// <param name="desired">Its inputs.</param>
    /// <param name="claims">Whether its pairs are to be kept from being unbound by others from now on, or only once they are bound.</param>
    /// <param name="bringsUnknown">Whether it will bind keys that are not known yet.</param>
    public IReadOnlyList<Problem> Declare(string owner, ResourceInput desired, bool claims, bool bringsUnknown = false)
    {
        var intent = desired.ToIntent(_region, ChangePolicyInput.None, []);
        if (claims)
        {
            _declarations.Claim(owner, intent);
        }

        var problems = _declarations.Declare(owner, intent, bringsUnknown);
        _coming.Move();
        return problems;
    }

    /// <summary>Looks whether an object of another region may be replaced by this one here; answers why not, see <see cref="RegionMove"/>.</summary>
    /// <param name="desired">What is known of the inputs to come.</param>
    /// <param name="from">The region of the object that goes.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<IReadOnlyList<Problem>> CheckMoveAsync(ResourceInput desired, string from, CancellationToken cancellationToken)
    {
        if (desired.InstanceIds.IsEmpty)
        {
            return [];
        }

        var filter = AccessFilter.Everything with { Instances = desired.InstanceIds };
        var seen = await LookUpAsync(filter, cancellationToken);
        return new RegionMove(from, _region).Refusals(desired.Name, seen.MissingInstances);
    }

    /// <summary>Creates (no <paramref name="prior"/>) or updates.</summary>
    public async Task<ResourceResult> ApplyAsync(
        ResourceInput desired,
        ResourceState? prior,
        string owner,
        IApplyProgress progress,
        Func<Plan, Task<IReadOnlyList<Problem>>>? review,
        ApplyCancellation cancellation
    )
    {
        using var working = _coming.Work();
        await RefuseEndedAsync(desired, prior, cancellation.NoNewStops);
        // Claims are looked up again once the reads are back: what moves to a resource that has been declared meanwhile must not be unbound.
        var intent = ToApply(desired, prior, owner);
        var report = await _engine.ApplyAsync(
            () => [intent = ToApply(desired, prior, owner)],
            progress,
            review,
            cancellation,
            owner,
            Gather.OfEngines,
            Others(owner, _engine.Options.ComingBound)
        );
        var errors = ErrorsOf(report);
        var before = prior ?? Unseen(desired);
        // The pairs that the attempt bound are owned from now on, even where the declaration stays the one before, and what it gave up is watched while a mark holds it.
        var seen = report.LastObserved;
        var state = (
            before with
            {
                Declared = errors.IsEmpty ? desired : before.Declared,
                Outputs = ResourceOutputs.Of(intent, seen),
                Observation = Observation.Of(intent, seen) with
                {
                    Selected =
                        !errors.IsEmpty ? before.Observation.Selected
                        : desired.Instances is null ? null
                        : desired.InstanceIds,
                    Ended = desired.HasEnded,
                },
            }
        ).SeenIn(seen);
        if (errors.IsEmpty)
        {
            _declarations.Claim(owner, intent);
        }
        else
        {
            _declarations.Fail(owner);
            _coming.Move();
        }

        return Result(state, report, errors);
    }

    /// <summary>
    /// Takes away what is owned and not claimed by others, or nothing where it is to be kept. Refuses before any write whatever would have to wait;
    /// what is gone already is done.
    /// </summary>
    public async Task<ResourceResult> DeleteAsync(
        ResourceState prior,
        string owner,
        IApplyProgress progress,
        Func<Plan, Task<IReadOnlyList<Problem>>>? review,
        ApplyCancellation cancellation
    )
    {
        using var working = _coming.Work();
        var report = await _engine.ApplyAsync(
            () => [ToDelete(prior, owner)],
            progress,
            review,
            cancellation,
            owner,
            Gather.OfEngines,
            Others(owner, _engine.Options.ComingBoundOfPreview)
        );
        var errors = ErrorsOf(report);
        if (errors.IsEmpty && owner.Length > 0)
        {
            _declarations.Forget(owner);
        }

        return Result(prior.SeenIn(report.LastObserved), report, [.. errors.Select(DeleteRemedies.For)]);
    }

    /// <summary>Who can open what.</summary>
    public async Task<AccessReport> LookUpAsync(AccessFilter filter, CancellationToken cancellationToken)
    {
        // Named instances are read by id; anything else is looked for in the whole region, because the lists of key pairs lag.
        var query = new FleetQuery(filter.Instances, filter.Keys, WholeRegion: filter.Instances.IsEmpty);
        return AccessReport.Of(await _engine.ObserveAsync(query, filter, cancellationToken), filter);
    }

    /// <summary>A new run begins: what the one before has declared is forgotten.</summary>
    internal void BeginRun() => _declarations.Clear();

    private ResourceIntent ToApply(ResourceInput desired, ResourceState? prior, string owner) =>
        Ownership.ToApply(desired, _region, PolicyOf(desired), prior, Claims(prior, owner));

    private ResourceIntent ToDelete(ResourceState prior, string owner) =>
        Ownership.ToDelete(prior, PolicyOf(prior.Declared), Claims(prior, owner));

    private OtherObjects Others(string owner, TimeSpan quiet) =>
        new(
            instances => _coming.On(instances, owner),
            (losing, token) => _coming.WaitAsync(losing, owner, quiet, token),
            plan => _coming.Explained(plan, owner)
        );

    private ChangePolicy PolicyOf(ResourceInput resource) => resource.ChangePolicy.Over(_providerPolicy);

    private ImmutableSortedDictionary<InstanceId, KeySet> Claims(ResourceState? prior, string owner) =>
        prior is null ? Ownership.NoClaims : _declarations.ClaimsOn(prior.Declared.InstanceIds.Union(prior.Outputs.Bindings.Keys), owner);

    private ResourceState Unseen(ResourceInput declared) =>
        new()
        {
            Declared = declared,
            Region = _region,
            Outputs = ResourceOutputs.None,
            Observation = Observation.Of(declared.ToIntent(_region, ChangePolicyInput.None, []), FleetSnapshot.Empty(_region)),
        };
}
