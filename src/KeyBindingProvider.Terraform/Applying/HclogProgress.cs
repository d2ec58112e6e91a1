using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Engine.Progress;
using KeyBindingProvider.Terraform.Hosting;
using Microsoft.Extensions.Logging;

namespace KeyBindingProvider.Terraform.Applying;

/// <summary>What an apply does, for the log: the engine shows its users nothing but how long it takes.</summary>
internal sealed class HclogProgress(HclogWriter log, string resource) : IApplyProgress
{
    public void Report(ApplyEvent applyEvent)
    {
        switch (applyEvent)
        {
            case ApplyEvent.WaveStarted started:
                Write(
                    LogLevel.Information,
                    $"wave {started.Wave.Number} of {started.WaveCount}",
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
