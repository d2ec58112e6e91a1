using System.Collections.Immutable;
using System.CommandLine;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Engine.Observing;

namespace KeyBindingProvider.Cli.Commands;

/// <summary><c>keybinding show</c>: who can open what, by key, instance or tag. Needs no program.</summary>
internal static class ShowCommand
{
    private const string Keys = "--key";
    private const string Instances = "--instance";
    private const string Tags = "--tag";
    private const string Sources = "--sources";

    public static Command Create(CliHost host)
    {
        var command = new Command("show", "Show which keys open which instances of a region.");
        AddFilterTo(command);
        command.Options.Add(
            new Option<bool>(Sources) { Description = "Look for what starts machines later with these keys, too; needs --key." }
        );
        SharedOptions.AddConnectionTo(command);
        command.SetAction(
            (options, cancellationToken) => Guard.RunAsync(host, options.Output(), () => RunAsync(options, host, cancellationToken))
        );
        return command;
    }

    /// <summary>Keys, instances and tags.</summary>
    public static void AddFilterTo(Command command)
    {
        command.Options.Add(Many(Keys, "-k", "Key pair id; may be repeated."));
        command.Options.Add(Many(Instances, "-i", "Instance id; may be repeated."));
        command.Options.Add(TagOption());
    }

    /// <summary>What was typed of them. Throws <see cref="ProblemException"/> with each that is none.</summary>
    public static AccessFilter ReadFilter(ParseResult options)
    {
        var problems = new List<Problem>();
        var keys = KeySet.Of(Parse<KeyId>(options.GetValue<string[]>(Keys)!, KeyId.TryParse, Keys, "skey- and 8 of 0-9 a-z", problems));
        var instances = Parse<InstanceId>(
            options.GetValue<string[]>(Instances)!,
            InstanceId.TryParse,
            Instances,
            "ins- and 8 of 0-9 a-z",
            problems
        );
        var tags = ReadTags(options, problems);
        return problems.Count == 0 ? new AccessFilter(keys, [.. instances], tags) : throw new ProblemException(problems);
    }

    /// <summary>Tags that all must match.</summary>
    public static Option<string[]> TagOption() => Many(Tags, "-t", "Tag key=value; may be repeated, all must match.");

    /// <summary>What was typed of them; adds a problem for each that is none.</summary>
    public static ImmutableSortedDictionary<string, string> ReadTags(ParseResult options, List<Problem> problems) =>
        Parse<KeyValuePair<string, string>>(options.GetValue<string[]>(Tags)!, TryParseTag, Tags, "key=value", problems)
            .DistinctBy(tag => tag.Key)
            .ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static async Task<int> RunAsync(ParseResult options, CliHost host, CancellationToken cancellationToken)
    {
        var filter = ReadFilter(options);
        var looksForSources = options.GetValue<bool>(Sources);
        if (looksForSources && filter.Keys.IsEmpty)
        {
            throw new ProblemException(
                Problem.Error(ProblemCodes.MissingProperty, $"{Sources} looks for keys, and none is named.") with
                {
                    Path = Sources,
                    Remedy = $"Name them with {Keys}.",
                }
            );
        }

        var (account, region) = Connection.OfMachine(options, host);
        using (account)
        {
            // Named instances are read by id; a key or a tag is looked for in the whole region, because the lists of key pairs lag.
            var query = new FleetQuery(filter.Instances, filter.Keys, WholeRegion: filter.Instances.IsEmpty)
            {
                Sources = looksForSources ? filter.Keys : KeySet.Empty,
            };
            var fleet = await account.ForRegion(region).ObserveAsync(query, cancellationToken);
            var report = AccessReport.Of(fleet, filter);
            await host.Out.WriteAsync(
                options.Output() switch
                {
                    OutputFormat.Json => AccessRendering.Json(report),
                    OutputFormat.Markdown => AccessRendering.Markdown(report),
                    _ => AccessRendering.Text(report, host.TextLimits),
                }
            );
            return ExitCodes.Done;
        }
    }

    private static Option<string[]> Many(string name, string alias, string description) =>
        new(name, alias) { Description = description, DefaultValueFactory = _ => [] };

    private delegate bool TryParse<T>(string text, out T value);

    private static List<T> Parse<T>(string[] texts, TryParse<T> tryParse, string option, string form, List<Problem> problems)
    {
        var values = new List<T>();
        foreach (var text in texts)
        {
            if (tryParse(text, out var value))
            {
                values.Add(value);
            }
            else
            {
                problems.Add(
                    Problem.Error(ProblemCodes.MalformedId, $"'{text}' is not {form}.") with
                    {
                        Path = option,
                        Remedy = $"Write {form}, once for each {option}.",
                    }
                );
            }
        }

        return values;
    }

    private static bool TryParseTag(string text, out KeyValuePair<string, string> tag)
    {
        var parts = text.Split('=', 2);
        tag = parts.Length == 2 && parts[0].Length > 0 ? KeyValuePair.Create(parts[0], parts[1]) : default;
        return tag.Key is not null;
    }
}
