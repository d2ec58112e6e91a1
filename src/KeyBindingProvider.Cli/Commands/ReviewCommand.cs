using System.CommandLine;
using KeyBindingProvider.Cli.Programs;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Commands;

/// <summary>A command that shows the plan of a program in one of its views, ends with what the view makes of it, and never writes.</summary>
internal static class ReviewCommand
{
    /// <param name="name">What it is called by.</param>
    /// <param name="description">What help says of it.</param>
    /// <param name="host">What it touches of the world outside.</param>
    /// <param name="view">Asked for when the command runs: making the tree of commands loads nothing of documents.</param>
    /// <param name="formats">The formats that it writes.</param>
    /// <param name="options">Options of its own.</param>
    public static Command Create(
        string name,
        string description,
        CliHost host,
        Func<ReviewView> view,
        Option<OutputFormat> formats,
        params Option[] options
    )
    {
        var command = new Command(name, description);
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        SharedOptions.AddTo(command, formats);
        command.SetAction(
            (parsed, cancellationToken) =>
                Guard.RunAsync(host, parsed.Output(), () => RunAsync(view(), parsed, host, cancellationToken), parsed.File())
        );
        return command;
    }

    private static async Task<int> RunAsync(ReviewView view, ParseResult options, CliHost host, CancellationToken cancellationToken)
    {
        using var workspace = Workspace.Open(options, host);
        view.Begin?.Invoke(options, workspace.Program);
        var document = await workspace.PlanAsync(cancellationToken, view.LooksForSources(options));
        if (view.EnrichAsync is { } enrich)
        {
            document = await enrich(options, host, workspace, document, cancellationToken);
        }

        await host.Out.WriteAsync(
            options.Output() switch
            {
                OutputFormat.Json => view.Json(document),
                OutputFormat.Markdown => view.Markdown(document),
                OutputFormat.Sarif or OutputFormat.Junit => view.Report(document, options.File()),
                _ => view.Text(document, host.TextLimits),
            }
        );
        if (view.EndAsync is { } end)
        {
            await end(options, host, workspace.Program, document);
        }

        return view.ExitCode(document);
    }
}

/// <summary>What a command makes of the plan of a program.</summary>
/// <param name="Text">For a terminal.</param>
/// <param name="Markdown">For a pull request.</param>
/// <param name="Json">For programs.</param>
/// <param name="Report">For what a forge shows beside the code or the tests, with the path of the program: the format of its own that the command has.</param>
/// <param name="ExitCode">How the command ends.</param>
internal sealed record ReviewView(
    Func<PlanDocument, TextLimits, string> Text,
    Func<PlanDocument, string> Markdown,
    Func<PlanDocument, string> Json,
    Func<PlanDocument, string, string> Report,
    Func<PlanDocument, int> ExitCode
)
{
    /// <summary>What is checked before the account is asked for anything; null for nothing.</summary>
    public Action<ParseResult, BindingProgram>? Begin { get; init; }

    /// <summary>What is put beside the plan before it is shown; null for nothing.</summary>
    public Func<ParseResult, CliHost, Workspace, PlanDocument, CancellationToken, Task<PlanDocument>>? EnrichAsync { get; init; }

    /// <summary>Whether revocations look for what starts machines although they do not ask.</summary>
    public Func<ParseResult, bool> LooksForSources { get; init; } = _ => false;

    /// <summary>What is done with the plan once it is shown; null for nothing.</summary>
    public Func<ParseResult, CliHost, BindingProgram, PlanDocument, Task>? EndAsync { get; init; }
}
