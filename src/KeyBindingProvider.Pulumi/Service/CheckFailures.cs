using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Runs;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Service;

/// <summary>
/// Problems of inputs as check failures. The engine prints the value of the property that a failure names: a secret in clear text, a list in full. So only plain
/// values at the top are named as a property; of others the reason says where.
/// </summary>
internal static class CheckFailures
{
    /// <param name="problems">All of them; warnings are left out.</param>
    /// <param name="properties">The inputs.</param>
    /// <param name="hide">Takes out of a text what must not be shown.</param>
    public static IEnumerable<CheckFailure> Of(IEnumerable<Problem> problems, PropertyValue.Map properties, Func<string, string> hide)
    {
        foreach (var problem in problems.Where(problem => problem.Severity == Severity.Error))
        {
            var failure = Of(problem, properties);
            failure.Reason = EngineText.Of(hide(failure.Reason));
            yield return failure;
        }
    }

    private static CheckFailure Of(Problem problem, PropertyValue.Map properties)
    {
        problem = WithoutSecret(problem, properties);
        var path = problem.Path.TrimStart('.');
        var isShown = properties.Find(path) is PropertyValue.Text or PropertyValue.Flag or PropertyValue.Number;
        return isShown
            ? new CheckFailure { Property = path, Reason = ProblemLines.Of(problem with { Path = "" }) }
            : new CheckFailure { Property = "", Reason = ProblemLines.Of(problem) };
    }

    /// <summary>A problem without the value that it quotes, where that is secret.</summary>
    public static Problem WithoutSecret(Problem problem, PropertyValue.Map properties)
    {
        var path = problem.Path.TrimStart('.');
        return IsSecret(path, properties.Find(PropertyPath.Parse(path).Root))
            ? problem with
            {
                Message = $"{problem.Code.Title}; the value is secret and not shown.",
            }
            : problem;
    }

    private static bool IsSecret(string path, PropertyValue? value) =>
        value?.HoldsSecret == true || PropertyNames.Secrets.Any(name => name.Camel == path);
}
