using System.Text;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;

namespace KeyBindingProvider.Pulumi.Schema;

/// <summary>
/// One example for each kind in every language, for the reference of its SDK: the generators keep the block of their own language and drop the others. Made from
/// what the kind requires, so that it cannot name what does not exist.
/// </summary>
internal static class ExampleUsage
{
    private const string Package = ResourceKinds.Package;
    private const string Limit = "25%";

    private static readonly (PropertyName Name, string[] Ids)[] Ids =
    [
        (PropertyNames.InstanceIds, ["ins-web00001", "ins-web00002"]),
        (PropertyNames.KeyIds, ["skey-team0001"]),
    ];

    /// <summary>Markdown with the marks by which generators find the examples.</summary>
    public static string Of(ResourceKind kind) =>
        new StringBuilder("{{% examples %}}\n## Example Usage\n{{% example %}}\n")
            .Append(Block("typescript", TypeScript(kind)))
            .Append(Block("python", Python(kind)))
            .Append(Block("go", Go(kind)))
            .Append(Block("csharp", CSharp(kind)))
            .Append(Block("yaml", Yaml(kind)))
            .Append("{{% /example %}}\n{{% /examples %}}")
            .ToString();

    private static string Block(string language, string code) => $"```{language}\n{code}\n```\n";

    private static string TypeScript(ResourceKind kind) =>
        $$"""
            import * as {{Package}} from "pulumi-{{Package}}";

            const example = new {{Package}}.{{kind.Name}}("example", {
            {{Lines(kind, (name, ids) => $"    {name.Camel}: [{ids}],")}}
                changePolicy: { stopPolicy: {{Package}}.StopPolicy.{{nameof(StopPolicy.Graceful)}}, maxUnavailable: "{{Limit}}" },
            });
            """;

    private static string Python(ResourceKind kind) =>
        $"""
            import pulumi_{Package} as {Package}

            example = {Package}.{kind.Name}(
                "example",
            {Lines(kind, (name, ids) => $"    {name.Snake}=[{ids}],")}
                change_policy={Package}.ChangePolicyArgs(
                    stop_policy={Package}.StopPolicy.{nameof(StopPolicy.Graceful).ToUpperInvariant()},
                    max_unavailable="{Limit}",
                ),
            )
            """;

    private static string Go(ResourceKind kind) =>
        Tabbed(
            $$"""
                package main

                import (
                    "{{PackageHome.GoImportPath}}"
                    "github.com/pulumi/pulumi/sdk/v3/go/pulumi"
                )

                func main() {
                    pulumi.Run(func(ctx *pulumi.Context) error {
                        _, err := {{Package}}.New{{kind.Name}}(ctx, "example", &{{Package}}.{{kind.Name}}Args{
                {{Lines(
                    kind,
                    (name, ids) => $"            {(Pascal(name) + ":").PadRight(Widest(kind) + 1)} pulumi.ToStringArray([]string{{{ids}}}),"
                )}}
                            ChangePolicy: &{{Package}}.ChangePolicyArgs{
                                StopPolicy:     {{Package}}.StopPolicy{{nameof(StopPolicy.Graceful)}},
                                MaxUnavailable: pulumi.String("{{Limit}}"),
                            },
                        })
                        return err
                    })
                }
                """
        );

    /// <summary>As Go programs are written; this one is not.</summary>
    private static string Tabbed(string code) =>
        string.Join(
            '\n',
            code.Split('\n')
                .Select(line =>
                {
                    var text = line.TrimStart(' ');
                    return new string('\t', (line.Length - text.Length) / 4) + text;
                })
        );

    private static string CSharp(ResourceKind kind) =>
        $$"""
            using Pulumi;
            using Pulumi.KeyBinding;
            using Pulumi.KeyBinding.Inputs;

            return await Deployment.RunAsync(() =>
            {
                _ = new {{kind.Name}}("example", new {{kind.Name}}Args
                {
            {{Lines(kind, (name, ids) => $"        {Pascal(name)} = {{ {ids} }},")}}
                    ChangePolicy = new ChangePolicyArgs { StopPolicy = StopPolicy.{{nameof(
                StopPolicy.Graceful
            )}}, MaxUnavailable = "{{Limit}}" },
                });
            });
            """;

    private static string Yaml(ResourceKind kind) =>
        $$"""
            resources:
              example:
                type: {{Package}}:{{kind.Name}}
                properties:
            {{Lines(kind, (name, ids) => $"      {name.Camel}: [{ids.Replace("\"", "", StringComparison.Ordinal)}]")}}
                  changePolicy: { stopPolicy: {{EnumNames.Of(StopPolicy.Graceful)}}, maxUnavailable: {{Limit}} }
            """;

    private static string Lines(ResourceKind kind, Func<PropertyName, string, string> line) =>
        string.Join(
            '\n',
            Ids.Where(entry => kind.Inputs.Contains(entry.Name))
                .Select(entry => line(entry.Name, string.Join(", ", entry.Ids.Select(id => $"\"{id}\""))))
        );

    /// <summary>Go programs have their values below each other.</summary>
    private static int Widest(ResourceKind kind) =>
        Ids.Where(entry => kind.Inputs.Contains(entry.Name)).Max(entry => entry.Name.Camel.Length);

    private static string Pascal(PropertyName name) => char.ToUpperInvariant(name.Camel[0]) + name.Camel[1..];
}
