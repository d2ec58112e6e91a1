using KeyBindingProvider.Harness.Running;
using KeyBindingProvider.Simulator.Journal;

namespace KeyBindingProvider.Harness.Judging;

/// <summary>
/// Rule <c>read-before-repeat</c>: after an answer that was lost nothing is sent to a machine before somebody has looked at it. Where looks fail, and
/// after a second cancel, a start may go without one, which is no harm to a machine that is up.
/// </summary>
internal static class LostAnswers
{
    private const int FailedLooks = 2;

    public static IEnumerable<string> Broken(CaseRun run)
    {
        var unseen = new Dictionary<string, long>(StringComparer.Ordinal);
        var failed = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var call in run.Cloud.Journal.Calls.Where(call => call.Actor != Actors.Console && call.Delivery != "late"))
        {
            string[] named = [.. Calls.Named(call)];
            if (call.Action == "DescribeInstances")
            {
                foreach (var id in named.Length > 0 ? named : [.. unseen.Keys])
                {
                    unseen.Remove(id);
                    var before = failed.GetValueOrDefault(id);
                    // Given up, a machine is started blind to the end, also where a look that was under way comes back.
                    failed[id] =
                        before >= FailedLooks ? before
                        : call is { Outcome: CallJournal.Ok, Delivery: "answered" } ? 0
                        : before + 1;
                }
            }
            else if (Calls.IsWrite(call))
            {
                foreach (var id in named)
                {
                    var mayBeBlind =
                        call.Action == "StartInstances"
                        && (failed.GetValueOrDefault(id) >= FailedLooks || run.Case.CancelAgainAfter is not null);
                    if (!mayBeBlind && unseen.TryGetValue(id, out var lost))
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
