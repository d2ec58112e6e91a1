using KeyBindingProvider.Simulator;

namespace KeyBindingProvider.Harness.Running;

/// <summary>The simulator's journal as text: the story of a failed case.</summary>
internal static class CallStory
{
    public static string Text(SimulatedCloud cloud)
    {
        var start = cloud.Journal.Calls.Count > 0 ? cloud.Journal.Calls[0].At : default;
        return string.Join(
            '\n',
            cloud.Journal.Calls.Select(call =>
                $"{call.Number, 4} {(call.At - start).TotalSeconds, 8:0.0} {call.Action} {call.Parameters.GetRawText()} {call.Outcome} {call.Delivery} {call.RequestId}"
            )
        );
    }
}
