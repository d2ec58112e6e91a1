using System.Text.Json.Nodes;
using KeyBindingProvider.Core;

namespace KeyBindingProvider.Pulumi.Schema;

/// <summary>The object and enumeration types of the package.</summary>
internal static class SchemaTypes
{
    public static JsonObject ToJson() =>
        new()
        {
            [SchemaType.Token(nameof(ChangePolicy))] = Object(
                "How instances may be taken down for a change. Every field may be left out.",
                PolicyProperties.All
            ),
            [SchemaType.Token("AssumeRole")] = Object("A role to work as.", ProviderProperties.OfAssumeRole, PropertyNames.RoleArn),
            [SchemaType.Token("KeyAccess")] = Object(
                "A key pair and what it opens.",
                AccessProperties.OfKey,
                AccessProperties.OfKey.Select(property => property.Name)
            ),
            [SchemaType.Token("InstanceAccess")] = Object(
                "An instance that a key opens.",
                AccessProperties.OfInstance,
                AccessProperties.OfInstance.Select(property => property.Name)
            ),
            [SchemaType.Token(nameof(StopPolicy))] = Enumeration<StopPolicy>(
                "What may happen to a RUNNING instance that must change, strictest first.",
                PolicyProperties.Describe
            ),
            [SchemaType.Token(nameof(OnBlocked))] = Enumeration<OnBlocked>(
                "What to do when some instances cannot be changed at all.",
                PolicyProperties.Describe
            ),
            [SchemaType.Token(nameof(OnDestroy))] = Enumeration<OnDestroy>(
                "What happens to bindings when their resource goes.",
                PolicyProperties.Describe
            ),
            [SchemaType.Token(nameof(PendingCode))] = Enumeration<PendingCode>("Why a change waits.", PolicyProperties.Describe),
        };

    private static JsonObject Object(string description, IEnumerable<SchemaProperty> properties, params IEnumerable<PropertyName> required)
    {
        var json = new JsonObject
        {
            ["type"] = "object",
            ["description"] = description,
            ["properties"] = SchemaProperty.ToJson(properties),
        };
        if (required.Any())
        {
            json["required"] = SchemaProperty.Names(required);
        }

        return json;
    }

    private static JsonObject Enumeration<T>(string description, Func<T, string> describe)
        where T : struct, Enum =>
        new()
        {
            ["type"] = "string",
            ["description"] = description,
            ["enum"] = new JsonArray([
                .. Enum.GetValues<T>()
                    .Select(value => (JsonNode)
                        new JsonObject
                        {
                            ["name"] = value.ToString(),
                            ["value"] = EnumNames.Of(value),
                            ["description"] = describe(value),
                        }
                    ),
            ]),
        };
}
