using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Engine.Progress;
using KeyBindingProvider.Terraform.Hosting;
using Microsoft.Extensions.Logging;

namespace KeyBindingProvider.Terraform.Applying;

/// <summary>
/// What an apply does, for the log, in the words of every face: each wave and call, and twice a minute how far everything is. The engine shows its users nothing but how long
/// it takes.
/// </summary>
internal sealed class HclogProgress(HclogWriter log, string resource, TimeProvider time) : IApplyProgress
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(30);

    private readonly DateTimeOffset _begun = time.GetUtcNow();
    private readonly RolloutProgress _rollout = new();
    private TimeSpan _toldAt;

    public void Report(ApplyEvent applyEvent)
    {
        var elapsed = time.GetUtcNow() - _begun;
        _rollout.Note(applyEvent, elapsed);
        switch (applyEvent)
        {
            case ApplyEvent.Waiting when elapsed - _toldAt >= s_quiet:
                _toldAt = elapsed;
                log.Write(LogLevel.Information, $"{_rollout.Facts(elapsed)}; {_rollout.Waiting(elapsed)}", ("resource", resource));
                break;
            case ApplyEvent.WaveStarted started:
                Write(
                    LogLevel.Information,
                    $"{ProgressWording.Number(started)}: {ProgressWording.Of(started.Wave)}",
                    InstanceList.Of(started.Wave.Changes.Select(change => change.Id))
                );
                break;
            case ApplyEvent.CallSent call:
                log.Write(
                    LogLevel.Information,
                    $"{call.Action} accepted",
                    ("resource", resource),
                    ("instances", InstanceList.Of(call.Instances)),
                    ("keys", call.Keys.ToString()),
                    ("force_stop", call.ForceStop ? "true" : "false"),
                    ("request_id", call.RequestId)
                );
                break;
            case ApplyEvent.InstanceEnded { Outcome: { Problem: { } problem } outcome }:
                Write(LogLevel.Error, problem.Message, outcome.Instance.Value);
                break;
            case ApplyEvent.SourceEnded { Outcome: var ended }:
                Write(ended.Problem is null ? LogLevel.Information : LogLevel.Error, SourceWording.Of(ended), ended.Finding.Source.Id);
                break;
            case ApplyEvent.Notice notice:
                Write(LogLevel.Warning, notice.Problem.Message, InstanceList.Of(notice.Problem.Instances));
                break;
        }
    }

    private void Write(LogLevel level, string message, string instances) =>
        log.Write(level, message, ("resource", resource), ("instances", instances));
}
