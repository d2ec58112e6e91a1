using System.CommandLine;
using KeyBindingProvider.Core;

namespace KeyBindingProvider.Cli.Commands;

/// <summary>Options that several commands share.</summary>
internal static class SharedOptions
{
    public static Option<FileInfo> File { get; } =
        new("--file", "-f") { Description = "The Pulumi YAML program.", DefaultValueFactory = _ => new FileInfo("Pulumi.yaml") };

    public static Option<OutputFormat> Output { get; } =
        new("--output", "-o")
        {
            Description = "How results are written: text (the default) for people, json for programs, markdown for a pull request.",
            HelpName = "text|json|markdown",
            CustomParser = result =>
            {
                if (result.Tokens is [{ Value: var name }] && EnumNames.TryParse<OutputFormat>(name, Spelling.Camel, out var format))
                {
                    return format;
                }

                result.AddError($"--output is text, json or markdown, not '{string.Join(' ', result.Tokens)}'.");
                return OutputFormat.Text;
            },
        };

    public static Option<string?> Region { get; } =
        new("--region") { Description = "Region of resources that name none; takes the place of the provider's." };

    public static Option<string?> Endpoint { get; } =
        new("--endpoint") { Description = "API endpoint, https://host[:port]; http:// for loopback only." };

    public static Option<string[]> Config { get; } =
        new("--config", "-c") { Description = "A config value, key=value; may be repeated.", DefaultValueFactory = _ => [] };

    static SharedOptions()
    {
        // As the documents write them; .NET would offer the names of its members.
        Output.CompletionSources.Clear();
        Output.CompletionSources.Add("text", "json", "markdown");
    }

    public static void AddTo(Command command)
    {
        command.Options.Add(File);
        command.Options.Add(Config);
        AddConnectionTo(command);
    }

    public static void AddConnectionTo(Command command)
    {
        command.Options.Add(Output);
        command.Options.Add(Region);
        command.Options.Add(Endpoint);
    }
}

/// <summary>How results are written.</summary>
internal enum OutputFormat
{
    /// <summary>For a terminal.</summary>
    Text,

    /// <summary>For programs; the schema is in docs/schemas.</summary>
    Json,

    /// <summary>For a pull request.</summary>
    Markdown,
}
