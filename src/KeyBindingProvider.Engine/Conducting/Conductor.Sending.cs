using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine.Conducting;

/// <content>Calls go out, and each answer becomes one event for each instance that the call named.</content>
internal sealed partial class Conductor
{
    private long _wroteAt = -1;

    /// <summary>The timestamp of the last write that was sent; null before the first.</summary>
    public long? WroteAt => Volatile.Read(ref _wroteAt) is >= 0 and var at ? at : null;

    private void Send(CallGroup call)
    {
        Volatile.Write(ref _wroteAt, _time.GetTimestamp());
        foreach (var id in call.Instances)
        {
            _lookedToSend.Remove(id);
            Apply(id, new RunEvent.Sent(call.Wish));
        }

        _recorder?.Sent(_facts.Now, call);
        _options.Journal.Sending(_api.Region, call.Wish.Action, call.Instances, call.Wish.TakesDown);
        _ = CallAsync(call, [.. AsksOf(call)]);
    }

    /// <summary>A write that is on its way is never cancelled: it would only become ambiguous. The client bounds it.</summary>
    private async Task CallAsync(CallGroup call, Ask[] asks)
    {
        try
        {
            var requestId = await RequestAsync(call);
            Post(() => OnAccepted(call, asks, requestId));
        }
        catch (CvmException exception)
        {
            Post(() => OnRefused(call, asks, exception));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Post(() => OnLost(call, exception.Message, 1));
        }
    }

    private Task<string> RequestAsync(CallGroup call)
    {
        var (wish, priority) = (call.Wish, PriorityOf(call.Wish.Action));
        return wish.Action switch
        {
            CallAction.Stop => _api.StopInstancesAsync(
                call.Instances,
                wish.Force ? StopType.Hard : StopType.Soft,
                priority,
                CancellationToken.None
            ),
            CallAction.Start => _api.StartInstancesAsync(call.Instances, priority, CancellationToken.None),
            CallAction.Associate => _api.AssociateInstancesKeyPairsAsync(
                call.Instances,
                wish.Keys,
                wish.Force,
                priority,
                CancellationToken.None
            ),
            CallAction.Disassociate => _api.DisassociateInstancesKeyPairsAsync(
                call.Instances,
                wish.Keys,
                wish.Force,
                priority,
                CancellationToken.None
            ),
            _ => throw CallActions.Unknown(wish.Action),
        };
    }

    private static CallPriority PriorityOf(CallAction action) =>
        action switch
        {
            CallAction.Start => CallPriority.Start,
            CallAction.Stop => CallPriority.NewStop,
            CallAction.Associate or CallAction.Disassociate => CallPriority.WindowWrite,
            _ => throw CallActions.Unknown(action),
        };

    private void OnAccepted(CallGroup call, Ask[] asks, string requestId)
    {
        _recorder?.Answered(_facts.Now, call, "accepted");
        _options.Journal.Answered(_api.Region, call.Instances, requestId);
        var sent = new ApplyEvent.CallSent(call.Wish.Action, call.Instances, call.Wish.Keys, call.Wish.Force, requestId);
        foreach (var ask in asks)
        {
            ask.Request.Feed.Report(sent);
        }

        foreach (var id in call.Instances)
        {
            Apply(id, new RunEvent.Accepted(requestId));
        }
    }

    private void OnRefused(CallGroup call, Ask[] asks, CvmException exception)
    {
        if (Refusals.Of(exception) is not { } refusal)
        {
            OnLost(call, exception.Message, exception.ErrorClass == ErrorClass.Server ? call.Instances.Count : 1);
            return;
        }

        _recorder?.Answered(_facts.Now, call, "refused " + refusal.Kind);
        _options.Journal.Answered(_api.Region, call.Instances, exception.RequestId);
        if (Refusals.EndsTheAsk(exception, call.Wish.Action))
        {
            foreach (var ask in asks)
            {
                Abort(ask.Number, exception.ToProblem());
            }
        }

        foreach (var id in call.Instances)
        {
            Apply(id, new RunEvent.Refused(refusal, call.Instances.Count));
        }
    }

    private void OnLost(CallGroup call, string why, int batchSize)
    {
        _recorder?.Answered(_facts.Now, call, "lost");
        foreach (var id in call.Instances)
        {
            Apply(id, new RunEvent.Lost(why, batchSize));
        }
    }

    private IEnumerable<Ask> AsksOf(CallGroup call) =>
        call
            .Instances.Select(_runs.GetValueOrDefault)
            .OfType<InstanceRun>()
            .SelectMany(run => run.Demands)
            .Where(demand => demand.Rides)
            .Select(demand => demand.Ask)
            .Distinct()
            .Select(_asks.GetValueOrDefault)
            .OfType<Ask>();

    /// <summary>Going on is pointless for this ask: no more windows, only restarts.</summary>
    private void Abort(long number, Problem cause)
    {
        if (_asks.TryGetValue(number, out var ask) && ask.Aborted is null)
        {
            ask.Aborted = cause;
            ask.Problems.Add(cause);
            ask.Request.Feed.Report(new ApplyEvent.Notice(cause));
            _mustAdmit = true;
        }
    }
}
