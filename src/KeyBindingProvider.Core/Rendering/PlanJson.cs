using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rendering.Wire;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>A plan as JSON with everything in it. Its shape is published in <c>docs/schemas/plan.schema.json</c>.</summary>
public static class PlanJson
{
    /// <summary>Renders all regions of a program.</summary>
    public static string Render(PlanDocument document) => RenderingJson.Write(PlanFile.Of(document), RenderingJson.Default.PlanFile);

    /// <summary>Renders one plan by itself in one line: an entry of <c>regions</c> of that schema, without its title.</summary>
    public static string Line(Plan plan) => PlanLine.Of(RegionPlan.Of(plan));
}
