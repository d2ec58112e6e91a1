using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Words of the service that only ever stand in a message: one line, of bearable length, with nothing that a terminal would obey.</summary>
internal static class ServiceText
{
    public static string Clean(string text) => UntrustedText.Show(text.ReplaceLineEndings(" ").Replace('\t', ' '));
}
