using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Kinds;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>A fleet as it is, as a program that takes it over and changes nothing. Names are comments: ids alone mean something.</summary>
public static class AdoptionText
{
    private static readonly ResourceKind s_kind = ResourceKinds.All.Single(kind => kind.IsAdditive);

    /// <summary>A Pulumi YAML program, for <c>pulumi</c> and for our command line.</summary>
    public static string PulumiYaml(string region, IReadOnlyCollection<AccessCluster> clusters)
    {
        var text = new StringBuilder();
        Line(text, "name: adopted");
        Line(text, "runtime: yaml");
        Line(text, "config:");
        Line(text, $"  {ResourceKinds.Package}:region: {region}");
        Line(text, clusters.Count == 0 ? "resources: {}" : "resources:");
        foreach (var cluster in clusters)
        {
            Line(text, $"  {cluster.Name}:");
            Line(text, $"    type: {ResourceKinds.Package}:{s_kind.Name}");
            Line(text, "    properties:");
            Line(text, "      keyIds:");
            foreach (var key in cluster.Keys)
            {
                Line(text, $"        - {key.Key}{Comment(key.Name)}");
            }

            Line(text, "      instanceIds:");
            foreach (var instance in cluster.Instances)
            {
                Line(text, $"        - {instance.Id}{Comment(instance.Name)}");
            }
        }

        return text.ToString();
    }

    /// <summary>Terraform resources, each with the block that imports it; the provider is not part of it.</summary>
    public static string Terraform(string region, IReadOnlyCollection<AccessCluster> clusters)
    {
        var text = new StringBuilder();
        Line(text, $"# Key pairs of {region} as they are bound. The provider \"{ResourceKinds.Package}\" needs this region.");
        foreach (var cluster in clusters)
        {
            var name = cluster.Name.Replace('-', '_');
            Line(text, "");
            Line(text, "import {");
            Line(text, $"  to = {s_kind.TerraformType}.{name}");
            Line(text, $"  id = \"{cluster.ImportId}\"");
            Line(text, "}");
            Line(text, "");
            Line(text, $"resource \"{s_kind.TerraformType}\" \"{name}\" {{");
            Line(text, "  key_ids = [");
            foreach (var key in cluster.Keys)
            {
                Line(text, $"    \"{key.Key}\",{Comment(key.Name)}");
            }

            Line(text, "  ]");
            Line(text, "  instance_ids = [");
            foreach (var instance in cluster.Instances)
            {
                Line(text, $"    \"{instance.Id}\",{Comment(instance.Name)}");
            }

            Line(text, "  ]");
            Line(text, "}");
        }

        return text.ToString();
    }

    /// <summary>What <c>pulumi import --file</c> takes.</summary>
    public static string ImportFile(IReadOnlyCollection<AccessCluster> clusters)
    {
        using var stream = new MemoryStream();
        var options = new JsonWriterOptions
        {
            Indented = true,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (var json = new Utf8JsonWriter(stream, options))
        {
            json.WriteStartObject();
            json.WriteStartArray("resources");
            foreach (var cluster in clusters)
            {
                json.WriteStartObject();
                json.WriteString("type", s_kind.PulumiToken);
                json.WriteString("name", cluster.Name);
                json.WriteString("id", cluster.ImportId);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    /// <summary>A name that strangers have chosen: one line, nothing in it that a terminal or a parser would act on.</summary>
    private static string Comment(UntrustedText name) => name.Raw.Length == 0 ? "" : $" # {PlainText.Name(name.Raw)}";

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
