using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering.Wire;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>Problems that kept a command from making its own document, as JSON (<c>docs/schemas/problems.schema.json</c>).</summary>
public static class ProblemsJson
{
    /// <summary>Renders the problems.</summary>
    public static string Render(IEnumerable<Problem> problems) =>
        RenderingJson.Write(new ProblemsFile { Problems = ProblemFields.Of(problems) }, RenderingJson.Default.ProblemsFile);
}
