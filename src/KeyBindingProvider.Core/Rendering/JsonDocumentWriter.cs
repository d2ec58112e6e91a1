using System.Text;
using System.Text.Json;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>Writes the machine-readable renderings. Fields are only ever added; <see cref="SchemaVersion"/> counts what would break a reader.</summary>
internal static class JsonDocumentWriter
{
    public const int SchemaVersion = 1;

    /// <summary>An indented document of a kind, with a final line feed.</summary>
    public static string Write(string kind, Action<Utf8JsonWriter> body)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("schemaVersion", SchemaVersion);
            json.WriteString("kind", kind);
            body(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    public static void Array<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> each)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            each(item);
        }

        json.WriteEndArray();
    }

    public static void Objects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> fields) =>
        json.Array(
            name,
            items,
            item =>
            {
                json.WriteStartObject();
                fields(item);
                json.WriteEndObject();
            }
        );

    public static void Texts(this Utf8JsonWriter json, string name, IEnumerable<string> texts) =>
        json.Array(name, texts, json.WriteStringValue);

    public static void Keys(this Utf8JsonWriter json, string name, IEnumerable<KeyId> keys) =>
        json.Texts(name, keys.Select(key => key.Value));

    public static void Ids(this Utf8JsonWriter json, string name, IEnumerable<InstanceId> ids) =>
        json.Texts(name, ids.Select(id => id.Value));

    public static void Object(this Utf8JsonWriter json, string name, Action fields)
    {
        json.WriteStartObject(name);
        fields();
        json.WriteEndObject();
    }

    public static void Problems(this Utf8JsonWriter json, string name, IEnumerable<Problem> problems) =>
        json.Objects(name, problems, problem => json.ProblemFields(problem));

    public static void ProblemFields(this Utf8JsonWriter json, Problem problem)
    {
        json.WriteString("code", problem.Code.Id);
        json.WriteString("severity", EnumNames.Of(problem.Severity));
        json.WriteString("message", problem.Message);
        json.WriteString("location", problem.Location);
        json.WriteString("path", problem.Path);
        json.WriteString("remedy", problem.EffectiveRemedy);
        json.Ids("instanceIds", problem.Instances);
    }

    public static void Calls(this Utf8JsonWriter json, string name, CallCounts calls) =>
        json.Object(
            name,
            () =>
            {
                json.WriteNumber("stop", calls.Stops);
                json.WriteNumber("bind", calls.Binds);
                json.WriteNumber("unbind", calls.Unbinds);
                json.WriteNumber("start", calls.Starts);
                json.WriteNumber("total", calls.Total);
            }
        );

    public static void KeyNames(this Utf8JsonWriter json, IEnumerable<KeyValuePair<KeyId, string>> names) =>
        json.Object(
            "keyNames",
            () =>
            {
                foreach (var (key, name) in names)
                {
                    json.WriteString(key.Value, name);
                }
            }
        );
}
