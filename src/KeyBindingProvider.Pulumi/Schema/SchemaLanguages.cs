using System.Text.Json.Nodes;

namespace KeyBindingProvider.Pulumi.Schema;

/// <summary>How the SDK of each language is named and packed. They carry the schema's version, and with it pin the version of the plugin.</summary>
internal static class SchemaLanguages
{
    private const string FollowVersion = "respectSchemaVersion";

    public static JsonObject ToJson() =>
        new()
        {
            ["nodejs"] = new JsonObject { ["packageName"] = "pulumi-keybinding", [FollowVersion] = true },
            ["python"] = new JsonObject
            {
                ["packageName"] = "pulumi_keybinding",
                [FollowVersion] = true,
                ["pyproject"] = new JsonObject { ["enabled"] = true },
            },
            ["go"] = new JsonObject
            {
                ["importBasePath"] = PackageHome.GoImportPath,
                [FollowVersion] = true,
                ["generateResourceContainerTypes"] = true,
            },
            ["csharp"] = new JsonObject
            {
                ["rootNamespace"] = "Pulumi",
                ["namespaces"] = new JsonObject { ["keybinding"] = "KeyBinding" },
                ["packageReferences"] = new JsonObject { ["Pulumi"] = "3.*" },
                [FollowVersion] = true,
            },
            ["java"] = new JsonObject
            {
                ["basePackage"] = "com.keybindingprovider",
                ["buildFiles"] = "gradle",
                ["dependencies"] = new JsonObject { ["com.pulumi:pulumi"] = "1.0.0" },
            },
        };
}
