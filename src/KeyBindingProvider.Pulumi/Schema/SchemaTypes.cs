using System.Collections.Immutable;
using System.Text.Json.Nodes;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Pulumi.Schema;

/// <summary>The object and enumeration types of the package.</summary>
internal static class SchemaTypes
{
    /// <param name="fields">The fields of a change policy.</param>
    public static JsonObject ToJson(ImmutableArray<PolicyField> fields)
    {
        var types = new JsonObject
        {
            [SchemaType.Token(nameof(ChangePolicy))] = Object(
                "How instances may be taken down for a change. Every field may be left out.",
                fields.Select(SchemaProperty.Of)
            ),
            [SchemaType.Token(nameof(PropertyNames.AssumeRole))] = Object(
                Descriptions.Of(PropertyNames.AssumeRole, Spelling.Camel),
                PropertyNames.OfAssumeRole.Select(SchemaProperty.Of),
                PropertyNames.RoleArn
            ),
            [SchemaType.Token(PropertyTypes.InstancesType)] = Object(
                Descriptions.Of(PropertyNames.Instances, Spelling.Camel),
                PropertyNames.OfInstances.Select(SchemaProperty.Of),
                PropertyNames.MaxInstances
            ),
            [SchemaType.Token(AccessProperties.KeyType)] = Object(
                "A key pair and what it opens.",
                AccessProperties.OfKey,
                AccessProperties.OfKey.Select(property => property.Name)
            ),
            [SchemaType.Token(AccessProperties.InstanceType)] = Object(
                "An instance that a key opens.",
                AccessProperties.OfInstance,
                AccessProperties.OfInstance.Select(property => property.Name)
            ),
        };
        foreach (var field in fields.Where(field => field.Type == PolicyType.Choice))
        {
            types[SchemaType.Token(PropertyTypes.TypeNameOf(field))] = Enumeration(
                field.Describe(Spelling.Camel),
                field.Choices.Select(choice => (choice.Member, choice.Name.Camel, choice.Describe(Spelling.Camel)))
            );
        }

        types[SchemaType.Token(nameof(OnDestroy))] = Enumeration<OnDestroy>(
            Descriptions.Of(PropertyNames.OnDestroy, Spelling.Camel),
            choice => Descriptions.Of(choice, Spelling.Camel)
        );
        types[SchemaType.Token(nameof(PendingCode))] = Enumeration<PendingCode>("Why a change waits.", Describe);
        return types;
    }

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
        Enumeration(description, Enum.GetValues<T>().Select(value => (value.ToString(), EnumNames.Of(value), describe(value))));

    private static JsonObject Enumeration(string description, IEnumerable<(string Name, string Value, string Description)> words) =>
        new()
        {
            ["type"] = "string",
            ["description"] = description,
            ["enum"] = new JsonArray([
                .. words.Select(word => new JsonObject
                {
                    ["name"] = word.Name,
                    ["value"] = word.Value,
                    ["description"] = word.Description,
                }),
            ]),
        };

    private static string Describe(PendingCode code) =>
        code switch
        {
            PendingCode.Ready => "Stopped: it can change.",
            PendingCode.Running => "Running: it would have to be stopped.",
            PendingCode.StopCharging => "Stopped in no-charge mode.",
            PendingCode.Rescue => "In rescue mode.",
            PendingCode.Isolated => "Expired, isolated or about to be destroyed.",
            PendingCode.Windows => "Windows has no SSH keys.",
            PendingCode.Busy => "Another operation is going on.",
            PendingCode.Missing => "It does not exist in this account and region.",
            PendingCode.WouldBeKeyless => "The change would leave it with no key.",
            PendingCode.Unverified => "Its state or keys could not be read.",
            _ => "Its change failed, or it was never created.",
        };
}
