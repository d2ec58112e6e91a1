using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Terraform.Wire;
using Severity = KeyBindingProvider.Core.Problems.Severity;

namespace KeyBindingProvider.Terraform.Translation;

/// <summary>
/// Problems as diagnostics. The engine folds warnings with equal summaries into one, so a summary says what it is about; the attribute path makes it
/// print the line of the configuration.
/// </summary>
internal static class Diagnostics
{
    private const int InstancesInSummary = 3;

    /// <summary>One problem.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="attribute">Attribute to point at where the problem has no path of its own; null for none.</param>
    public static Diagnostic Of(Problem problem, string? attribute = null)
    {
        var diagnostic = new Diagnostic
        {
            Severity = problem.Severity == Severity.Error ? Diagnostic.Types.Severity.Error : Diagnostic.Types.Severity.Warning,
            Summary = Shown(IsOfAValue(problem) ? problem.Message : $"{problem.Code.Title}{About(problem)}"),
            Detail = Shown(
                $"{Sentence(problem.Message)}{(problem.Message.EndsWith('\n') ? "" : " ")}{problem.EffectiveRemedy} [{problem.Code.Id}]"
            ),
        };
        var path = problem.Path.Length > 0 ? AttributePaths.Parse(problem.Path) : null;
        diagnostic.Attribute = TopOf(path ?? (attribute is null ? null : AttributePaths.Parse(attribute)));
        return diagnostic;
    }

    /// <summary>A warning of this face's own.</summary>
    public static Diagnostic Warning(string summary, string detail, string? attribute = null) =>
        new()
        {
            Severity = Diagnostic.Types.Severity.Warning,
            Summary = Shown(summary),
            Detail = Shown(detail),
            Attribute = attribute is null ? null : AttributePaths.Parse(attribute),
        };

    /// <summary>In this face's spelling; the engine prints it as it comes.</summary>
    private static string Shown(string text) => PlainText.EscapeLines(SnakeText.Of(text));

    /// <summary>
    /// Terraform finds the line of a whole attribute only: a further step leads it into blocks, never into an attribute's object, and it would print the
    /// head of the resource instead. The field is named in the message.
    /// </summary>
    private static AttributePath? TopOf(AttributePath? path) =>
        path is { Steps.Count: > 1 } ? new AttributePath { Steps = { path.Steps[0] } } : path;

    /// <summary>There may be one for each of many values, with no instance to tell them apart: the value has to stand in the summary.</summary>
    private static bool IsOfAValue(Problem problem) =>
        problem.Code == ProblemCodes.NothingMatches || problem.Code == ProblemCodes.SelectorValueUnmatched;

    private static string About(Problem problem)
    {
        var instances = problem.Instances;
        if (instances.Count == 0)
        {
            return "";
        }

        var rest = instances.Count - InstancesInSummary;
        var listed = string.Join(", ", instances.Take(InstancesInSummary));
        return rest > 0 ? $": {listed} and {rest} more" : $": {listed}";
    }

    /// <summary>With its end; a list has none.</summary>
    private static string Sentence(string message) =>
        message.Length == 0 || message[^1] is '.' or '!' or '?' or '\n' ? message : message + ".";
}
