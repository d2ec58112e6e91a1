using System.CommandLine;
using System.CommandLine.Parsing;
using KeyBindingProvider.Cli.Output;
using KeyBindingProvider.Cli.Plans;
using KeyBindingProvider.Cli.Progress;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Commands;

/// <summary><c>keybinding apply</c>: plans every region, asks once, does it, and says how each instance ended. One refused region refuses all.</summary>
internal static class ApplyCommand
{
    /// <summary>All of a digest: a plan that shares the first dozen with an approved one can be made in minutes.</summary>
    private const int Digits = 64;

    private const string Yes = "--yes";
    private const string PlanDigest = "--plan-digest";
    private const string PlanFile = "plan";

    public static Command Create(CliHost host)
    {
        var command = new Command("apply", "Plan, ask, and do it. What is stopped for a change is started again whatever happens.");
        var plan = new Argument<string?>(PlanFile)
        {
            Description = "A plan that plan --out saved: it is carried out as it was approved, or nothing is done.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        // An option that is misspelled would be a file that does not exist.
        plan.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: ['-', ..] word }])
            {
                result.AddError($"{KeybindingCommand.Unrecognized} '{word}'.");
            }
        });
        command.Arguments.Add(plan);
        SharedOptions.AddTo(command);
        command.Options.Add(new Option<bool>(Yes, "-y") { Description = "Do not ask. Needed where there is no terminal." });
        command.Options.Add(
            new Option<string?>(PlanDigest)
            {
                Description = $"Apply only the plan with this digest, all {Digits} digits as plan printed it.",
                HelpName = "digest",
            }
        );
        command.SetAction((options, _) => Guard.RunAsync(host, options.Output(), () => RunAsync(options, host)));
        return command;
    }

    public static async Task<int> RunAsync(ParseResult options, CliHost host)
    {
        using var saved = Saved(options);
        var approved = saved?.PlanDigest ?? Approved(options);
        using var journal = Journals.Begin(ref host);
        using var workspace = saved is null ? Workspace.Open(options, host) : Workspace.Open(saved, options, host);
        var planned = await workspace.PlanAsync(host.Cancellation.NoNewStops);
        var isText = options.Output() == OutputFormat.Text;
        var isConfirmed = options.GetValue<bool>(Yes);
        var goOn = !planned.IsRefused && planned.IsActionable;
        if (isText || (goOn && !isConfirmed))
        {
            // Nobody is asked about a plan that they have not seen, whatever the results are written as.
            await (isText ? host.Out : host.Error).WriteLineAsync(PlanText.Render(planned, host.TextLimits));
        }

        var notes = saved is null ? [] : Approval.Check(saved, planned);
        ProblemWriter.Write(host.Error, notes);

        if (goOn)
        {
            CheckDigest(planned, approved);
            await Confirmation.AskAsync("Apply this plan?", isConfirmed, host);
        }

        var regions = new List<AppliedRegion>();
        foreach (var (scope, region) in workspace.Scopes.Zip(planned.Regions))
        {
            var report =
                goOn && region.Plan.IsActionable
                    ? await ApplyAsync(
                        scope,
                        plan => approved is null ? PlanGuard.NothingBeyond(region.Plan, plan) : PlanGuard.Exactly(region.Plan, plan),
                        isText ? host.Out : host.Error,
                        host
                    )
                    : null;
            report = report is null ? null : report with { Plan = Located(scope, report.Plan, region.Plan) };
            regions.Add(new AppliedRegion(region.Title, region.Plan, report));
            goOn &= report is null or { IsRefused: false, IsPartial: false, Cancelled: false };
        }

        return await WriteAsync(
            new ApplyDocument(planned.Program, [.. regions]) { Signers = planned.Signers, Notes = [.. notes] },
            options,
            host
        );
    }

    /// <summary>The plan that was carried out, with what only the one that was shown can say: whether a pinned key exists takes a look at all regions.</summary>
    private static Plan Located(Scope scope, Plan carriedOut, Plan shown) =>
        scope.Locate(
            carriedOut with
            {
                Problems = [.. carriedOut.Problems, .. shown.Problems.Where(problem => problem.Code == ProblemCodes.PinnedKeyNotFound)],
            }
        );

    private static Task<ApplyReport> ApplyAsync(Scope scope, Func<Plan, IReadOnlyList<Problem>> review, TextWriter plain, CliHost host) =>
        LiveProgress.RunAsync(
            host,
            plain,
            progress => scope.Engine.ApplyAsync(scope.Intents, progress, plan => Task.FromResult(review(plan)), host.Cancellation)
        );

    /// <summary>The plan file that was named; null where none was. What else would say what to do is in it already.</summary>
    private static SavedPlan? Saved(ParseResult options)
    {
        if (options.GetValue<string?>(PlanFile) is not { } path)
        {
            return null;
        }

        string[] besides =
        [
            .. SharedOptions.OfPrograms.Append(PlanDigest).Where(name => options.GetResult(name) is OptionResult { Implicit: false }),
        ];
        return besides.Length == 0
            ? SavedPlan.Read(path)
            : throw new ProblemException([
                .. besides.Select(name =>
                    Problem.Error(ProblemCodes.Contradiction, $"The plan file says all of it; {name} cannot stand beside it.") with
                    {
                        Path = name,
                        Remedy = $"Leave {name} out, or the plan file.",
                    }
                ),
            ]);
    }

    private static string? Approved(ParseResult options)
    {
        var approved = options.GetValue<string?>(PlanDigest);
        return approved is null || (approved.Length == Digits && approved.All(char.IsAsciiHexDigitLower))
            ? approved
            : throw new ProblemException(
                Problem.Error(ProblemCodes.InvalidValue, $"a digest is {Digits} digits of 0-9 a-f, and this is not one.") with
                {
                    Path = PlanDigest,
                    Remedy = "Write all of it, as plan printed it: a part of it does not bind the plan.",
                }
            );
    }

    private static void CheckDigest(PlanDocument planned, string? approved)
    {
        if (approved is not null && planned.Digest != approved)
        {
            throw new ProblemException(
                Problem.Error(ProblemCodes.ChangedMeanwhile, $"The plan is {planned.Digest} now, and {approved} was approved.") with
                {
                    Path = PlanDigest,
                }
            );
        }
    }

    private static async Task<int> WriteAsync(ApplyDocument document, ParseResult options, CliHost host)
    {
        switch (options.Output())
        {
            case OutputFormat.Json:
                await host.Out.WriteAsync(ApplyJson.Render(document));
                ProblemWriter.Write(host.Error, document.Reports.SelectMany(report => report.Problems));
                break;
            case OutputFormat.Markdown:
                await host.Out.WriteAsync(ApplyMarkdown.Render(document));
                ProblemWriter.Write(host.Error, document.Reports.SelectMany(report => report.Problems));
                break;
            // The plan that was printed says all there is to say about a refusal.
            case var _ when document.Status != ApplyStatus.Refused || document.Reports.Any():
                await host.Out.WriteAsync((document.Reports.Any() ? "\n" : "") + ApplyText.Render(document, host.TextLimits));
                break;
        }

        return document.Status switch
        {
            ApplyStatus.Refused => Guard.ExitCodeOfRefusal(document.Regions.Select(region => region.Report?.Plan ?? region.Plan)),
            ApplyStatus.Cancelled => ExitCodes.Cancelled,
            ApplyStatus.Partial => ExitCodes.Partial,
            _ => ExitCodes.Done,
        };
    }
}
