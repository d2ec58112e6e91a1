using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Pulumi.Runs;

/// <summary>Texts on their way to the engine, which prints them on a terminal and obeys what stands in them between <c>&lt;{%</c> and <c>%}&gt;</c>.</summary>
internal static class EngineText
{
    /// <summary>The lines as they are, with nothing in them that does something.</summary>
    public static string Of(string lines) => PlainText.EscapeLines(lines).Replace("<{%", @"<\u{7B}%", StringComparison.Ordinal);
}
