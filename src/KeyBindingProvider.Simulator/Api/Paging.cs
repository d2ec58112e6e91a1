using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Api;

/// <summary>Offset and Limit of a list, and lists that move between two pages.</summary>
internal sealed class Paging(SimulatorOptions options, Dice dice)
{
    public const int DefaultLimit = 20;
    private const int MaxLimit = 100;
    private int _shifts;

    public (int Total, IReadOnlyList<T> Page) Cut<T>(ParameterReader parameters, IReadOnlyList<T> all, string offsetCode, string limitCode)
    {
        var offset = parameters.Number("Offset") ?? 0;
        var limit = parameters.Number("Limit") ?? DefaultLimit;
        if (offset is < 0 or > int.MaxValue)
        {
            throw new ApiRefusal(offsetCode, "Offset");
        }

        if (limit is < 1 or > MaxLimit)
        {
            throw new ApiRefusal(limitCode, "Limit");
        }

        if (offset > 0 && offset < all.Count && _shifts < options.PageShifts)
        {
            // Something before this page has gone, and whatever stood first on it has moved to the page already read.
            var gone = dice.Pick("page-shift", ++_shifts, "entry", (int)offset);
            all = [.. all.Where((_, index) => index != gone)];
        }

        return (all.Count, [.. all.Skip((int)offset).Take((int)limit)]);
    }
}
