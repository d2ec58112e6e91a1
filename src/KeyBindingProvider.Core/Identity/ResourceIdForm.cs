namespace KeyBindingProvider.Core.Identity;

/// <summary>The form that CVM resource ids share (rule <c>service-ids</c>).</summary>
internal static class ResourceIdForm
{
    private const int SuffixLength = 8;

    public static bool IsWellFormed(string? text, string prefix)
    {
        if (text is null || text.Length != prefix.Length + SuffixLength || !text.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var c in text.AsSpan(prefix.Length))
        {
            if (!char.IsAsciiDigit(c) && !char.IsAsciiLetterLower(c))
            {
                return false;
            }
        }

        return true;
    }
}
