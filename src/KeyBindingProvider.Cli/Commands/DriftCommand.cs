using System.CommandLine;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Commands;

/// <summary><c>keybinding drift</c>: where the cloud is not as the program says, waiting instances apart. Never writes.</summary>
internal static class DriftCommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command("drift", "Show where the cloud differs from the program; exit code 2 when it does.");
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
                OutputFormat.Json => DriftJson.Render(document),
                OutputFormat.Markdown => DriftMarkdown.Render(document),
                _ => DriftText.Render(document, host.TextLimits),
            }
        );
        // A contradiction or a key that does not exist leaves nothing to compare with.
        return document.IsRefused && Guard.ExitCodeOfRefusal(document.Plans) == ExitCodes.Error ? ExitCodes.Error
            : document.Plans.Any(HasDrift) ? ExitCodes.Changes
            : ExitCodes.Done;
    }

    /// <summary>What a refusing policy keeps from being healed is drift all the same.</summary>
    private static bool HasDrift(Plan plan) => plan.IsActionable || plan.Pending.Any(pending => pending.Disposition == Disposition.Refused);
}
