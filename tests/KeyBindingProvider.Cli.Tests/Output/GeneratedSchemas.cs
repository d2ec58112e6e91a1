using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Rendering.Wire;

namespace KeyBindingProvider.Cli.Tests.Output;

/// <summary>The schemas that follow from the shapes which the documents are written from: .NET's exporter, with our names for what is shared.</summary>
internal static class GeneratedSchemas
{
    private static readonly (string Name, string Title, Type Type)[] s_documents =
    [
        ("plan", "keybinding plan --output json", typeof(PlanFile)),
        ("apply", "keybinding apply --output json", typeof(ApplyFile)),
        ("drift", "keybinding drift --output json", typeof(DriftFile)),
        ("access", "keybinding show --output json", typeof(AccessFile)),
        ("audit", "keybinding audit --output json", typeof(AuditFile)),
        ("identity", "keybinding whoami --output json", typeof(IdentityFile)),
        ("recover", "keybinding recover --output json", typeof(RecoverFile)),
        ("problems", "What kept a command from making its own document, with --output json", typeof(ProblemsFile)),
    ];

    /// <summary>What is referred to, and the file that defines it.</summary>
    private static readonly Dictionary<Type, (string File, string Name)> s_shared = new()
    {
        [typeof(InstanceId)] = ("definitions", "instanceId"),
        [typeof(KeyId)] = ("definitions", "keyId"),
        [typeof(IReadOnlyList<InstanceId>)] = ("definitions", "instanceIds"),
        [typeof(IReadOnlyList<KeyId>)] = ("definitions", "keyIds"),
        [typeof(IReadOnlyList<string>)] = ("definitions", "names"),
        [typeof(PendingCode)] = ("definitions", "pendingCode"),
        [typeof(IReadOnlyDictionary<KeyId, string>)] = ("definitions", "keyNames"),
        [typeof(ProblemFields)] = ("definitions", "problem"),
        [typeof(SourceMoveFields)] = ("definitions", "sourceMove"),
        [typeof(SourceStandFields)] = ("definitions", "sourceStand"),
        [typeof(CallFields)] = ("definitions", "calls"),
        [typeof(CallerFields)] = ("definitions", "caller"),
        [typeof(SignerFields)] = ("definitions", "signer"),
        [typeof(RegionPlan)] = ("plan", "plan"),
        [typeof(RolloutFields)] = ("plan", "rollout"),
        [typeof(ChangePolicy)] = ("plan", "policy"),
        [typeof(ChangeFields)] = ("plan", "change"),
        [typeof(NextApplyFields)] = ("plan", "nextApply"),
    };

    /// <summary>Descriptions of types that have no attributes of their own.</summary>
    private static readonly Dictionary<Type, string> s_descriptions = new()
    {
        [typeof(IReadOnlyList<InstanceId>)] = "Sorted.",
        [typeof(IReadOnlyList<KeyId>)] = "Sorted.",
        [typeof(IReadOnlyList<string>)] = "Logical names of resources of the program.",
        [typeof(PendingCode)] = "Why the change of an instance waits.",
        [typeof(IReadOnlyDictionary<KeyId, string>)] = "Names of key pairs, by id.",
    };

    /// <summary>Types that are written as one text.</summary>
    private static readonly Dictionary<Type, string> s_patterns = new()
    {
        [typeof(InstanceId)] = "^ins-[0-9a-z]{8}$",
        [typeof(KeyId)] = "^skey-[0-9a-z]{8}$",
    };

    public static IEnumerable<string> Names => ["definitions", .. s_documents.Select(document => document.Name)];

    /// <summary>One schema file.</summary>
    public static JsonObject Of(string file)
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["$id"] = $"https://keybinding.invalid/schemas/{file}.schema.json",
            ["title"] = "What the documents of keybinding share",
        };
        if (s_documents.FirstOrDefault(document => document.Name == file) is { Type: { } type } document)
        {
            schema["title"] = document.Title;
            foreach (var (name, node) in Export(type, file))
            {
                schema[name] = node?.DeepClone();
            }

            schema["properties"]!["schemaVersion"] = Reference("definitions", "schemaVersion", file);
            schema["properties"]!["kind"] = new JsonObject { ["const"] = file };
        }

        JsonObject definitions =
        [
            .. s_shared
                .Where(shared => shared.Value.File == file)
                .Select(shared => KeyValuePair.Create(shared.Value.Name, (JsonNode?)Export(shared.Key, file))),
        ];
        if (file == "definitions")
        {
            definitions["schemaVersion"] = new JsonObject
            {
                ["const"] = 1,
                ["description"] = "Counts up when a reader would break; fields may be added without that.",
            };
            definitions["keyNames"]!["propertyNames"] = Reference("definitions", "keyId", file);
        }

        if (file == "plan")
        {
            // The plan of a region, which has a title here and none where an apply quotes it.
            schema["properties"]!["regions"]!["items"] = new JsonObject
            {
                ["description"] = "One for each account and region, in the order in which they would run.",
                ["allOf"] = new JsonArray(Reference("plan", "plan", file)),
                ["required"] = new JsonArray("title"),
            };
        }

        if (definitions.Count > 0)
        {
            schema["$defs"] = definitions;
        }

        return schema;
    }

    private static JsonObject Export(Type type, string file) =>
        RenderingJson
            .Default.Options.GetJsonSchemaAsNode(
                type,
                new JsonSchemaExporterOptions
                {
                    TreatNullObliviousAsNonNullable = true,
                    TransformSchemaNode = (context, node) => Transform(context, node, file),
                }
            )
            .AsObject();

    private static JsonObject Reference(string file, string name, string from) =>
        new() { ["$ref"] = $"{(file == from ? "" : $"{file}.schema.json")}#/$defs/{name}" };

    private static JsonObject Transform(JsonSchemaExporterContext context, JsonNode node, string file)
    {
        var type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        var isNullable = type != context.TypeInfo.Type || context.PropertyInfo is { IsGetNullable: true };
        if (!context.Path.IsEmpty && s_shared.TryGetValue(type, out var shared))
        {
            var reference = Reference(shared.File, shared.Name, file);
            return isNullable ? new JsonObject { ["anyOf"] = new JsonArray(reference, new JsonObject { ["type"] = "null" }) } : reference;
        }

        if (type == typeof(ChangePolicy))
        {
            return PolicyReference.JsonSchema(PolicyFields.All);
        }

        if (type == typeof(ResourceKind))
        {
            return new JsonObject
            {
                ["type"] = "string",
                ["enum"] = new JsonArray([.. ResourceKinds.All.Select(kind => JsonValue.Create(kind.Name))]),
            };
        }

        var schema = node as JsonObject ?? [];
        if (s_patterns.TryGetValue(type, out var pattern))
        {
            schema = new JsonObject { ["type"] = "string", ["pattern"] = pattern };
        }

        if (type.IsEnum)
        {
            schema["type"] = "string";
        }

        if (schema["type"] is JsonArray types && (!isNullable || context.PropertyInfo is { } title && IsLeftOut(title)))
        {
            schema["type"] = types[0]!.DeepClone();
        }

        if (context.TypeInfo is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } && !schema.ContainsKey("items"))
        {
            // The exporter says nothing of items that a converter writes.
            schema["items"] = s_shared.TryGetValue(element, out var item)
                ? Reference(item.File, item.Name, file)
                : new JsonObject { ["type"] = "string", ["pattern"] = s_patterns[element] };
        }

        if (type == typeof(int))
        {
            schema["minimum"] = 0;
        }

        if (context.TypeInfo.Kind == JsonTypeInfoKind.Object && !schema.ContainsKey("$ref"))
        {
            schema["required"] = new JsonArray([
                .. context.TypeInfo.Properties.Where(property => !IsLeftOut(property)).Select(property => JsonValue.Create(property.Name)),
            ]);
        }

        Describe(schema, context.PropertyInfo?.AttributeProvider ?? (context.Path.IsEmpty ? type : null));
        if (context.Path.IsEmpty && s_descriptions.TryGetValue(type, out var description))
        {
            schema["description"] = description;
        }

        return schema;
    }

    private static void Describe(JsonObject schema, ICustomAttributeProvider? provider)
    {
        foreach (var attribute in provider?.GetCustomAttributes(inherit: false) ?? [])
        {
            switch (attribute)
            {
                case DescriptionAttribute { Description: var text }:
                    schema["description"] = text;
                    break;
                case RegularExpressionAttribute { Pattern: var pattern }:
                    schema["pattern"] = pattern;
                    break;
                case AllowedValuesAttribute { Values: var values }:
                    schema["enum"] = new JsonArray([.. values.Select(value => JsonValue.Create((string?)value))]);
                    break;
                case RangeAttribute { Minimum: int least, Maximum: int most }:
                    schema["minimum"] = least;
                    if (most != int.MaxValue)
                    {
                        schema["maximum"] = most;
                    }

                    break;
            }
        }
    }

    /// <summary>What is always written is required; only a title may be left out.</summary>
    private static bool IsLeftOut(JsonPropertyInfo property) =>
        property.AttributeProvider?.IsDefined(typeof(JsonIgnoreAttribute), inherit: false) == true;
}
