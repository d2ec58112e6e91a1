using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>A problem as two lines: what is wrong and where, then the way out.</summary>
public static class ProblemText
{
    /// <summary><c>error KB1001 Pulumi.yaml:12:7 resources.web.properties.instanceIds[3]: message</c>, then <c>  -> remedy</c>.</summary>
    public static string Of(Problem problem) => $"{Line(problem)}\n  -> {PlainText.Escape(problem.EffectiveRemedy)}";

    /// <summary>The first line alone.</summary>
    public static string Line(Problem problem)
    {
        string[] head = [EnumNames.Of(problem.Severity), problem.Code.Id, problem.Location, problem.Path];
        return $"{string.Join(' ', head.Where(part => part.Length > 0).Select(PlainText.Escape))}: {PlainText.Escape(problem.Message.ReplaceLineEndings(" "))}";
    }
}
