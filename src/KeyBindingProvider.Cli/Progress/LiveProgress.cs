using System.Globalization;
using KeyBindingProvider.Engine.Progress;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KeyBindingProvider.Cli.Progress;

/// <summary>
/// What is going on, on a terminal: one bar over the whole change, how many are down, how long and how much longer, and below it what is waited for; lines that matter stay
/// above.
/// </summary>
internal sealed class LiveProgress(IAnsiConsole terminal, ProgressTask bar, RolloutProgress rollout, TimeProvider time, int listed)
    : IApplyProgress
{
    private const int BarWidth = 24;

    private readonly DateTimeOffset _begun = time.GetUtcNow();

    /// <summary>Runs an apply with live progress where there is a terminal, with plain lines where there is none.</summary>
    public static async Task<T> RunAsync<T>(CliHost host, TextWriter plain, Func<IApplyProgress, Task<T>> apply)
    {
        if (host.Terminal is not { } terminal)
        {
            var lines = new PlainProgress(plain, host.Time, host.TextLimits.Listed);
            var ended = await apply(lines);
            lines.End();
            return ended;
        }

        // The question whether to apply is asked before anything is shown live: two of them would fight for the lines.
        var deferred = new DeferredProgress();
        return await RunOnTerminalAsync(terminal, host, deferred, apply(deferred));
    }

    public void Report(ApplyEvent applyEvent)
    {
        lock (rollout)
        {
            rollout.Note(applyEvent, Elapsed);
            bar.MaxValue = Math.Max(rollout.Total, 1);
            bar.IsIndeterminate = rollout.Total == 0;
            bar.Value = rollout.Done;
        }

        switch (applyEvent)
        {
            case ApplyEvent.WaveStarted:
                terminal.Write(new WholeLines(Markup.FromInterpolated($"[grey]{Stamp()}[/] {ProgressText.Of(applyEvent, listed) ?? ""}")));
                break;
            case ApplyEvent.Waiting or ApplyEvent.CallSent:
                break;
            default:
                if (ProgressText.Of(applyEvent) is { } line)
                {
                    terminal.Write(new WholeLines(Markup.FromInterpolated($"[grey]{Stamp()}[/] [yellow]{line}[/]")));
                }

                break;
        }
    }

    private TimeSpan Elapsed => time.GetUtcNow() - _begun;

    private string Stamp() => string.Create(CultureInfo.InvariantCulture, $"{Elapsed.TotalSeconds, 6:0.0} s");

    private static async Task<T> RunOnTerminalAsync<T>(IAnsiConsole terminal, CliHost host, DeferredProgress deferred, Task<T> apply)
    {
        if (await Task.WhenAny(deferred.Planned, apply) == apply)
        {
            return await apply;
        }

        var rollout = new RolloutProgress();
        var begun = host.Time.GetUtcNow();
        var result = await terminal
            .Progress()
            .AutoClear(true)
            .Columns(
                new SpinnerColumn(),
                new ProgressBarColumn { Width = BarWidth },
                new FactsColumn(rollout, () => host.Time.GetUtcNow() - begun)
            )
            .StartAsync(context =>
            {
                deferred.Connect(new LiveProgress(terminal, context.AddTask("change"), rollout, host.Time, host.TextLimits.Listed));
                return apply;
            });
        if (rollout.Total > 0)
        {
            terminal.MarkupLineInterpolated($"[grey]{rollout.Summary(host.Time.GetUtcNow() - begun)}[/]");
        }

        return result;
    }

    /// <summary>Beside the bar, in two lines.</summary>
    private sealed class FactsColumn(RolloutProgress rollout, Func<TimeSpan> elapsed) : ProgressColumn
    {
        /// <inheritdoc/>
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            lock (rollout)
            {
                return new Text($"{rollout.Facts(elapsed())}\n{rollout.Waiting(elapsed())}");
            }
        }
    }

    /// <summary>Keeps events until somebody shows them.</summary>
    private sealed class DeferredProgress : IApplyProgress
    {
        private readonly Lock _gate = new();
        private readonly List<ApplyEvent> _kept = [];
        private readonly TaskCompletionSource _planned = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private IApplyProgress? _target;

        public Task Planned => _planned.Task;

        public void Report(ApplyEvent applyEvent)
        {
            lock (_gate)
            {
                if (_target is null)
                {
                    _kept.Add(applyEvent);
                }
                else
                {
                    _target.Report(applyEvent);
                }
            }

            if (applyEvent is ApplyEvent.Planned)
            {
                _planned.TrySetResult();
            }
        }

        public void Connect(IApplyProgress target)
        {
            lock (_gate)
            {
                _kept.ForEach(target.Report);
                _target = target;
            }
        }
    }
}
