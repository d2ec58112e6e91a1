using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Resources;

/// <summary>
/// What to do about a delete that is refused. The remedies of a plan do not serve: nothing may be left waiting by it, and no edit of the
/// program counts before it is applied. Each names what stands in the way and nothing else.
/// </summary>
public static class DeleteRemedies
{
    private const string Keep = "To give it up without a change set onDestroy: keep";
    private const string First = "Apply that first, then destroy.";

    /// <summary>The problem with the remedy of a delete; warnings, and what no policy speaks of, as they are.</summary>
    public static Problem For(Problem problem) =>
        problem.Severity != Severity.Error || problem.Code.Area != ProblemArea.Plan
            ? problem
            : problem with
            {
                Remedy =
                    Setting(problem.Code) is { } setting ? $"{Keep}; {setting}. {First}"
                    : Cure(problem.Code) is { } cure ? $"{cure}, then destroy again. {Keep}, and apply that first."
                    : $"{problem.EffectiveRemedy} {Keep}, and apply that first.",
            };

    /// <summary>
    /// The same of an object whose place another one has taken: no edit of the program reaches it any more, the provider's policy does
    /// (<c>ADR 0038</c>).
    /// </summary>
    public static Problem ForReplaced(Problem problem) =>
        problem.Severity == Severity.Error && problem.Code.Area == ProblemArea.Plan
            ? problem with
            {
                Remedy =
                    "Another object has taken its place, so no edit of the resource reaches it any more. From the next run on the provider's changePolicy counts "
                    + $"for it: {Field(problem.Code) ?? Cure(problem.Code) ?? problem.EffectiveRemedy}.",
            }
            : problem;

    private static string? Field(ProblemCode code) =>
        code == ProblemCodes.RunningRefused ? "set stopPolicy: graceful there, to let the instances be stopped"
        : code == ProblemCodes.WouldBeKeyless ? "set allowKeyless there, or bind another key first"
        : code == ProblemCodes.TooManyStops ? "raise maxStops there"
        : null;

    /// <summary>The field of the policy that would allow it.</summary>
    private static string? Setting(ProblemCode code) =>
        code == ProblemCodes.RunningRefused ? "to let the instances be stopped set changePolicy.stopPolicy: graceful"
        : code == ProblemCodes.WouldBeKeyless
            ? "to leave an instance without a key set changePolicy.allowKeyless; to keep a way in bind another key first"
        : code == ProblemCodes.TooManyStops ? "to let it stop that many raise changePolicy.maxStops"
        : null;

    /// <summary>What ends the state of a machine that no policy can do anything about.</summary>
    private static string? Cure(ProblemCode code) =>
        code == ProblemCodes.StopCharging ? "Start them, or stop them with KEEP_CHARGING"
        : code == ProblemCodes.RescueMode ? "End rescue mode"
        : code == ProblemCodes.Isolated ? "Renew them, or wait until they are gone"
        : code == ProblemCodes.Busy ? "Wait for it to end"
        : null;
}
