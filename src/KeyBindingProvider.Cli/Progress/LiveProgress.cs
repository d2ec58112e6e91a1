using System.Globalization;
using KeyBindingProvider.Engine.Progress;
using Spectre.Console;

namespace KeyBindingProvider.Cli.Progress;

/// <summary>What is going on, on a terminal: the wave, what is waited for, how far, and since when; lines that matter stay above.</summary>
internal sealed class LiveProgress(IAnsiConsole terminal, StatusContext status, TimeProvider time, int listed) : IApplyProgress
{
    private readonly DateTimeOffset _begun = time.GetUtcNow();
    private string _wave = "";

    /// <summary>Runs an apply with live progress where there is a terminal, with plain lines where there is none.</summary>
    public static Task<T> RunAsync<T>(CliHost host, TextWriter plain, Func<IApplyProgress, Task<T>> apply)
    {
        if (host.Terminal is not { } terminal)
        {
            return apply(new PlainProgress(plain, host.Time, host.TextLimits.Listed));
        }

        // The question whether to apply is asked before anything is shown live: two of them would fight for the lines.
        var deferred = new DeferredProgress();
        return RunOnTerminalAsync(terminal, host, deferred, apply(deferred));
    }

    public void Report(ApplyEvent applyEvent)
    {
        switch (applyEvent)
        {
            case ApplyEvent.WaveStarted started:
                _wave = $"wave {started.Wave.Number}/{started.WaveCount}";
                terminal.MarkupLineInterpolated($"[grey]{Elapsed()}[/] {ProgressText.Of(applyEvent, listed) ?? ""}");
                break;
            case ApplyEvent.Waiting waiting:
                status.Status(
                    $"{_wave}  waiting for {ProgressText.Of(waiting.Goal)}: {waiting.Done} of {waiting.Total} done  [grey]{waiting.Elapsed.TotalSeconds:0} s, {Elapsed()} in all[/]"
                );
                break;
            case ApplyEvent.CallSent:
                status.Status($"{_wave}  {(ProgressText.Of(applyEvent) ?? "").Trim().EscapeMarkup()}");
                break;
            default:
                if (ProgressText.Of(applyEvent) is { } line)
                {
                    terminal.MarkupLineInterpolated($"[grey]{Elapsed()}[/] [yellow]{line}[/]");
                }

                break;
        }
    }

    private string Elapsed() => string.Create(CultureInfo.InvariantCulture, $"{(time.GetUtcNow() - _begun).TotalSeconds, 6:0.0} s");

    private static async Task<T> RunOnTerminalAsync<T>(IAnsiConsole terminal, CliHost host, DeferredProgress deferred, Task<T> apply)
    {
        if (await Task.WhenAny(deferred.Planned, apply) == apply)
        {
            return await apply;
        }

        return await terminal
            .Status()
            .StartAsync(
                "starting",
                status =>
                {
                    deferred.Connect(new LiveProgress(terminal, status, host.Time, host.TextLimits.Listed));
                    return apply;
                }
            );
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
