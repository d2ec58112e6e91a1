using KeyBindingProvider.Harness.Running;
using KeyBindingProvider.Simulator.Journal;

namespace KeyBindingProvider.Harness.Judging;

/// <summary>Rule <c>read-before-repeat</c>: after an answer that was lost nothing is sent to a machine before somebody has looked at it.</summary>
internal static class LostAnswers
{
    public static IEnumerable<string> Broken(CaseRun run)
    {
        var unseen = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var call in run.Cloud.Journal.Calls.Where(call => call.Actor != Actors.Console && call.Delivery != "late"))
        {
            if (call.Action == "DescribeInstances")
            {
                string[] seen = [.. Calls.Named(call)];
                foreach (var id in seen.Length > 0 ? seen : [.. unseen.Keys])
                {
                    unseen.Remove(id);
                }
            }
            else if (Calls.IsWrite(call))
            {
                foreach (var id in Calls.Named(call))
                {
                    if (unseen.TryGetValue(id, out var lost))
                    {
                        yield return $"read-before-repeat: {id} was not looked at between call {lost}, whose answer was lost, and call {call.Number}";
                    }

                    if (call.Delivery != "answered")
                    {
                        unseen[id] = call.Number;
                    }
                }
            }
        }
    }
}
