using System.Text.Json;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Outcomes;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>What an apply did, as JSON. Its shape is published in <c>docs/schemas/apply.schema.json</c>.</summary>
public static class ApplyJson
{
    /// <summary>Renders all regions of a program.</summary>
    public static string Render(ApplyDocument document) =>
        JsonDocumentWriter.Write(
            "apply",
            json =>
            {
                json.WriteString("program", document.Program);
                json.WriteString("status", EnumNames.Of(document.Status));
                json.Objects("regions", document.Regions, region => Region(json, region));
            }
        );

    private static void Region(Utf8JsonWriter json, AppliedRegion region)
    {
        json.WriteString("title", region.Title);
        json.WriteBoolean("begun", region.Report is not null);
        json.WriteBoolean("cancelled", region.Report?.Cancelled ?? false);
        json.Object("plan", () => PlanJson.Fields(json, region.Report?.Plan ?? region.Plan));
        json.Objects("outcomes", region.Report?.Outcomes ?? [], outcome => Outcome(json, outcome));
        json.Problems("problems", region.Report?.Problems ?? []);
    }

    private static void Outcome(Utf8JsonWriter json, InstanceOutcome outcome)
    {
        json.WriteString("instanceId", outcome.Instance.Value);
        json.WriteString("outcome", EnumNames.Of(outcome.Kind));
        json.WriteString("pending", outcome.Pending is { } code ? Wording.CodeOf(code) : null);
        if (outcome.Keys is { } keys)
        {
            json.Keys("keyIds", keys);
        }
        else
        {
            json.WriteNull("keyIds");
        }

        json.WriteBoolean("powerCycled", outcome.PowerCycled);
        json.Texts("resources", outcome.Resources);
        if (outcome.Problem is { } problem)
        {
            json.Object("problem", () => json.ProblemFields(problem));
        }
        else
        {
            json.WriteNull("problem");
        }
    }
}
