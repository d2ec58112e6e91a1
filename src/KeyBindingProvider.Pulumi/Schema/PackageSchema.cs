using System.Text.Json.Nodes;
using KeyBindingProvider.Core;

namespace KeyBindingProvider.Pulumi.Schema;

/// <summary>
/// The package schema, from which SDKs are generated and by which YAML programs are checked: built from the same names that the checks read by, so that the
/// two cannot part.
/// </summary>
internal static class PackageSchema
{
    private static readonly Lazy<string> Text = new(() => Build().ToJsonString());

    /// <summary>The schema as JSON.</summary>
    public static string Json => Text.Value;

    private static JsonObject Build() =>
        new()
        {
            ["name"] = ResourceKinds.Package,
            ["displayName"] = "Key bindings",
            ["version"] = ProviderVersion.Text,
            ["description"] =
                "Binds SSH key pairs to Tencent Cloud CVM instances through reviewed code: previews name every instance that would be stopped, and nothing that "
                + "runs is stopped unless the change policy says so.",
            ["keywords"] = new JsonArray("category/infrastructure", "kind/native", "tencentcloud", "cvm", "ssh"),
            ["publisher"] = "KeyBindingProvider",
            ["meta"] = new JsonObject { ["moduleFormat"] = "(.*)", ["supportPack"] = true },
            ["config"] = new JsonObject { ["variables"] = SchemaProperty.ToJson(ProviderProperties.All) },
            ["provider"] = new JsonObject
            {
                ["description"] = "An account and what holds for resources that say nothing themselves.",
                ["inputProperties"] = SchemaProperty.ToJson(ProviderProperties.All),
                ["properties"] = SchemaProperty.ToJson(ProviderProperties.All),
            },
            ["types"] = SchemaTypes.ToJson(),
            ["resources"] = new JsonObject(
                ResourceKinds.All.Select(kind => KeyValuePair.Create<string, JsonNode?>(ResourceKinds.PulumiToken(kind), Resource(kind)))
            ),
            ["functions"] = new JsonObject { [AccessProperties.Function] = Function() },
            ["language"] = SchemaLanguages.ToJson(),
        };

    private static JsonObject Resource(ResourceKind kind)
    {
        var inputs = ResourceProperties.Inputs(kind);
        var outputs = ResourceProperties.Outputs(kind);
        var required = ResourceProperties.Required(kind);
        return new JsonObject
        {
            ["description"] = ResourceProperties.Describe(kind),
            ["inputProperties"] = SchemaProperty.ToJson(inputs),
            ["requiredInputs"] = SchemaProperty.Names(required),
            ["properties"] = SchemaProperty.ToJson(inputs.Concat(outputs)),
            ["required"] = SchemaProperty.Names([.. required, PropertyNames.Region, .. outputs.Select(output => output.Name)]),
        };
    }

    private static JsonObject Function() =>
        new()
        {
            ["description"] = "Who can open what, as it is now: by keys, by instances or by tags. It changes nothing.",
            ["inputs"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = SchemaProperty.ToJson(AccessProperties.Arguments),
            },
            ["outputs"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = SchemaProperty.ToJson(AccessProperties.Answer),
                ["required"] = SchemaProperty.Names(AccessProperties.Answer.Select(property => property.Name)),
            },
        };
}
