using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Tests.Docs;

/// <summary>What the documents say of a change policy is what the table of its fields says.</summary>
public class PolicyTableTests
{
    private const string PlanSchema = "docs/schemas/plan.schema.json";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public void Readme_TableOfFields_IsTheOneInCode() =>
        Golden.IsPartOf("docs/policies.md", "policy fields", $"\n{PolicyReference.Table(PolicyFields.All)}\n");

    [Fact]
    public void PlanSchema_Policy_IsTheTableInCode()
    {
        var schema = JsonNode.Parse(Repository.Read(PlanSchema))!;
        schema["$defs"]!["policy"] = PolicyReference.JsonSchema(PolicyFields.All);
        Golden.IsDocument(PlanSchema, schema.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n");
    }
}
