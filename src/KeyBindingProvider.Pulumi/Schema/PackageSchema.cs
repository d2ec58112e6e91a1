using System.Collections.Immutable;
using System.Text.Json.Nodes;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;

namespace KeyBindingProvider.Pulumi.Schema;

/// <summary>
/// The package schema, from which SDKs are generated and by which YAML programs are checked: built from the same names that the checks read by, so that the
/// two cannot part.
/// </summary>
internal static class PackageSchema
{
    private static readonly Lazy<string> Text = new(() => Build(PolicyFields.All).ToJsonString());

    /// <summary>The schema as JSON.</summary>
    public static string Json => Text.Value;

    /// <summary>The schema with these fields of a change policy.</summary>
    public static JsonObject Build(ImmutableArray<PolicyField> policyFields)
    {
        var schema = Describe(policyFields);
        PackageHome.AddTo(schema);
        return schema;
    }

    private static JsonObject Describe(ImmutableArray<PolicyField> policyFields) =>
        new()
        {
            ["name"] = ResourceKinds.Package,
            ["displayName"] = "Key bindings",
            ["version"] = ProviderVersion.Text,
            ["description"] =
                "Binds SSH key pairs to Tencent Cloud CVM instances through reviewed code: previews name every instance that would be stopped, and nothing that "
                + "runs is stopped unless the change policy says so.",
            ["keywords"] = new JsonArray("category/infrastructure", "kind/native", "tencentcloud", "cvm", "ssh", "key-pair"),
            ["meta"] = new JsonObject { ["moduleFormat"] = "(.*)", ["supportPack"] = true },
            ["config"] = new JsonObject { ["variables"] = SchemaProperty.OfProvider() },
            ["provider"] = new JsonObject
            {
                ["description"] = "An account and what holds for resources that say nothing themselves.",
                ["inputProperties"] = SchemaProperty.OfProvider(),
                ["properties"] = SchemaProperty.OfProvider(),
            },
            ["types"] = SchemaTypes.ToJson(policyFields),
            ["resources"] = new JsonObject(
                ResourceKinds.All.Select(kind => KeyValuePair.Create<string, JsonNode?>(kind.PulumiToken, Resource(kind)))
            ),
            ["functions"] = new JsonObject { [AccessProperties.Function] = Function() },
            ["language"] = SchemaLanguages.ToJson(),
        };

    private static JsonObject Resource(ResourceKind kind)
    {
        var inputs = kind.Inputs;
        var inputProperties = SchemaProperty.ToJson(inputs);
        // Documentation for SDKs; what replaces is decided by the provider's own diff.
        inputProperties[PropertyNames.Region.Camel]!["willReplaceOnChanges"] = true;
        var schema = new JsonObject
        {
            ["description"] = $"{Descriptions.Of(kind, Spelling.Camel)}\n\n{ExampleUsage.Of(kind)}\n\n{Import(kind)}",
            ["inputProperties"] = inputProperties,
            ["requiredInputs"] = SchemaProperty.Names(kind.RequiredInputs),
            ["properties"] = SchemaProperty.ToJson([.. inputs, .. kind.Outputs]),
            ["required"] = SchemaProperty.Names([
                .. kind.RequiredInputs,
                PropertyNames.Region,
                .. kind.Outputs.Remove(PropertyNames.SelectedInstanceIds).Remove(PropertyNames.Expired),
            ]),
        };
        if (kind.IsListable)
        {
            schema["listInputs"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = SchemaProperty.ToJson([new SchemaProperty(PropertyNames.Region, SchemaType.Text, ListRegion)]),
            };
        }

        return schema;
    }

    private const string ListRegion = "The region that is looked at; left out: the provider's.";

    private static string Import(ResourceKind kind) =>
        $"## Import\n\nThe id is `{kind.ImportForm.Text}`. It must describe exactly what is there, so that the first plan after it is empty."
        + (kind.IsOfRegion ? " While its keys are bound somewhere, that plan is the update that takes them off." : "");

    private static JsonObject Function() =>
        new()
        {
            ["description"] =
                "Who can open what, as it is now: by keys, by instances, by tags, scaling groups or names. It changes nothing.",
            ["inputs"] = new JsonObject { ["type"] = "object", ["properties"] = SchemaProperty.ToJson(AccessProperties.Arguments) },
            ["outputs"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = SchemaProperty.ToJson(AccessProperties.Answer),
                ["required"] = SchemaProperty.Names(AccessProperties.Answer.Select(property => property.Name)),
            },
        };
}
