using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Engine;
using KeyBindingProvider.Engine.Resources;
using KeyBindingProvider.Harness.Cases;

namespace KeyBindingProvider.Harness.Running;

/// <summary>
/// The resources of a case as an engine keeps them: their states outlive a process. Each run declares all of them first, refreshes what has a state, and
/// applies what the stored plan asks for, after what it depends on.
/// </summary>
internal sealed class CaseResources
{
    private readonly FleetCase _case;
    private readonly Dictionary<string, ResourceState?> _states;

    public CaseResources(FleetCase fleetCase) =>
        (_case, _states) = (fleetCase, fleetCase.Intents.ToDictionary(intent => intent.Name, Before, StringComparer.Ordinal));

    /// <summary>All resources, in one process.</summary>
    public async Task RunAsync(ResourceOperations resources, Func<ResourceIntent, CaseOperation> begin, ApplyCancellation cancellation)
    {
        foreach (var intent in _case.Intents)
        {
            resources.Declare(intent.Name, Input(intent), claims: true);
        }

        var succeeded = new Dictionary<string, TaskCompletionSource<bool>>(StringComparer.Ordinal);
        foreach (var intent in _case.Intents)
        {
            succeeded[intent.Name] = new TaskCompletionSource<bool>();
        }

        await Task.WhenAll(
            _case.Intents.Select(async intent =>
            {
                foreach (var name in intent.DependsOn)
                {
                    if (!await succeeded[name].Task)
                    {
                        succeeded[intent.Name].SetResult(false);
                        return;
                    }
                }

                succeeded[intent.Name].SetResult(await ApplyAsync(resources, intent, begin(intent), cancellation));
            })
        );
    }

    private async Task<bool> ApplyAsync(
        ResourceOperations resources,
        ResourceIntent intent,
        CaseOperation operation,
        ApplyCancellation cancellation
    )
    {
        var desired = Input(intent);
        try
        {
            var prior = _states[intent.Name];
            // What a case gives a resource to begin with was seen by no read.
            if (prior is { Declared.KeyIds.IsEmpty: false })
            {
                prior = (await resources.ReadAsync(prior, intent.Name, cancellation.NoNewStops)).State;
                prior = prior is null ? null : Kept(prior);
            }

            if (
                prior is not null
                && prior.Declared.DeclaresTheSameAs(desired)
                && !resources.PlanStored(desired, prior, intent.Name).NeedsApply
            )
            {
                _states[intent.Name] = prior;
                return true;
            }

            var result = await resources.ApplyAsync(desired, prior, intent.Name, operation, review: null, cancellation);
            operation.Outcome = result.Report;
            _states[intent.Name] = Kept(result.State);
            return result.Errors.IsEmpty;
        }
        catch (Exception exception) when (exception is ProblemException or OperationCanceledException or IOException)
        {
            return ProcessLife.GaveUp(operation, exception);
        }
    }

    /// <summary>What an engine writes into its state and reads from it.</summary>
    private static ResourceState Kept(ResourceState state) =>
        state with
        {
            Observation =
                Observation.TryDecode(state.Observation.Encode())
                ?? throw new InvalidOperationException("a stored observation is unreadable"),
        };

    private static ResourceInput Input(ResourceIntent intent) =>
        new()
        {
            Name = intent.Name,
            Kind = intent.Kind,
            InstanceIds = intent.InstanceIds,
            KeyIds = intent.KeyIds,
            ExceptInstanceIds = (intent as KeyRevocationIntent)?.ExceptInstanceIds ?? [],
            OnDestroy = intent is KeyRevocationIntent ? null : OnDestroy.Unbind,
            ChangePolicy = new ChangePolicyInput
            {
                StopPolicy = intent.Policy.StopPolicy,
                MaxUnavailable = intent.Policy.MaxUnavailable[0],
                FailureBudget = intent.Policy.FailureBudget,
                Canary = intent.Policy.Canary,
                StopTimeoutSeconds = intent.Policy.StopTimeoutSeconds,
                AllowKeyless = intent.Policy.AllowKeyless,
                MaxStops = intent.Policy.MaxStops,
                OnBlocked = intent.Policy.OnBlocked,
                RestartMarker = intent.Policy.RestartMarker,
            },
        };

    /// <summary>An earlier run left these pairs in its state; the resource declares them no longer.</summary>
    private static ResourceState? Before(ResourceIntent intent)
    {
        var left = intent switch
        {
            KeyPairAssociationIntent association => association.Owned,
            InstanceKeysExclusiveIntent exclusive => exclusive.Released,
            _ => ImmutableSortedDictionary<InstanceId, KeySet>.Empty,
        };
        return left.IsEmpty
            ? null
            : new ResourceState
            {
                Declared = Input(intent) with { InstanceIds = [], KeyIds = KeySet.Empty },
                Region = intent.Region,
                Outputs = ResourceOutputs.None with { Bindings = left },
                Observation = Observation.NothingLookedFor(intent.Region),
            };
    }
}
