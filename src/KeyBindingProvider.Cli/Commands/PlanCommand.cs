using System.CommandLine;
using KeyBindingProvider.Cli.Plans;
using KeyBindingProvider.Cli.Programs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Commands;

/// <summary><c>keybinding plan</c>: what would be done, without doing it; and, where asked for, saved to be approved and applied as it is.</summary>
internal static class PlanCommand
{
    private const string OutName = "--out";

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
                    },
                    EnrichAsync = (options, host, workspace, document, cancellationToken) =>
                        Task.FromResult(RehearsalOptions.Rehearse(options, host, workspace, document, cancellationToken)),
                    EndAsync = SaveAsync,
                },
            SharedOptions.OutputOption(OutputFormat.Sarif, "sarif for code scanning"),
            [
                new Option<string?>(OutName)
                {
                    Description = "Save the plan in a file that apply carries out as it is, or refuses.",
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
