using KeyBindingProvider.Core.Rendering.Wire;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>Drift as JSON. Its shape is published in <c>docs/schemas/drift.schema.json</c>.</summary>
public static class DriftJson
{
    /// <summary>Renders all regions of a program.</summary>
    public static string Render(PlanDocument document) => RenderingJson.Write(DriftFile.Of(document), RenderingJson.Default.DriftFile);
}
