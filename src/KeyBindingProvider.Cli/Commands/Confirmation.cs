using KeyBindingProvider.Core.Problems;
using Spectre.Console;

namespace KeyBindingProvider.Cli.Commands;

/// <summary>Asks before something is written, where there is somebody to ask.</summary>
internal static class Confirmation
{
    /// <summary>Returns where the answer is yes. Throws <see cref="ProblemException"/> where nobody can be asked, <see cref="OperationCanceledException"/> for a no.</summary>
    public static async Task AskAsync(string question, bool isConfirmed, CliHost host)
    {
        if (isConfirmed)
        {
            return;
        }

        var problem = Problem.Error(ProblemCodes.NotConfirmed, "Nobody can be asked here, and --yes was not given; nothing was changed.");
        if (host.Terminal is not { } terminal)
        {
            throw new ProblemException(problem);
        }

        var prompt = new ConfirmationPrompt(question) { DefaultValue = false };
        if (!await terminal.PromptAsync(prompt, host.Cancellation.NoNewStops))
        {
            throw new OperationCanceledException();
        }
    }
}
