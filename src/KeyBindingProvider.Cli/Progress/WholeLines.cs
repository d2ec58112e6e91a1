using Spectre.Console.Rendering;

namespace KeyBindingProvider.Cli.Progress;

/// <summary>
/// Lines that reach to the end of the terminal. What is live is written over and not erased first: behind a line that is shorter than the one below which it comes to stand,
/// the rest of that one would stay.
/// </summary>
internal sealed class WholeLines(IRenderable lines) : Renderable
{
    /// <inheritdoc/>
    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(maxWidth, maxWidth);

    /// <inheritdoc/>
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        foreach (var line in Segment.SplitLines(lines.Render(options, maxWidth), maxWidth))
        {
            foreach (var segment in line)
            {
                yield return segment;
            }

            yield return Segment.Padding(Math.Max(0, maxWidth - line.CellCount()));
            yield return Segment.LineBreak;
        }
    }
}
