using System.CommandLine;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Commands;

/// <summary>A command that shows the plan of a program in one of its views, ends with what the view makes of it, and never writes.</summary>
internal static class ReviewCommand
{
    /// <param name="name">What it is called by.</param>
    /// <param name="description">What help says of it.</param>
    /// <param name="host">What it touches of the world outside.</param>
    /// <param name="view">Asked for when the command runs: making the tree of commands loads nothing of documents.</param>
    public static Command Create(string name, string description, CliHost host, Func<ReviewView> view)
    {
        var command = new Command(name, description);
        SharedOptions.AddTo(command);
        command.SetAction(
            (options, cancellationToken) => Guard.RunAsync(host, options.Output(), () => RunAsync(view(), options, host, cancellationToken))
        );
        return command;
    }

    private static async Task<int> RunAsync(ReviewView view, ParseResult options, CliHost host, CancellationToken cancellationToken)
    {
        using var workspace = Workspace.Open(options, host);
        var document = await workspace.PlanAsync(cancellationToken);
        await host.Out.WriteAsync(
            options.Output() switch
            {
                OutputFormat.Json => view.Json(document),
                OutputFormat.Markdown => view.Markdown(document),
                _ => view.Text(document, host.TextLimits),
            }
        );
        return view.ExitCode(document);
    }
}

/// <summary>What a command makes of the plan of a program.</summary>
/// <param name="Text">For a terminal.</param>
/// <param name="Markdown">For a pull request.</param>
/// <param name="Json">For programs.</param>
/// <param name="ExitCode">How the command ends.</param>
internal sealed record ReviewView(
    Func<PlanDocument, TextLimits, string> Text,
    Func<PlanDocument, string> Markdown,
    Func<PlanDocument, string> Json,
    Func<PlanDocument, int> ExitCode
);
