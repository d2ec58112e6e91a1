using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Engine.Observing;

namespace KeyBindingProvider.Engine;

/// <content>What selectors of instances come to, and what has ended (rules <c>selectors</c>, <c>access-ends</c>).</content>
public sealed partial class KeyBindingEngine
{
    /// <summary>
    /// The inputs with the instances that their selectors mean by one look at the whole region, and with how far their ends are away; where they say neither, no call.
    /// Throws <see cref="ProblemException"/> with every selector that means fewer or more than it may, and where it cannot read all of the region.
    /// </summary>
    public async Task<IReadOnlyList<ResourceInput>> ResolveAsync(IReadOnlyList<ResourceInput> inputs, CancellationToken cancellationToken)
    {
        inputs = await SelectAsync(inputs, cancellationToken);
        if (!inputs.Any(input => input.Ends is not null))
        {
            return inputs;
        }

        var now = await ServiceTimeAsync(cancellationToken);
        return [.. inputs.Select(input => input.At(now))];
    }

    /// <summary>
    /// What time it is by the service, for whoever says when access ends. No call where it has answered anything before; else one, however many ask at once. Throws
    /// <see cref="ProblemException"/> where it cannot be asked.
    /// </summary>
    public async Task<DateTimeOffset> ServiceTimeAsync(CancellationToken cancellationToken)
    {
        try
        {
            // The first answer tells the time to all who wait for it; after that there is no call any more.
            var first = LazyInitializer.EnsureInitialized(ref _firstTime, () => _api.ServiceTimeAsync(CancellationToken.None));
            await first.WaitAsync(cancellationToken);
            return await _api.ServiceTimeAsync(cancellationToken);
        }
        catch (CvmException exception)
        {
            _firstTime = null;
            throw new ProblemException(exception.ToProblem());
        }
    }

    private async Task<IReadOnlyList<ResourceInput>> SelectAsync(IReadOnlyList<ResourceInput> inputs, CancellationToken cancellationToken)
    {
        (string, InstanceSelector)[] selectors =
        [
            .. inputs.Where(input => input.Instances is not null).Select(input => (input.Name, input.Instances!)),
        ];
        if (selectors.Length == 0)
        {
            return inputs;
        }

        var region = await ObserveForAsync(selectors, FleetQuery.Everything, cancellationToken);
        ResourceInput[] resolved =
        [
            .. inputs.Select(input =>
                input.Instances is { } selector
                    ? input with
                    {
                        InstanceIds = selector.Select(region),
                        Unmatched = selector.Unmatched(region),
                    }
                    : input
            ),
        ];
        Problem[] refusals = [.. resolved.Select(RefusalOf).OfType<Problem>()];
        return refusals.Length == 0 ? resolved : throw new ProblemException(refusals);
    }

    private static Problem? RefusalOf(ResourceInput input) =>
        input.Instances?.Refusal(input.Name, input.InstanceIds, input.Unmatched) is { } refusal
            ? refusal with
            {
                Path = $"resources.{input.Name}.properties.{PropertyNames.Instances.Camel}",
            }
            : null;

    /// <summary>
    /// The whole region with what else a query asks for. Throws <see cref="ProblemException"/> also where it cannot be told of some instance whether a selector means it: to
    /// guess could take its keys away.
    /// </summary>
    internal async Task<FleetSnapshot> ObserveForAsync(
        IReadOnlyCollection<(string Resource, InstanceSelector Selector)> selectors,
        FleetQuery query,
        CancellationToken cancellationToken
    )
    {
        var region = await ObserveAsync(query with { WholeRegion = true }, cancellationToken);
        return Decided(
            region,
            selectors.SelectMany(each => each.Selector.Undecided(region)),
            $"selected by {string.Join(", ", selectors.Select(each => $"'{each.Resource}'").Distinct().Order(StringComparer.Ordinal))}"
        );
    }

    /// <summary>
    /// What a query asks for, for a look-up. Throws <see cref="ProblemException"/> also where it cannot be told of some instance whether the filter asks for it: an answer
    /// without it would look complete.
    /// </summary>
    public async Task<FleetSnapshot> ObserveAsync(FleetQuery query, AccessFilter filter, CancellationToken cancellationToken)
    {
        var fleet = await ObserveAsync(query, cancellationToken);
        return Decided(fleet, filter.Undecided(fleet), "asked for");
    }

    private static FleetSnapshot Decided(FleetSnapshot fleet, IEnumerable<InstanceId> instances, string what)
    {
        InstanceId[] undecided = [.. instances.Distinct().Order()];
        return undecided.Length == 0
            ? fleet
            : throw new ProblemException(
                Problem.Error(
                    ProblemCodes.Unreadable,
                    $"The tags that the service tells of {InstanceList.Of(undecided)} cannot be read, so that nobody can say whether {Grammar.Pick(undecided.Length, "it is", "they are")} {what}; nothing was changed."
                ) with
                {
                    Instances = undecided,
                    Remedy = "Look at it in the console and report it to the service.",
                }
            );
    }
}
