using System.CommandLine;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Commands;

/// <summary><c>keybinding whoami</c>: which identity, from which source, until when. Needs no program.</summary>
internal static class WhoAmICommand
{
    public static Command Create(CliHost host)
    {
        var command = new Command("whoami", "Show which identity the calls are signed with, where it comes from and when it ends.");
        SharedOptions.AddTo(
            command,
            "The Pulumi YAML program whose providers are asked for; without it, what this machine has.",
            defaultFile: null
        );
        command.SetAction(
            (options, cancellationToken) => Guard.RunAsync(host, options.Output(), () => RunAsync(options, host, cancellationToken))
        );
        return command;
    }

    private static async Task<int> RunAsync(ParseResult options, CliHost host, CancellationToken cancellationToken)
    {
        using var workspace = options.HasFile() ? Workspace.Open(options, host) : Workspace.OfMachine(options, host);
        var callers = new List<Caller>();
        foreach (var account in workspace.Accounts)
        {
            callers.Add(await account.WhoAmIAsync(cancellationToken));
        }

        await host.Out.WriteAsync(
            options.Output() switch
            {
                OutputFormat.Json => IdentityRendering.Json(callers),
                OutputFormat.Markdown => IdentityRendering.Markdown(callers),
                _ => IdentityRendering.Text(callers, host.TextLimits),
            }
        );
        return ExitCodes.Done;
    }
}
