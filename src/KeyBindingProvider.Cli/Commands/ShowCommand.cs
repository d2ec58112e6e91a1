using System.CommandLine;
using KeyBindingProvider.Cli.Output;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Engine.Observing;

namespace KeyBindingProvider.Cli.Commands;

/// <summary><c>keybinding show</c>: who can open what, by key, instance, tag, name or scaling group. Needs no program.</summary>
internal static class ShowCommand
{
    private const string Sources = "--sources";

    public static Command Create(CliHost host)
    {
        var command = new Command("show", "Show which keys open which instances of a region.");
        FilterOptions.AddTo(command);
        command.Options.Add(
            new Option<bool>(Sources) { Description = "Look for what starts machines later with these keys, too; needs --key." }
        );
        SharedOptions.AddConnectionTo(command);
        command.SetAction(
            (options, cancellationToken) => Guard.RunAsync(host, options.Output(), () => RunAsync(options, host, cancellationToken))
        );
        return command;
    }

    private static async Task<int> RunAsync(ParseResult options, CliHost host, CancellationToken cancellationToken)
    {
        var filter = FilterOptions.Read(options);
        var looksForSources = options.GetValue<bool>(Sources);
        if (looksForSources && filter.Keys.IsEmpty)
        {
            throw new ProblemException(
                Problem.Error(ProblemCodes.MissingProperty, $"{Sources} looks for keys, and none is named.") with
                {
                    Path = Sources,
                    Remedy = $"Name them with {FilterOptions.Keys}.",
                }
            );
        }

        var (account, region) = Connection.OfMachine(options, host);
        using (account)
        {
            // Named instances are read by id; anything else is looked for in the whole region, because the lists of key pairs lag.
            var query = new FleetQuery(filter.Instances, filter.Keys, WholeRegion: filter.Instances.IsEmpty)
            {
                Sources = looksForSources ? filter.Keys : KeySet.Empty,
            };
            var fleet = await account.ForRegion(region).ObserveAsync(query, filter, cancellationToken);
            var report = AccessReport.Of(fleet, filter);
            await host.Out.WriteAsync(
                options.Output() switch
                {
                    OutputFormat.Json => AccessRendering.Json(report),
                    OutputFormat.Markdown => AccessRendering.Markdown(report),
                    _ => AccessRendering.Text(report, host.TextLimits),
                }
            );
            ProblemWriter.Write(host.Error, LookUpWarnings.OfConditions(report));
            return ExitCodes.Done;
        }
    }
}
