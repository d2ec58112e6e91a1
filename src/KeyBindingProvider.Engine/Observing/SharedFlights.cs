using KeyBindingProvider.Cvm;

namespace KeyBindingProvider.Engine.Observing;

/// <summary>
/// Lets everybody who asks at about the same time travel in one read: what is asked for before it departs is on board, and nobody joins one
/// that has departed, so nobody is handed an answer older than their question.
/// <para>
/// An engine that works ten at a time sends ten questions at once, time and again. Where flights that waited for the whole time had equally many passengers, the next
/// one leaves as soon as so many are on board; every <see cref="Relearn"/>th waits again, so that an engine that sends more of them is noticed.
/// </para>
/// </summary>
/// <typeparam name="TId">What is asked for.</typeparam>
/// <typeparam name="TAnswer">What the whole flight is answered.</typeparam>
/// <param name="read">Reads for all on board.</param>
/// <param name="gather">Time during which others may come on board.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedFlights<TId, TAnswer>(Func<Manifest<TId>, Task<TAnswer>> read, TimeSpan gather, TimeProvider time)
    where TId : IComparable<TId>
{
    private const int Relearn = 16;

    private readonly Lock _gate = new();
    private Flight? _boarding;

    /// <summary>Passengers of the last flight that waited.</summary>
    private int _lastParty;

    /// <summary>As many as come, by the two last flights that waited; 0 where they differ.</summary>
    private int _party;

    private int _early;

    /// <summary>Comes on board with these ids. A failed read is everybody's failure.</summary>
    public Task<TAnswer> JoinAsync(IEnumerable<TId> ids, bool everything, CallPriority priority, CancellationToken cancellationToken)
    {
        Flight flight;
        bool isFull;
        lock (_gate)
        {
            if (_boarding is null)
            {
                _boarding = new Flight();
                _ = DepartAsync(_boarding);
            }

            flight = _boarding;
            flight.Ids.UnionWith(ids);
            flight.Everything |= everything;
            flight.Priority = (CallPriority)Math.Min((int)flight.Priority, (int)priority);
            isFull = ++flight.Passengers == _party;
        }

        if (isFull)
        {
            flight.Full.TrySetResult();
        }

        return flight.Landed.Task.WaitAsync(cancellationToken);
    }

    private async Task DepartAsync(Flight flight)
    {
        try
        {
            await Task.Yield();
            if (gather > TimeSpan.Zero)
            {
                await Task.WhenAny(Task.Delay(gather, time), flight.Full.Task);
            }

            Manifest<TId> manifest;
            lock (_gate)
            {
                _boarding = null;
                Learn(flight);
                manifest = new Manifest<TId>([.. flight.Ids.Order()], flight.Everything, flight.Priority);
            }

            flight.Landed.SetResult(await read(manifest));
        }
        catch (Exception exception)
        {
            lock (_gate)
            {
                _boarding = _boarding == flight ? null : _boarding;
            }

            flight.Landed.SetException(exception);
            // Whoever waits sees it; a flight nobody waits for any more must not be an unobserved fault.
            _ = flight.Landed.Task.Exception;
        }
    }

    /// <summary>One passenger is no party: whoever asks alone is not to be the measure of those who ask together.</summary>
    private void Learn(Flight flight)
    {
        if (flight.Full.Task.IsCompleted && ++_early < Relearn)
        {
            return;
        }

        _party = flight.Full.Task.IsCompleted || flight.Passengers != _lastParty || _lastParty < 2 ? 0 : _lastParty;
        _lastParty = flight.Passengers;
        _early = 0;
    }

    private sealed class Flight
    {
        public int Passengers { get; set; }
        public TaskCompletionSource Full { get; } = new();
        public HashSet<TId> Ids { get; } = [];
        public bool Everything { get; set; }
        public CallPriority Priority { get; set; } = CallPriority.NewStop;
        public TaskCompletionSource<TAnswer> Landed { get; } = new();
    }
}

/// <summary>What a flight reads.</summary>
/// <param name="Ids">Ids asked for, sorted.</param>
/// <param name="Everything">Whether somebody asked for all there is.</param>
/// <param name="Priority">The most urgent on board.</param>
internal sealed record Manifest<TId>(TId[] Ids, bool Everything, CallPriority Priority);
