using KeyBindingProvider.Cli.Output;
using KeyBindingProvider.Core;

namespace KeyBindingProvider.Cli.Commands;

/// <summary>The one place where what went wrong becomes an exit code. No stack trace reaches a user.</summary>
internal static class Guard
{
    public static async Task<int> RunAsync(CliHost host, Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (ProblemException exception)
        {
            ProblemWriter.Write(host.Error, exception.Problems);
            return ExitCodes.Error;
        }
        catch (OperationCanceledException)
        {
            await host.Error.WriteLineAsync("Cancelled; nothing was changed.");
            return ExitCodes.Cancelled;
        }
        catch (Exception exception)
        {
            ProblemWriter.Write(
                host.Error,
                [Problem.Error(ProblemCodes.InternalFault, $"{exception.GetType().Name}: {exception.Message}")]
            );
            return ExitCodes.Error;
        }
    }

    /// <summary>
    /// How a refused plan ends: what the policy forbids is 4; what no policy could allow (a key or an instance that does not exist, a contradiction) is an
    /// error of the input, 1.
    /// </summary>
    public static int ExitCodeOfRefusal(IEnumerable<Plan> plans) =>
        plans.SelectMany(plan => plan.Problems).Where(problem => problem.Severity == Severity.Error).Any(problem => IsInput(problem.Code))
            ? ExitCodes.Error
            : ExitCodes.Refused;

    private static bool IsInput(ProblemCode code) =>
        code == ProblemCodes.Contradiction
        || code == ProblemCodes.MissingInstance
        || code == ProblemCodes.MissingKey
        || code == ProblemCodes.TooManyKeys
        || code == ProblemCodes.LaunchFailed;
}
