using System.Text.Json.Nodes;
using KeyBindingProvider.Pulumi.Tests.Kit;

namespace KeyBindingProvider.Pulumi.Tests.Recorded;

/// <summary>
/// Plays a recording against the provider of today. Requests go out as they were recorded, with the ids and the state that yesterday's provider answered: that
/// is what an engine sends after an upgrade, and all of it is still accepted. Or, with <paramref name="ownState"/>, with what today's has answered before.
/// </summary>
/// <param name="stage">Where it is played.</param>
/// <param name="calls">The recording.</param>
/// <param name="scenario">Its world.</param>
/// <param name="ownState">What takes the place of recorded state; null for nothing.</param>
/// <remarks>
/// Order: a call is sent when all have ended that had ended when it began; what overlapped overlaps. Processes: a recording does not say which process a call
/// went to, but the engine leaves no choice. A handshake starts one; what is about the process or its configuration goes to the one started last, what is about
/// resources to the one configured last, and a Cancel to the oldest that has had none.
/// </remarks>
internal sealed class Replay(Stage stage, IReadOnlyList<RecordedCall> calls, Scenario scenario, OwnState? ownState)
{
    private readonly Queue<ProviderCalls> _living = new();
    private readonly Task<JsonNode>[] _answers = new Task<JsonNode>[calls.Count];
    private ProviderCalls? _latest;
    private ProviderCalls? _configured;
    private int _processes;

    /// <summary>Plays it and answers in what it differs.</summary>
    public async Task<Differences> PlayAsync()
    {
        for (var next = 0; next < calls.Count; next++)
        {
            await Task.WhenAll(_answers.Take(next).Where((_, earlier) => calls[earlier].Ended <= next));
            if (calls[next].Rpc == "Handshake")
            {
                await StartAsync();
            }

            _answers[next] = SendAsync(ProcessOf(calls[next]), calls[next]);
        }

        var differences = new Differences();
        foreach (var call in calls)
        {
            differences.Compare(call, await _answers[call.Number]);
        }

        return differences;
    }

    private async Task<JsonNode> SendAsync(ProviderCalls process, RecordedCall call)
    {
        var answer = await Answers.OfAsync(process, ownState?.Of(call) ?? call);
        ownState?.Learn(call, answer);
        return answer;
    }

    private async Task StartAsync()
    {
        scenario.ByHand?.Invoke(stage.Cloud, ++_processes);
        // An engine takes its time between two processes, and by then readers see what was done before.
        await stage.SettleAsync();
        _latest = stage.Start();
        _living.Enqueue(_latest);
    }

    private ProviderCalls ProcessOf(RecordedCall call)
    {
        switch (call.Rpc)
        {
            case "Configure":
                return _configured = _latest!;
            case "Handshake" or "GetPluginInfo" or "GetSchema" or "CheckConfig" or "DiffConfig":
                return _latest!;
            case "Cancel":
                return _living.Dequeue();
            default:
                return _configured!;
        }
    }
}
