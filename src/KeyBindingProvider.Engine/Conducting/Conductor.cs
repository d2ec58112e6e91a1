using System.Threading.Channels;
using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Cvm;

namespace KeyBindingProvider.Engine.Conducting;

/// <summary>
/// The only writer of a region: one loop that owns everything that is known of its instances. Calls, clocks and cancellations only post events; each turn the loop
/// drains them, derives every wish anew, and sends those that may go (rule <c>one-loop</c>).
/// </summary>
internal sealed partial class Conductor
{
    private readonly ICvmApi _api;
    private readonly TimeProvider _time;
    private readonly EngineOptions _options;
    private readonly RunRules _rules;
    private readonly RunBounds _bounds;
    private readonly DisruptionBudget _budget;
    private readonly Func<IClaims> _claims;
    private readonly LookSchedule _looks;
    private readonly Cohorts _cohorts;
    private readonly Companions _companions = new();
    private readonly ITimer _timer;
    private readonly Channel<Action> _mailbox = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _gate = new();
    private Task? _loop;
    private long _asked;
    private long _stamp;

    public Conductor(
        ICvmApi api,
        TimeProvider time,
        EngineOptions options,
        RunRules rules,
        DisruptionBudget budget,
        Func<IClaims> claims,
        LoopRecorder? recorder = null
    )
    {
        (_api, _time, _options, _rules, _budget, _claims, _recorder) = (api, time, options, rules, budget, claims, recorder);
        _bounds = options.Bounds;
        _looks = new LookSchedule(options.LongestPause);
        _cohorts = new Cohorts(options.StragglerGrace);
        _timer = time.CreateTimer(_ => Post(static () => { }), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _budget.Freed += () => Post(() => _mustAdmit = true);
        _facts = Facts(TimeSpan.Zero);
    }

    /// <summary>Which instances are in a window of ours.</summary>
    public Windows Windows { get; } = new();

    /// <summary>Whether windows may be as large as the policies allow.</summary>
    public bool CanaryProven { get; private set; }

    /// <summary>A moment on the loop's clock: monotonic, and never the same twice, so that what began before an answer is told from what began after it.</summary>
    public TimeSpan Stamp()
    {
        var ticks = _time.GetElapsedTime(0).Ticks;
        while (true)
        {
            var last = Interlocked.Read(ref _stamp);
            var next = Math.Max(ticks, last + 1);
            if (Interlocked.CompareExchange(ref _stamp, next, last) == last)
            {
                return new TimeSpan(next);
            }
        }
    }

    /// <summary>
    /// Carries out an ask and answers when each of its demands has a verdict and none of its machines may be down because of us, or the report names those that are.
    /// </summary>
    public async Task<Ask> AskAsync(AskRequest request)
    {
        var ask = new Ask(Interlocked.Increment(ref _asked), request, Stamp());
        Post(() => Take(ask));
        Begin();

        await using var soft = request.Cancellation.NoNewStops.Register(() => Post(() => Cancel(ask, CancelLevel.Soft)));
        await using var hard = request.Cancellation.StartOnly.Register(() => Post(() => Cancel(ask, CancelLevel.Hard)));
        await ask.Done.Task;
        return ask;
    }

    private void Begin()
    {
        lock (_gate)
        {
            _loop ??= RunAsync();
        }
    }

    private void Post(Action happened) => _mailbox.Writer.TryWrite(happened);

    private async Task RunAsync()
    {
        var faults = 0;
        while (await _mailbox.Reader.WaitToReadAsync())
        {
            try
            {
                _turn++;
                _facts = Facts(Stamp());
                while (_mailbox.Reader.TryRead(out var happened))
                {
                    happened();
                }

                Work();
                faults = _runs.Count == 0 ? 0 : faults;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // A fault of our own must not leave machines down: the next turn goes on, until that is hopeless.
                OnFault(exception, isLast: ++faults >= MostFaults);
            }
        }
    }
}
