using KeyBindingProvider.Core.Rendering.Wire;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>What an apply did, as JSON. Its shape is published in <c>docs/schemas/apply.schema.json</c>.</summary>
public static class ApplyJson
{
    /// <summary>Renders all regions of a program.</summary>
    public static string Render(ApplyDocument document) => RenderingJson.Write(ApplyFile.Of(document), RenderingJson.Default.ApplyFile);
}
