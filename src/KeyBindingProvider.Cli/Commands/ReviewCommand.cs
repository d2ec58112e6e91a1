using System.CommandLine;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Commands;

/// <summary>A command that shows the plan of a program in one of its views, ends with what the view makes of it, and never writes.</summary>
internal sealed record ReviewCommand(
    string Name,
    string Description,
    Func<PlanDocument, TextLimits, string> Text,
    Func<PlanDocument, string> Markdown,
    Func<PlanDocument, string> Json,
    Func<PlanDocument, int> ExitCode
)
{
    public Command Create(CliHost host)
    {
        var command = new Command(Name, Description);
        SharedOptions.AddTo(command);
        command.SetAction(
            (options, cancellationToken) => Guard.RunAsync(host, options.Output(), () => RunAsync(options, host, cancellationToken))
        );
        return command;
    }

    public async Task<int> RunAsync(ParseResult options, CliHost host, CancellationToken cancellationToken)
    {
        using var workspace = Workspace.Open(options, host);
        var document = await workspace.PlanAsync(cancellationToken);
        await host.Out.WriteAsync(
            options.Output() switch
            {
                OutputFormat.Json => Json(document),
                OutputFormat.Markdown => Markdown(document),
                _ => Text(document, host.TextLimits),
            }
        );
        return ExitCode(document);
    }
}
