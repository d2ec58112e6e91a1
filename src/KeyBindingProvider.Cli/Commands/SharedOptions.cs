using System.Collections.Immutable;
using System.CommandLine;
using KeyBindingProvider.Core.Intent.Inputs;

namespace KeyBindingProvider.Cli.Commands;

/// <summary>
/// Options that several commands share. Each command tree has its own: an option remembers its parents, and trees may be made side by side.
/// </summary>
internal static class SharedOptions
{
    private const string FileName = "--file";
    private const string OutputName = "--output";
    private const string RegionName = "--region";
    private const string EndpointName = "--endpoint";
    private const string ConfigName = "--config";

    /// <summary>Names of the options that say what is to be done, and where.</summary>
    public static ImmutableArray<string> OfPrograms { get; } = [FileName, ConfigName, RegionName, EndpointName];

    public static string File(this ParseResult options) => options.GetValue<string>(FileName)!;

    public static OutputFormat Output(this ParseResult options) => options.GetValue<OutputFormat>(OutputName);

    public static string? Region(this ParseResult options) => options.GetValue<string?>(RegionName);

    public static string? Endpoint(this ParseResult options) => options.GetValue<string?>(EndpointName);

    public static string[] Config(this ParseResult options) => options.GetValue<string[]>(ConfigName) ?? [];

    public static bool HasFile(this ParseResult options) => options.GetValue<string>(FileName) is not null;

    /// <param name="command">The command.</param>
    /// <param name="formats">The formats that it writes; null for those that most commands write.</param>
    public static void AddTo(Command command, Option<OutputFormat>? formats = null) =>
        AddTo(command, "The Pulumi YAML program.", "Pulumi.yaml", formats);

    /// <param name="command">The command.</param>
    /// <param name="program">What help says of the program.</param>
    /// <param name="defaultFile">The program where none is named; null for none.</param>
    /// <param name="formats">The formats that it writes; null for those that most commands write.</param>
    public static void AddTo(Command command, string program, string? defaultFile, Option<OutputFormat>? formats = null)
    {
        // Not a FileInfo, which asks for the working directory: it may have been deleted.
        var file = new Option<string>(FileName, "-f") { Description = program };
        if (defaultFile is not null)
        {
            file.DefaultValueFactory = _ => defaultFile;
        }

        command.Options.Add(file);
        command.Options.Add(
            new Option<string[]>(ConfigName, "-c")
            {
                Description = "A config value, key=value; may be repeated.",
                DefaultValueFactory = _ => [],
            }
        );
        command.Options.Add(formats ?? OutputOption());
        AddPlaceTo(command);
    }

    public static void AddConnectionTo(Command command)
    {
        command.Options.Add(OutputOption());
        AddPlaceTo(command);
    }

    /// <summary>Region and endpoint, for a command that writes in a format of its own.</summary>
    public static void AddPlaceTo(Command command)
    {
        command.Options.Add(
            new Option<string?>(RegionName) { Description = "Region of resources that name none; takes the place of the provider's." }
        );
        command.Options.Add(
            new Option<string?>(EndpointName) { Description = "API endpoint, https://host[:port]; http:// for loopback only." }
        );
    }

    /// <summary>The format of a command that writes tables.</summary>
    public static Option<OutputFormat> TableOption() =>
        OutputOption(
            "How results are written: text (the default) for people, json for programs, markdown for an issue, csv for a spreadsheet.",
            [OutputFormat.Text, OutputFormat.Json, OutputFormat.Markdown, OutputFormat.Csv]
        );

    /// <summary>The format of a command that writes for one more reader than most.</summary>
    /// <param name="format">The format of its own.</param>
    /// <param name="what">What help says of it.</param>
    public static Option<OutputFormat> OutputOption(OutputFormat format, string what) =>
        OutputOption(
            $"How results are written: text (the default) for people, json for programs, markdown for a pull request, {what}.",
            [OutputFormat.Text, OutputFormat.Json, OutputFormat.Markdown, format]
        );

    private static Option<OutputFormat> OutputOption() =>
        OutputOption(
            "How results are written: text (the default) for people, json for programs, markdown for a pull request.",
            [OutputFormat.Text, OutputFormat.Json, OutputFormat.Markdown]
        );

    private static Option<OutputFormat> OutputOption(string description, ImmutableArray<OutputFormat> formats)
    {
        string[] names = [.. formats.Select(format => EnumNames.Of(format))];
        var option = new Option<OutputFormat>(OutputName, "-o")
        {
            Description = description,
            HelpName = string.Join('|', names),
            CustomParser = result =>
            {
                if (
                    result.Tokens is [{ Value: var name }]
                    && EnumNames.TryParse<OutputFormat>(name, Spelling.Camel, out var format)
                    && formats.Contains(format)
                )
                {
                    return format;
                }

                result.AddError(
                    $"{OutputName} is {string.Join(", ", names[..^1])} or {names[^1]}, not '{string.Join(' ', result.Tokens)}'."
                );
                return OutputFormat.Text;
            },
        };
        // As the documents write them; .NET would offer the names of its members.
        option.CompletionSources.Clear();
        option.CompletionSources.Add(names);
        return option;
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

    /// <summary>For a spreadsheet.</summary>
    Csv,

    /// <summary>SARIF 2.1.0: problems at their places, for a forge's code scanning.</summary>
    Sarif,

    /// <summary>JUnit XML: one test for each machine, for the test report of a pipeline.</summary>
    Junit,
}
