using System.Text.Json;

namespace KeyBindingProvider.Terraform.Tests.Bench;

/// <summary>Terraform's state file, read as JSON.</summary>
public sealed class StateFile
{
    private readonly JsonElement _root;

    private StateFile(JsonElement root, string text) => (_root, Text) = (root, text);

    public string Text { get; }

    /// <summary>Addresses of all managed objects, sorted.</summary>
    public IReadOnlyList<string> Addresses =>
        [
            .. Resources()
                .Where(resource =>
                    resource.GetProperty("mode").GetString() == "managed" && resource.GetProperty("instances").GetArrayLength() > 0
                )
                .Select(resource => $"{resource.GetProperty("type").GetString()}.{resource.GetProperty("name").GetString()}")
                .Order(StringComparer.Ordinal),
        ];

    public static StateFile Read(string path)
    {
        // A killed terraform leaves an empty file.
        var text = File.Exists(path) && File.ReadAllText(path) is { Length: > 0 } written ? written : """{"resources":[]}""";
        using var document = JsonDocument.Parse(text);
        return new StateFile(document.RootElement.Clone(), text);
    }

    public JsonElement Instance(string address) =>
        Resources()
            .Single(resource => $"{resource.GetProperty("type").GetString()}.{resource.GetProperty("name").GetString()}" == address)
            .GetProperty("instances")[0];

    public JsonElement Attributes(string address) => Instance(address).GetProperty("attributes");

    public bool IsTainted(string address) => Instance(address).TryGetProperty("status", out var status) && status.GetString() == "tainted";

    /// <summary><c>ins-1: skey-a skey-b; ins-2: skey-a</c>.</summary>
    public string Bindings(string address, string attribute = "bindings") => Describe(Attributes(address).GetProperty(attribute));

    public string[] Texts(string address, string attribute) =>
        [.. Attributes(address).GetProperty(attribute).EnumerateArray().Select(item => item.GetString()!)];

    public static string Describe(JsonElement bindings) =>
        string.Join(
            "; ",
            bindings
                .EnumerateObject()
                .Select(entry => $"{entry.Name}: {string.Join(' ', entry.Value.EnumerateArray().Select(key => key.GetString()))}")
        );

    private JsonElement.ArrayEnumerator Resources() => _root.GetProperty("resources").EnumerateArray();
}
