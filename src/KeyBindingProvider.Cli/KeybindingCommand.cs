using System.CommandLine;
using System.CommandLine.Invocation;
using KeyBindingProvider.Cli.Commands;
using KeyBindingProvider.Cli.Demo;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli;

/// <summary>The command line: parsing and completions are System.CommandLine's, meaning is in <c>Commands</c>.</summary>
internal static class KeybindingCommand
{
    private const string About = """
        Who may open which Tencent Cloud CVM machine, as reviewed code.

        plan, apply and drift read the keybinding resources of a Pulumi YAML program; recover, show, discover, audit and whoami need
        none; demo needs no account.
        Credentials: TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY (with a token where it is temporary), else the
        profile of TENCENTCLOUD_PROFILE, else ~/.tencentcloud/credentials, else ~/.tccli/default.credential, else the role
        of the CVM that this runs on.

        Exit codes:
          0    done, or nothing to do; instances may be waiting, and their number is printed
          1    error: input, credentials, or a service that does not answer; nothing was changed; audit --fail-on: nothing
               was looked at
          2    plan, drift, recover --dry-run: there is something to do; audit --fail-on: it was found
          3    apply, recover: some instances failed or were not reached
          4    refused by the change policy; nothing was changed
          130  cancelled; what was stopped has been started again
        """;

    /// <summary>How System.CommandLine says of a word that nothing takes it.</summary>
    public const string Unrecognized = "Unrecognized command or argument";

    public static RootCommand Create(CliHost host) =>
        new(About)
        {
            PlanCommand.Create(host),
            ApplyCommand.Create(host),
            DriftCommand.Create(host),
            RecoverCommand.Create(host),
            ShowCommand.Create(host),
            DiscoverCommand.Create(host),
            AuditCommand.Create(host),
            WhoAmICommand.Create(host),
            DemoCommand.Create(host),
        };

    /// <summary>Whether these arguments may stop machines or change keys: so it is of each command that is not named here as one that only looks.</summary>
    public static bool MayChange(string[] arguments)
    {
        var host = new CliHost
        {
            Out = TextWriter.Null,
            Error = TextWriter.Null,
            Time = TimeProvider.System,
        };
        var parsed = Create(host).Parse(arguments);
        return parsed.CommandResult.Command switch
        {
            RootCommand or { Name: "plan" or "drift" or "show" or "discover" or "audit" or "whoami" } => false,
            { Name: "recover" } => !parsed.GetValue<bool>(RecoverCommand.DryRun),
            _ => true,
        };
    }

    /// <summary>Parses and runs; wrong usage is an error like any other.</summary>
    public static Task<int> RunAsync(string[] arguments, CliHost host)
    {
        var configuration = new InvocationConfiguration
        {
            Output = host.Out,
            Error = host.Error,
            // Ours has two steps and lets a window be closed first.
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        };
        var parsed = Create(host).Parse(arguments);
        return arguments.Length > 0 && parsed.Action is ParseErrorAction
            ? Task.FromResult(ShowUsageErrors(parsed, host.Error))
            : parsed.InvokeAsync(configuration, host.Cancellation.NoNewStops);
    }

    /// <summary>What a word that nobody knows was probably meant to be.</summary>
    private static string Hint(string message, ParseResult parsed)
    {
        var written = message.StartsWith(Unrecognized, StringComparison.Ordinal)
            ? parsed.Tokens.Select(token => token.Value).FirstOrDefault(token => message.Contains($"'{token}'", StringComparison.Ordinal))
            : null;
        var command = parsed.CommandResult.Command;
        return written is null ? ""
            : written.StartsWith('-') ? NameHints.DidYouMean(written.Split('=')[0], command.Options.Select(option => option.Name))
            : NameHints.DidYouMean(written, command.Subcommands.Select(known => known.Name));
    }

    /// <summary>What is wrong in a line each, without the whole help around it.</summary>
    private static int ShowUsageErrors(ParseResult parsed, TextWriter error)
    {
        // Without a command nothing is known of its options either, and that follows from the first line.
        var messages = parsed.Errors.Select(problem => problem.Message).Where(message => message.Length > 0).Distinct();
        foreach (
            var message in messages.Where(message =>
                parsed.Errors.Count == 1 || !message.StartsWith("Required command", StringComparison.Ordinal)
            )
        )
        {
            error.WriteLine($"keybinding: {PlainText.Escape(message + Hint(message, parsed))}");
        }

        var command = parsed.CommandResult.Command;
        error.WriteLine($"See {(command is RootCommand ? "keybinding" : $"keybinding {command.Name}")} --help.");
        return ExitCodes.Error;
    }
}
