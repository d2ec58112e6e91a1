using System.CommandLine;
using KeyBindingProvider.Cli.Output;
using KeyBindingProvider.Cli.Plans;
using KeyBindingProvider.Cli.Programs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Commands;

/// <summary><c>keybinding plan</c>: what would be done, without doing it; and, where asked for, saved to be approved and applied as it is.</summary>
internal static class PlanCommand
{
    private const string OutName = "--out";

    private static readonly HtmlFile s_page = new(PlanHtml.Start, "page of a plan", ProblemCodes.PlanPageUnwritable);

    public static Command Create(CliHost host) =>
        ReviewCommand.Create(
            "plan",
            "Show what apply would do: who loses and gains which key, what is stopped, how, and in how many calls.",
            host,
            () =>
                new ReviewView(PlanText.Render, PlanMarkdown.Render, PlanJson.Render, PlanSarif.Render, ExitCode)
                {
                    Begin = (options, program) =>
                    {
                        if (Out(options) is { } path)
                        {
                            SavedPlan.CheckPlace(path);
                            CheckSecrets(program);
                        }

                        if (options.GetValue<string?>(HtmlFile.Option) is { } page)
                        {
                            s_page.CheckPlace(page);
                        }
                    },
                    EnrichAsync = (options, host, workspace, document, cancellationToken) =>
                        Task.FromResult(RehearsalOptions.Rehearse(options, host, workspace, document, cancellationToken)),
                    EndAsync = async (options, host, program, document) =>
                    {
                        await SaveAsync(options, host, program, document);
                        await WritePageAsync(options, host, document);
                    },
                },
            SharedOptions.OutputOption(OutputFormat.Sarif, "sarif for code scanning"),
            [
                new Option<string?>(OutName)
                {
                    Description = "Save the plan in a file that apply carries out as it is, or refuses.",
                    HelpName = "file",
                },
                new Option<string?>(HtmlFile.Option)
                {
                    Description =
                        "Also write it as one HTML file with the waves on a line of time; with --simulate, that of the rehearsal.",
                    HelpName = "file",
                },
                .. RehearsalOptions.Create(),
            ]
        );

    private static string? Out(ParseResult options) => options.GetValue<string?>(OutName);

    /// <summary>A refused plan is nothing to approve: it is shown, and not saved.</summary>
    private static async Task SaveAsync(ParseResult options, CliHost host, BindingProgram program, PlanDocument document)
    {
        if (Out(options) is not { } path || document.IsRefused)
        {
            return;
        }

        // What is approved is the plan; a rehearsal of it is not carried out.
        SavedPlan.Write(path, program, document with { Rehearsal = null });
        var line = $"Saved in {path}. keybinding apply {path} carries out this plan, or nothing.";
        await (options.Output() == OutputFormat.Text ? host.Out : host.Error).WriteLineAsync(line);
    }

    /// <summary>A refused plan as well: the page says why.</summary>
    private static async Task WritePageAsync(ParseResult options, CliHost host, PlanDocument document)
    {
        if (options.GetValue<string?>(HtmlFile.Option) is { } page)
        {
            s_page.Write(page, PlanHtml.Render(document));
            await (options.Output() == OutputFormat.Text ? host.Out : host.Error).WriteLineAsync($"Written to {page}.");
        }
    }

    private static void CheckSecrets(BindingProgram program)
    {
        var secrets = program.ByProvider.SelectMany(account => ProgramText.SecretsOf(account.Key)).Distinct().ToArray();
        if (secrets.Length > 0)
        {
            throw new ProblemException(
                Problem.Error(
                    ProblemCodes.PlanFileSecret,
                    $"The plan would not be saved: the program writes {string.Join(" and ", secrets.Select(secret => secret.Camel))}, and a plan file holds no secret."
                ) with
                {
                    Path = OutName,
                }
            );
        }
    }

    private static int ExitCode(PlanDocument document) =>
        document.IsRefused ? Guard.ExitCodeOfRefusal(document.Plans)
        : document.IsActionable ? ExitCodes.Changes
        : ExitCodes.Done;
}
