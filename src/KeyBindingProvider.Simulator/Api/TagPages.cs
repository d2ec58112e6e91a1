using System.Text.Json;

namespace KeyBindingProvider.Simulator.Api;

/// <summary>Pages of the tag service: 15 unless asked for more, and an Offset that answers tell again.</summary>
internal static class TagPages
{
    private const int DefaultLimit = 15;
    private const int MaxLimit = 100;

    /// <summary>Writes TotalCount, Offset and Limit, and answers the page. Comes before the list is begun.</summary>
    public static IReadOnlyList<T> Cut<T>(ActionCall call, Utf8JsonWriter answer, IReadOnlyList<T> all, bool mustAlign)
    {
        var offset = call.Parameters.Number("Offset") ?? 0;
        var limit = call.Parameters.Number("Limit") ?? DefaultLimit;
        if (limit is < 1 or > MaxLimit)
        {
            throw new ApiRefusal("InvalidParameter", "Limit");
        }

        if (offset is < 0 or > int.MaxValue || (mustAlign && offset % limit != 0))
        {
            throw new ApiRefusal("InvalidParameterValue.OffsetInvalid", "Offset");
        }

        answer.WriteNumber("TotalCount"u8, all.Count);
        answer.WriteNumber("Offset"u8, offset);
        answer.WriteNumber("Limit"u8, limit);
        return [.. all.Skip((int)offset).Take((int)limit)];
    }
}
