using System.CommandLine;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Commands;

/// <summary><c>keybinding plan</c>: what would be done, without doing it.</summary>
internal static class PlanCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command(
            "plan",
            "Show what apply would do: who loses and gains which key, what is stopped, how, and in how many calls."
        );
        SharedOptions.AddTo(command);
        command.SetAction(
            (options, cancellationToken) => Guard.RunAsync(host, options.Output(), () => RunAsync(options, host, cancellationToken))
        );
        return command;
    }

    public static async Task<int> RunAsync(ParseResult options, CliHost host, CancellationToken cancellationToken)
    {
        using var workspace = Workspace.Open(options, host);
        var document = await workspace.PlanAsync(cancellationToken);
        await host.Out.WriteAsync(
            options.Output() switch
            {
                OutputFormat.Json => PlanJson.Render(document),
                OutputFormat.Markdown => PlanMarkdown.Render(document),
                _ => PlanText.Render(document, host.TextLimits),
            }
        );
        return document.IsRefused ? Guard.ExitCodeOfRefusal(document.Plans)
            : document.IsActionable ? ExitCodes.Changes
            : ExitCodes.Done;
    }
}
