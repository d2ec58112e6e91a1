namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Whether one answer can be all of what it was asked for. What several pages make up is for whoever asks for them to judge.</summary>
internal static class ListedAnswer
{
    /// <summary>What is wrong, as the end of a sentence, or null.</summary>
    /// <param name="list">Name of the list.</param>
    /// <param name="listed">The id of each entry, or null where the answer has no list.</param>
    /// <param name="total">TotalCount.</param>
    /// <param name="asked">How many ids were asked for, or null for a page of all.</param>
    public static string? WhyIncomplete(string list, IEnumerable<string?>? listed, int? total, int? asked)
    {
        if (listed is null)
        {
            return $"the answer holds no {list}";
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in listed)
        {
            if (string.IsNullOrEmpty(id))
            {
                return $"an entry of {list} has no id";
            }

            if (!ids.Add(id))
            {
                return $"{list} holds {ServiceText.Clean(id)} twice";
            }
        }

        // Each of the ids asked for is there: no count is needed to tell.
        return ids.Count == asked ? null
            : total is not { } told ? "the answer tells no TotalCount"
            : told < ids.Count || (asked is not null && told != ids.Count) ? $"the answer lists {ids.Count} with a TotalCount of {told}"
            : null;
    }
}
