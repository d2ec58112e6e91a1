using System.Globalization;
using System.Text;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rehearsing;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>
/// The waves of a rollout on a line of time, as a drawing: how wide says how long, how high how many machines are down at once, against the limit. What it shows is in the
/// table below it as well. Places are attributes: the policy of the page lets no style stand in an element.
/// </summary>
internal static class WaveChart
{
    private const int Left = 44;
    private const int Right = 990;
    private const int Top = 30;
    private const int Ground = 150;
    private const int Ticks = 8;

    /// <summary>How high what is stopped already is drawn, whatever its number.</summary>
    private const int Flat = 6;

    /// <summary>What a label needs, of a bar that has one.</summary>
    private const int Labelled = 26;

    /// <param name="html">The page.</param>
    /// <param name="rollout">The rollout.</param>
    /// <param name="times">When each wave was worked at, by number; null where nothing was rehearsed.</param>
    /// <param name="took">How long the rehearsal took.</param>
    public static void Draw(StringBuilder html, Rollout rollout, IReadOnlyDictionary<int, RehearsedWave>? times, TimeSpan? took)
    {
        var isTimed = times is { Count: > 0 } && took > TimeSpan.Zero;
        var waves = isTimed ? [.. rollout.Waves.Where(wave => times!.ContainsKey(wave.Number))] : rollout.Waves;
        // What is stopped already counts under no limit, and may be any number.
        var windows = waves.Where(wave => wave.Kind != WaveKind.Stopped).Select(wave => wave.Changes.Length);
        var most = windows.Append(rollout.MaxUnavailable).Append(1).Max();
        var untimed = took is null ? "in their order, of which no time is known" : "in their order; the rehearsal did not reach them";
        var said =
            $"{Grammar.Count(rollout.Waves.Length, "wave")}, {(isTimed ? "by the time of the rehearsal" : untimed)}; at most {rollout.MaxUnavailable} down at once because of this. The table below says the same.";
        html.Append(
            $"<figure><svg viewBox=\"0 0 1000 184\" role=\"img\" aria-label=\"{PageParts.Escape(said)}\">\n<line class=\"axis\" x1=\"{Left}\" y1=\"{Ground}\" x2=\"{Right}\" y2=\"{Ground}\"/>\n"
        );
        foreach (var (at, wave) in waves.Index())
        {
            var (from, to) = isTimed
                ? (Share(times![wave.Number].From, took!.Value), Share(times[wave.Number].To, took.Value))
                : ((double)at / waves.Length, (double)(at + 1) / waves.Length);
            Bar(html, wave, from, to, most);
        }

        var limit = Ground - (double)(Ground - Top) * rollout.MaxUnavailable / most;
        html.Append(
            $"<line class=\"limit\" x1=\"{Left}\" y1=\"{Number(limit)}\" x2=\"{Right}\" y2=\"{Number(limit)}\"/><text class=\"limited\" x=\"{Right}\" y=\"{Number(limit - 6)}\" text-anchor=\"end\">limit {rollout.MaxUnavailable} down at once</text>\n"
        );
        for (var tick = 0; isTimed && tick <= Ticks; tick++)
        {
            var anchor =
                tick == 0 ? "start"
                : tick == Ticks ? "end"
                : "middle";
            html.Append(
                $"<text x=\"{Number(Left + (double)(Right - Left) * tick / Ticks)}\" y=\"{Ground + 18}\" text-anchor=\"{anchor}\">{RehearsalText.Span(took!.Value * tick / Ticks)}</text>"
            );
        }

        html.Append("\n</svg>\n<figcaption>");
        foreach (var kind in waves.Select(wave => wave.Kind).Distinct().Order())
        {
            html.Append($"<span class=\"key {ClassOf(kind)}\"></span>{Named(kind)}");
        }

        html.Append(
            isTimed
                ? $" <span>· width: time, as rehearsed · height: machines of the wave</span></figcaption></figure>\n"
                : $" <span>· {untimed} · height: machines of the wave</span></figcaption></figure>\n"
        );
    }

    private static void Bar(StringBuilder html, Wave wave, double from, double to, int most)
    {
        // Thinner than a hair is not seen; a gap tells waves apart that follow each other at once.
        var (x, width) = (Left + ((Right - Left) * from), Math.Max(1.5, ((Right - Left) * (to - from)) - 1.5));
        var height = wave.Kind == WaveKind.Stopped ? Flat : Math.Max(2, (double)(Ground - Top) * wave.Changes.Length / most);
        html.Append(
            $"<rect class=\"{ClassOf(wave.Kind)}\" x=\"{Number(x)}\" y=\"{Number(Ground - height)}\" width=\"{Number(width)}\" height=\"{Number(height)}\" rx=\"2\"/>"
        );
        if (width >= Labelled)
        {
            html.Append(
                $"<text x=\"{Number(x + (width / 2))}\" y=\"{Number(Math.Max(12, Ground - height - 5))}\" text-anchor=\"middle\">{wave.Changes.Length}</text>\n"
            );
        }
    }

    private static double Share(TimeSpan moment, TimeSpan whole) => Math.Clamp(moment / whole, 0, 1);

    private static string ClassOf(WaveKind kind) => kind.ToString().ToLowerInvariant();

    private static string Named(WaveKind kind) =>
        kind switch
        {
            WaveKind.Stopped => "stopped already",
            WaveKind.Canary => "canary",
            _ => "stop window",
        };

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
