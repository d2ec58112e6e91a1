using System.CommandLine;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Commands;

/// <summary><c>keybinding plan</c>: what would be done, without doing it.</summary>
internal static class PlanCommand
{
    public static Command Create(CliHost host) =>
        ReviewCommand.Create(
            "plan",
            "Show what apply would do: who loses and gains which key, what is stopped, how, and in how many calls.",
            host,
            () => new ReviewView(PlanText.Render, PlanMarkdown.Render, PlanJson.Render, ExitCode)
        );

    private static int ExitCode(PlanDocument document) =>
        document.IsRefused ? Guard.ExitCodeOfRefusal(document.Plans)
        : document.IsActionable ? ExitCodes.Changes
        : ExitCodes.Done;
}
