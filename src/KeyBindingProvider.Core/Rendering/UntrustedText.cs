namespace KeyBindingProvider.Core.Rendering;

/// <summary>
/// A text that the service or a stranger wrote: the name of an instance or a key, a state, an account. What it holds is kept as it came; printed, it is what a
/// terminal shows without obeying, on one line and of bearable length, so that it may stand in any message. Markdown escapes it further.
/// </summary>
/// <param name="Raw">As it came: for comparisons, and for JSON, which escapes by itself.</param>
public sealed record UntrustedText(string Raw)
{
    private const int Longest = 1000;

    /// <summary>Whether there is nothing.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Raw);

    /// <summary>Any text may be distrusted; trust is never implicit.</summary>
    public static implicit operator UntrustedText(string raw) => new(raw);

    /// <summary>What a person is shown of a text.</summary>
    public static string Show(string? raw) => PlainText.Escape(PlainText.Cut(raw ?? "", Longest));

    /// <inheritdoc/>
    public override string ToString() => Show(Raw);
}
