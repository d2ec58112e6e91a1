using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using KeyBindingProvider.Cli.Output;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Engine.Observing;

namespace KeyBindingProvider.Cli.Commands;

/// <summary><c>keybinding audit</c>: who can open what, and what an auditor asks beside that. Needs no program; with one also what it says. Never writes to the account.</summary>
internal static class AuditCommand
{
    private const string FailOnName = "--fail-on";
    private const string SourcesName = "--sources";

    private static readonly HtmlFile s_page = new(AuditHtml.Start, "audit", ProblemCodes.AuditFileUnwritable);

    private static readonly string s_findings = string.Join('|', AuditFindings.All.Select(each => each.Word));

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
        command.Options.Add(FailOnOption());
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

    private static Option<ImmutableArray<AuditFinding>> FailOnOption()
    {
        var option = new Option<ImmutableArray<AuditFinding>>(FailOnName)
        {
            Description = "End with exit code 2 when one of these is found; may be repeated or listed with commas.",
            HelpName = s_findings,
            AllowMultipleArgumentsPerToken = false,
            Arity = ArgumentArity.OneOrMore,
            DefaultValueFactory = _ => [],
            CustomParser = result =>
            {
                var findings = ImmutableArray.CreateBuilder<AuditFinding>();
                foreach (var word in result.Tokens.SelectMany(token => token.Value.Split(',')))
                {
                    var known = AuditFindings.All.Where(each => each.Word == word).Select(each => each.Finding).ToArray();
                    findings.AddRange(known);
                    if (known.Length == 0)
                    {
                        result.AddError($"{FailOnName} is {s_findings.Replace("|", ", ", StringComparison.Ordinal)}, not '{word}'.");
                    }
                }

                return findings.ToImmutable();
            },
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. AuditFindings.All.Select(each => each.Word)]);
        return option;
    }

    private static async Task<int> RunAsync(ParseResult options, CliHost host, CancellationToken cancellationToken)
    {
        var filter = FilterOptions.Read(options);
        var failOn = options.GetValue<ImmutableArray<AuditFinding>>(FailOnName);
        CheckProgram(options, failOn);
        var page = options.GetValue<string?>(HtmlFile.Option);
        if (page is not null)
        {
            s_page.CheckPlace(page);
        }

        using var workspace = options.HasFile() ? Workspace.Open(options, host) : Workspace.OfMachine(options, host, withRegion: true);
        var document = await AuditAsync(workspace, filter, options.GetValue<bool>(SourcesName), cancellationToken);
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

        return failOn.Any(finding => document.Count(finding) > 0) ? ExitCodes.Changes : ExitCodes.Done;
    }

    /// <summary>Without a program there is no such finding, and a check that cannot fail is none.</summary>
    private static void CheckProgram(ParseResult options, ImmutableArray<AuditFinding> failOn)
    {
        Problem[] problems =
        [
            .. AuditFindings
                .All.Where(each => each.Finding != AuditFinding.Keyless && failOn.Contains(each.Finding) && !options.HasFile())
                .Select(each =>
                    Problem.Error(ProblemCodes.AuditNeedsProgram, $"'{each.Word}' is found only where a program is given.") with
                    {
                        Path = FailOnName,
                    }
                ),
        ];
        if (problems.Length > 0)
        {
            throw new ProblemException(problems);
        }
    }

    /// <summary>Selectors are asked first: what they mean and what has ended is as a plan would have it.</summary>
    private static async Task<AuditDocument> AuditAsync(
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
        var readAt = DateTimeOffset.MinValue;
        foreach (var asked in workspace.Scopes)
        {
            var scope = await asked.ResolveAsync(cancellationToken);
            var fleet = await scope.Engine.ObserveAsync(query, filter, cancellationToken);
            readAt = await scope.Engine.ServiceTimeAsync(cancellationToken);
            regions.Add(AuditReport.Of(new AuditRequest(scope.Title, fleet, filter, scope.Intents, scope.Provider.PinnedKeys)));
        }

        return new AuditDocument(
            workspace.Program.Name,
            readAt.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            regions.ToImmutable()
        );
    }
}
