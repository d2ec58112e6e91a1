using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Api;

/// <summary>Offset and Limit of a list, lists that move between two pages, and lists that are not what they say.</summary>
internal sealed class Paging(SimulatorOptions options, Dice dice)
{
    public const int DefaultLimit = 20;
    private const int MaxLimit = 100;
    private int _shifts;

    /// <summary>Writes TotalCount and answers the page that is to be listed.</summary>
    public IReadOnlyList<T> Cut<T>(ActionCall call, Utf8JsonWriter answer, IReadOnlyList<T> all, string offsetCode, string limitCode)
    {
        var offset = call.Parameters.Number("Offset") ?? 0;
        var limit = call.Parameters.Number("Limit") ?? DefaultLimit;
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

        var begin = call.ListFault == ListFault.PagesRepeat ? 0 : (int)offset;
        T[] page = [.. all.Skip(begin).Take((int)limit)];
        WriteTotal(answer, call.ListFault, all.Count, offset, page.Length);
        return call.ListFault switch
        {
            ListFault.EntryMissing => [.. page.Skip(1)],
            ListFault.EntriesTwice => [.. page.Concat(page)],
            _ => page,
        };
    }

    private static void WriteTotal(Utf8JsonWriter answer, ListFault? fault, int total, long offset, int listed)
    {
        switch (fault)
        {
            case ListFault.TotalAbsent:
                break;
            case ListFault.TotalNull:
                answer.WriteNull("TotalCount"u8);
                break;
            case ListFault.TotalText:
                answer.WriteString("TotalCount"u8, "many");
                break;
            default:
                answer.WriteNumber(
                    "TotalCount"u8,
                    fault switch
                    {
                        ListFault.TotalMoves => total + (offset > 0 ? 1 : 0),
                        ListFault.TotalNegative => -1,
                        ListFault.TotalTooSmall => listed / 2,
                        ListFault.EntriesTwice => total * 2,
                        ListFault.NeverEnds => 1_000_000_000,
                        _ => total,
                    }
                );
                break;
        }
    }
}
