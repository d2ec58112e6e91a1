using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Resources;

/// <summary>
/// An object is replaced by one in another region. It moves only as a whole (rule <c>sticky-region</c>): ids belong to a region, so one that is not there is
/// more likely a mistake than a wish, and taking everything off the old instances would be the price of it.
/// </summary>
/// <param name="From">Where it is.</param>
/// <param name="To">Where it would be.</param>
public sealed record RegionMove(string From, string To)
{
    /// <summary>Why it must not move; empty when all of its instances are there.</summary>
    /// <param name="name">What its reader calls it.</param>
    /// <param name="missing">Those of its instances that are not in the other region.</param>
    public IReadOnlyList<Problem> Refusals(string name, IReadOnlyCollection<InstanceId> missing) =>
        missing.Count == 0
            ? []
            :
            [
                Problem.Error(
                    ProblemCodes.MissingInstance,
                    $"'{name}' would move from {From} to {To}, but {InstanceList.Of(missing)} {Grammar.Does(missing.Count)} not exist in {To}."
                ) with
                {
                    Path = PropertyNames.Region.Camel,
                    Instances = [.. missing],
                    Remedy = $"Leave region out or set it to {From}; to move to {To}, name instances of that region in the same change.",
                },
            ];
}
