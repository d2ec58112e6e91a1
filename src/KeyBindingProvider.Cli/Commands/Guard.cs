using KeyBindingProvider.Cli.Output;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Commands;

/// <summary>The one place where what went wrong becomes an exit code. No stack trace reaches a user.</summary>
internal static class Guard
{
    /// <param name="host">Where problems are written.</param>
    /// <param name="output">For programs they are written to the results as well: whoever parses those must not find them empty.</param>
    /// <param name="command">What is run.</param>
    /// <param name="program">The program that was named, for what shows problems beside its lines.</param>
    public static async Task<int> RunAsync(CliHost host, OutputFormat output, Func<Task<int>> command, string program = "")
    {
        try
        {
            return await command();
        }
        catch (ProblemException exception)
        {
            return await FailAsync(host, output, exception.Problems, program);
        }
        catch (OperationCanceledException)
        {
            await host.Error.WriteLineAsync("Cancelled; nothing was changed.");
            return ExitCodes.Cancelled;
        }
        catch (Exception exception)
        {
            return await FailAsync(host, output, [Problem.Fault(exception)], program);
        }
    }

    private static async Task<int> FailAsync(CliHost host, OutputFormat output, IReadOnlyCollection<Problem> problems, string program)
    {
        await host.Out.WriteAsync(
            output switch
            {
                OutputFormat.Json => ProblemsJson.Render(problems),
                OutputFormat.Sarif => PlanSarif.Render(problems, program),
                OutputFormat.Junit => DriftJUnit.Render(problems),
                _ => "",
            }
        );

        ProblemWriter.Write(host.Error, problems);
        return ExitCodes.Error;
    }

    /// <summary>
    /// How a refused plan ends: what the policy forbids is 4; what no policy could allow (a key or an instance that does not exist, a contradiction) is an
    /// error of the input, 1.
    /// </summary>
    public static int ExitCodeOfRefusal(IEnumerable<Plan> plans) =>
        plans.SelectMany(plan => plan.Problems).Any(problem => problem.Severity == Severity.Error && problem.Code.Exit == ProblemExit.Error)
            ? ExitCodes.Error
            : ExitCodes.Refused;
}
