using System.Collections.Immutable;
using System.CommandLine;
using KeyBindingProvider.Cli.Output;
using KeyBindingProvider.Cli.Progress;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Recovery;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Engine.Journal;

namespace KeyBindingProvider.Cli.Commands;

/// <summary><c>keybinding recover</c>: starts what runs that were killed have left stopped. Needs no program; stops nothing and changes no key.</summary>
internal static class RecoverCommand
{
    private const string Yes = "--yes";

    /// <summary>The option with which nothing is started.</summary>
    public const string DryRun = "--dry-run";
    private const string Instances = "--instance";
    private const string Stopped = "--list-stopped";

    public static Command Create(CliHost host)
    {
        var command = new Command(
            "recover",
            "Start what runs that were killed have left stopped, found by marker, journal or name; what a person has stopped stays so."
        );
        SharedOptions.AddTo(
            command,
            "The Pulumi YAML program whose accounts and regions are looked at; without it, what this machine has.",
            defaultFile: null
        );
        command.Options.Add(new Option<bool>(DryRun) { Description = "Only show what is left down; exit code 2 when something is." });
        command.Options.Add(new Option<bool>(Yes, "-y") { Description = "Do not ask. Needed where there is no terminal." });
        command.Options.Add(
            new Option<string[]>(Instances, "-i")
            {
                Description = "Start this one as well, where its last operation can be a run's; may be repeated.",
                DefaultValueFactory = _ => [],
            }
        );
        var stopped = new Option<bool>(Stopped)
        {
            Description =
                "List what a StopInstances has stopped, whoever sent it, and whenever unless --since is there. Reads the whole region, starts none.",
        };
        command.Options.Add(stopped);
        command.Options.Add(
            SinceOption.Create(
                $"With {Stopped}: only what was stopped since, such as 12h or 7d, {SinceOption.MostDays}d at most, with when and by whom. Asks the account's audit log: at most 10 calls of cloudaudit DescribeEvents a region.",
                stopped
            )
        );
        command.SetAction((options, _) => Guard.RunAsync(host, options.Output(), () => RunAsync(options, host)));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult options, CliHost host)
    {
        var named = Named(options);
        var journals = host.JournalFolder is { } folder ? new JournalFolder(folder, host.Time) : null;
        var journal = journals?.Read() ?? new JournalReading([], []);
        ProblemWriter.Write(host.Error, journal.Problems);
        using var workspace = options.HasFile() ? Workspace.Open(options, host) : Workspace.OfMachine(options, host, withRegion: true);
        ProblemWriter.Write(host.Error, Elsewhere(journal, [.. workspace.Scopes.Select(scope => scope.Engine.Region)]));
        var found = new List<(Scope Scope, RecoverRequest Request, RecoverFindings Findings)>();
        foreach (var scope in workspace.Scopes.DistinctBy(scope => scope.Title))
        {
            var (stops, notes) = await StopsAsync(options, scope, host);
            var request = new RecoverRequest
            {
                Stops = stops,
                Notes = notes,
                Windows = [.. journal.Windows.Where(window => window.Region == scope.Engine.Region)],
                Named = named,
                ListsStopped = options.GetValue<bool>(Stopped),
            };
            found.Add((scope, request, await scope.Engine.FindLeftDownAsync(request, host.Cancellation.NoNewStops)));
        }

        var isActionable = found.Exists(region => IsActionable(region.Findings));
        if (options.GetValue<bool>(DryRun) || !isActionable)
        {
            var shown = new RecoverDocument([.. found.Select(region => new RecoveredRegion(region.Scope.Title, region.Findings, null))]);
            Forget(shown, journals, options, host);
            return await WriteAsync(shown, options, host);
        }

        await ConfirmAsync(found.Select(region => new RecoveredRegion(region.Scope.Title, region.Findings, null)), options, host);
        var regions = new List<RecoveredRegion>();
        foreach (var (scope, request, findings) in found)
        {
            var approved = findings.LeftDown.Select(candidate => candidate.Id).ToHashSet();
            var report = IsActionable(findings)
                ? await LiveProgress.RunAsync(
                    host,
                    options.Output() == OutputFormat.Text ? host.Out : host.Error,
                    progress => scope.Engine.RecoverAsync(request, approved, progress, host.Cancellation)
                )
                : null;
            regions.Add(new RecoveredRegion(scope.Title, findings, report));
        }

        var document = new RecoverDocument([.. regions]);
        Forget(document, journals, options, host);
        return await WriteAsync(document, options, host);
    }

    /// <summary>What the audit log has of stops, where it is asked. Where it does not tell, all that is stopped is listed, which starts nothing.</summary>
    private static async Task<(StopEventLog? Stops, ImmutableArray<Problem> Notes)> StopsAsync(
        ParseResult options,
        Scope scope,
        CliHost host
    )
    {
        if (options.GetValue<TimeSpan?>(SinceOption.Name) is not { } span)
        {
            return (null, []);
        }

        var (log, problem) = await scope.Account!.StopsSinceAsync(scope.Engine.Region, span, host.Cancellation.NoNewStops);
        return (
            log,
            problem is { } why ? [why]
            : log!.IsWhole ? []
            : [log.NotWhole()]
        );
    }

    /// <summary>What the journals know of other regions is not looked at, and not passed over in silence.</summary>
    private static IEnumerable<Problem> Elsewhere(JournalReading journal, IReadOnlyList<string> regions) =>
        journal
            .Windows.Where(window => !window.IsAlive && !regions.Contains(window.Region))
            .GroupBy(window => window.Region, window => window.Id)
            .OrderBy(region => region.Key, StringComparer.Ordinal)
            .Select(region =>
            {
                InstanceId[] ids = [.. region.Distinct().Order()];
                return Problem.Warning(
                    ProblemCodes.DeadRuns,
                    $"By its journal a run on this computer ended while it had {InstanceList.Of(ids)} of {region.Key} down; that region is not looked at."
                ) with
                {
                    Instances = ids,
                    Remedy = $"Run keybinding recover --region {region.Key}.",
                };
            });

    /// <summary>Starts, or markers to be taken off.</summary>
    private static bool IsActionable(RecoverFindings findings) =>
        findings.LeftDown.Any() || findings.Candidates.Any(candidate => candidate.HasOldMark);

    private static ImmutableArray<InstanceId> Named(ParseResult options)
    {
        var problems = new List<Problem>();
        var named = ImmutableArray.CreateBuilder<InstanceId>();
        foreach (var text in options.GetValue<string[]>(Instances)!)
        {
            if (InstanceId.TryParse(text, out var id))
            {
                named.Add(id);
            }
            else
            {
                problems.Add(
                    Problem.Error(ProblemCodes.MalformedId, $"'{text}' is not ins- and 8 of 0-9 a-z.") with
                    {
                        Path = Instances,
                        Remedy = $"Write ins- and 8 of 0-9 a-z, once for each {Instances}.",
                    }
                );
            }
        }

        return problems.Count == 0 ? named.ToImmutable() : throw new ProblemException(problems);
    }

    /// <summary>Nobody is asked about what they have not seen.</summary>
    private static async Task ConfirmAsync(IEnumerable<RecoveredRegion> found, ParseResult options, CliHost host)
    {
        var document = new RecoverDocument([.. found]);
        var text = RecoverRendering.Text(document, host.TextLimits);
        var isText = options.Output() == OutputFormat.Text;
        var isConfirmed = options.GetValue<bool>(Yes);
        if (isText || !isConfirmed)
        {
            await (isText ? host.Out : host.Error).WriteLineAsync(text);
        }

        var question = document.Status == RecoverStatus.LeftDown ? "Start what was left down?" : "Take the markers off?";
        await Confirmation.AskAsync(question, isConfirmed, host);
    }

    /// <summary>Entries of dead runs whose machines are up, or were stopped by somebody else since. A dry run leaves them.</summary>
    private static void Forget(RecoverDocument document, JournalFolder? journals, ParseResult options, CliHost host)
    {
        if (journals is null || options.GetValue<bool>(DryRun))
        {
            return;
        }

        foreach (var region in document.Regions)
        {
            var settled = (region.Report ?? new RecoverReport(region.Findings, null)).Settled;
            if (!settled.IsEmpty)
            {
                ProblemWriter.Write(host.Error, journals.Close(region.Findings.Region, settled));
            }
        }
    }

    private static async Task<int> WriteAsync(RecoverDocument document, ParseResult options, CliHost host)
    {
        var isText = options.Output() == OutputFormat.Text;
        await host.Out.WriteAsync(
            options.Output() switch
            {
                OutputFormat.Json => RecoverRendering.Json(document),
                OutputFormat.Markdown => RecoverRendering.Markdown(document),
                _ => RecoverRendering.Text(document, host.TextLimits),
            }
        );
        if (!isText)
        {
            ProblemWriter.Write(host.Error, document.Regions.SelectMany(region => region.Problems));
        }

        return document.Status switch
        {
            RecoverStatus.LeftDown or RecoverStatus.Unsettled => ExitCodes.Changes,
            RecoverStatus.Partial => ExitCodes.Partial,
            RecoverStatus.Cancelled => ExitCodes.Cancelled,
            _ => ExitCodes.Done,
        };
    }
}
