using System.CommandLine;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Commands;

/// <summary><c>keybinding drift</c>: where the cloud is not as the program says, waiting instances apart. Never writes.</summary>
internal static class DriftCommand
{
    private const string Sources = "--sources";

    public static Command Create(CliHost host) =>
        ReviewCommand.Create(
            "drift",
            "Show where the cloud differs from the program; exit code 2 when it does.",
            host,
            () =>
                new ReviewView(
                    DriftText.Render,
                    DriftMarkdown.Render,
                    DriftJson.Render,
                    (document, _) => DriftJUnit.Render(document),
                    ExitCode
                )
                {
                    LooksForSources = options => options.GetValue<bool>(Sources),
                    EnrichAsync = WhoOptions.AskAsync,
                },
            SharedOptions.OutputOption(OutputFormat.Junit, "junit for the test report of a pipeline"),
            [
                new Option<bool>(Sources)
                {
                    Description = "Look for what starts machines later with a revoked key, whether or not the program asks for it.",
                },
                .. WhoOptions.Create(),
            ]
        );

    /// <summary>A contradiction or a key that does not exist leaves nothing to compare with.</summary>
    private static int ExitCode(PlanDocument document) =>
        document.IsRefused && Guard.ExitCodeOfRefusal(document.Plans) == ExitCodes.Error ? ExitCodes.Error
        : document.Plans.Any(HasDrift) ? ExitCodes.Changes
        : ExitCodes.Done;

    /// <summary>What a refusing policy keeps from being healed is drift all the same; so is what nobody can rule out.</summary>
    private static bool HasDrift(Plan plan) =>
        plan.IsActionable
        || plan.Sources.Any(finding => !finding.Given.IsEmpty)
        || plan.Pending.Any(pending => pending.Disposition == Disposition.Refused || pending.Code == PendingCode.Unverified);
}
