using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using KeyBindingProvider.Cli.Output;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Engine.Observing;

namespace KeyBindingProvider.Cli.Commands;

/// <summary><c>keybinding audit</c>: who can open what, and what an auditor asks beside that. Needs no program; with one also what it says. Never writes to the account.</summary>
internal static class AuditCommand
{
    private const string SourcesName = "--sources";

    private static readonly HtmlFile s_page = new(AuditHtml.Start, "audit", ProblemCodes.AuditFileUnwritable);

    public static Command Create(CliHost host)
    {
        var command = new Command(
            "audit",
            "Report who can open what in a region: keys that open nothing, machines without a key, what cannot be changed and why."
        );
        FilterOptions.AddTo(command);
        command.Options.Add(
            new Option<string?>(HtmlFile.Option)
            {
                Description = "Also write it as one HTML file with a matrix of machines and keys; it needs no network.",
                HelpName = "file",
            }
        );
        command.Options.Add(
            new Option<bool>(SourcesName)
            {
                Description = "Look for what starts machines later with a key, too; a few calls for each region.",
            }
        );
        command.Options.Add(FailOnOption.Create());
        SharedOptions.AddTo(
            command,
            "The Pulumi YAML program whose regions are audited, with access that ends and pinned keys; without it, one region.",
            defaultFile: null,
            SharedOptions.TableOption()
        );
        command.SetAction(
            (options, cancellationToken) => Guard.RunAsync(host, options.Output(), () => RunAsync(options, host, cancellationToken))
        );
        return command;
    }

    private static async Task<int> RunAsync(ParseResult options, CliHost host, CancellationToken cancellationToken)
    {
        var filter = FilterOptions.Read(options);
        var failOn = FailOnOption.Read(options);
        FailOnOption.Check(options, failOn, filter);
        var page = options.GetValue<string?>(HtmlFile.Option);
        if (page is not null)
        {
            s_page.CheckPlace(page);
        }

        using var workspace = options.HasFile() ? Workspace.Open(options, host) : Workspace.OfMachine(options, host, withRegion: true);
        FailOnOption.CheckPinned(failOn, filter, workspace.Scopes);
        var (document, warnings) = await AuditAsync(workspace, filter, options.GetValue<bool>(SourcesName), cancellationToken);
        FailOnOption.CheckLooked(failOn, filter, document);
        if (page is not null)
        {
            s_page.Write(page, AuditHtml.Render(document));
        }

        await host.Out.WriteAsync(
            options.Output() switch
            {
                OutputFormat.Json => AuditRendering.Json(document),
                OutputFormat.Markdown => AuditMarkdown.Render(document),
                OutputFormat.Csv => AuditCsv.Render(document),
                _ => AuditRendering.Text(document, host.TextLimits),
            }
        );
        if (page is not null)
        {
            await (options.Output() == OutputFormat.Text ? host.Out : host.Error).WriteLineAsync($"Written to {page}.");
        }

        AccessReport[] reports = [.. document.Regions.Select(region => region.Access)];
        // A table has no row for what is not there.
        var unfound = options.Output() == OutputFormat.Csv ? LookUpWarnings.Of(reports) : LookUpWarnings.OfConditions(reports);
        ProblemWriter.Write(host.Error, [.. unfound, .. warnings]);
        return failOn.Any(finding => document.Count(finding) > 0) ? ExitCodes.Changes : ExitCodes.Done;
    }

    /// <summary>
    /// Selectors are asked first: what they mean and what has ended is as a plan would have it. With it what the program names and nobody has.
    /// </summary>
    private static async Task<(AuditDocument Document, ImmutableArray<Problem> Warnings)> AuditAsync(
        Workspace workspace,
        AccessFilter filter,
        bool looksForSources,
        CancellationToken cancellationToken
    )
    {
        var query = FleetQuery.EverythingAndItsKeys with
        {
            Sources = looksForSources ? filter.Keys : KeySet.Empty,
            AllSources = looksForSources && filter.Keys.IsEmpty,
        };
        var regions = ImmutableArray.CreateBuilder<AuditReport>();
        var fleets = new List<FleetSnapshot>();
        var unmatched = new List<Problem>();
        var readAt = DateTimeOffset.MinValue;
        foreach (var asked in workspace.Scopes)
        {
            var scope = await asked.ResolveAsync(cancellationToken);
            var fleet = await scope.Engine.ObserveAsync(query, filter, cancellationToken);
            fleets.Add(fleet);
            unmatched.AddRange(scope.UnmatchedValues());
            readAt = await scope.Engine.ServiceTimeAsync(cancellationToken);
            regions.Add(AuditReport.Of(new AuditRequest(scope.Title, fleet, filter, scope.Intents, scope.Provider.PinnedKeys)));
        }

        var document = new AuditDocument(
            workspace.Program.Name,
            readAt.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            regions.ToImmutable()
        );
        return (document, [.. unmatched, .. workspace.PinnedNowhere(fleets).SelectMany(problems => problems)]);
    }
}
