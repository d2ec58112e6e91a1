using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Engine.Executing;

/// <summary>One stop window: stop once, change, start once. Members that stop late get a window of their own, so that nobody waits down for them.</summary>
internal sealed class WindowRunner(ApplyRun run, StopRunner stop, ChangeRunner change, StartRunner start)
{
    /// <summary>All members hold a slot and were just read as RUNNING.</summary>
    public async Task RunAsync(List<Member> members)
    {
        var going = await stop.SendAsync(members);
        while (going.Count > 0)
        {
            var ready = await stop.AwaitReadyAsync(going);
            foreach (var member in ready.Where(member => member.Instance!.IsStopCharging))
            {
                // KEEP_CHARGING was sent and not heeded: the service refuses key changes now, so it goes up at once.
                Block(member);
            }

            if (!run.StartOnly)
            {
                await change.RunAsync(ready.FindAll(member => member.IsOpen), mayShareInstances: false);
            }

            if (run.ReadsDenied)
            {
                // Nobody can see them stop any more. What was accepted will stop, so the starts are tried all the same.
                going.ForEach(member => member.Fail(ProblemCodes.Unverified, "could not be read any more while it was being stopped."));
                ready.AddRange(going);
                going.Clear();
            }

            await start.RunAsync(ready);
        }
    }

    private void Block(Member member)
    {
        if (run.Policy.OnBlocked == OnBlocked.Skip)
        {
            member.Pending = PendingCode.StopCharging;
        }
        else
        {
            member.Fail(
                ProblemCodes.StopCharging,
                "stopped in no-charge mode although KEEP_CHARGING was asked for; it is started again unchanged."
            );
        }
    }
}
