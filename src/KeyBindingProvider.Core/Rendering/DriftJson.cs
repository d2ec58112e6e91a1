using System.Text.Json;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>Drift as JSON. Its shape is published in <c>docs/schemas/drift.schema.json</c>.</summary>
public static class DriftJson
{
    /// <summary>Renders all regions of a program.</summary>
    public static string Render(PlanDocument document) =>
        JsonDocumentWriter.Write(
            "drift",
            json =>
            {
                json.WriteString("program", document.Program);
                json.WriteBoolean("drifted", document.Plans.Any(plan => !DriftView.Of(plan).Drift.IsEmpty));
                json.WriteNumber("waiting", document.WaitingCount);
                json.Objects("regions", document.Regions, region => Region(json, region));
            }
        );

    private static void Region(Utf8JsonWriter json, PlannedRegion region)
    {
        var view = DriftView.Of(region.Plan);
        json.WriteString("title", region.Title);
        json.WriteString("region", region.Plan.Region);
        json.Objects(
            "drift",
            view.Drift,
            entry =>
            {
                Entry(json, entry.Change);
                json.WriteString("refused", entry.Refused is { } code ? Wording.CodeOf(code) : null);
            }
        );
        json.Objects(
            "waiting",
            view.Waiting,
            pending =>
            {
                Entry(json, pending.Change);
                json.WriteString("code", Wording.CodeOf(pending.Code));
                json.WriteString("disposition", EnumNames.Of(pending.Disposition));
            }
        );
        json.KeyNames(region.Plan.KeyNames);
        json.Problems("problems", region.Plan.Problems);
    }

    private static void Entry(Utf8JsonWriter json, InstanceChange change)
    {
        json.WriteString("instanceId", change.Id.Value);
        json.WriteString("name", change.Name);
        json.Keys("boundNotDeclared", change.Remove);
        json.Keys("declaredNotBound", change.Add);
        json.Texts("resources", change.Resources);
    }
}
