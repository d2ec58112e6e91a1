using System.Collections.Concurrent;
using System.Collections.Immutable;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Errors;

namespace KeyBindingProvider.Engine.Auditing;

/// <summary>
/// Asks the audit log of an account who made a drift. Whoever asks does without the answer: a refusal, a silence or a log that takes longer than
/// <see cref="Patience"/> is a note. What was answered, a refusal too, is kept for as long as the account is connected.
/// </summary>
internal sealed class AuditReader(CvmClient client, TimeProvider time)
{
    /// <summary>For all calls of one reading together, waits and repetitions included.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string Region, TimeSpan Span), Lazy<Task<(KeyEventLog? Log, Problem? Problem)>>> _read = new();

    /// <inheritdoc cref="EngineFactory.WhoDidItAsync"/>
    public async Task<WhoDidIt?> ExplainAsync(
        ImmutableArray<DriftedPair> pairs,
        string region,
        TimeSpan span,
        CancellationToken cancellationToken
    )
    {
        if (pairs.IsEmpty)
        {
            return null;
        }

        // Asked once for all that wait for it: whoever is cancelled goes, and the question goes on for the others.
        var place = (CvmClient.AuditRegionOf(region), span);
        var (log, problem) = await _read
            .GetOrAdd(place, of => new(() => ReadAsync(given => client.ReadKeyEventsAsync(of.Region, of.Span, given))))
            .Value.WaitAsync(cancellationToken);
        return log is null ? WhoDidIt.NotKnown(pairs, problem!) : WhoDidIt.Of(pairs, log);
    }

    /// <inheritdoc cref="EngineFactory.StopsSinceAsync"/>
    public async Task<(StopEventLog? Log, Problem? Problem)> ReadStopsAsync(
        string region,
        TimeSpan span,
        CancellationToken cancellationToken
    )
    {
        var (log, problem) = await ReadAsync(given => client.ReadStopEventsAsync(CvmClient.AuditRegionOf(region), span, given))
            .WaitAsync(cancellationToken);
        return (log, problem is null ? null : problem with { Remedy = "Allow cloudaudit:DescribeEvents, or leave --since away." });
    }

    private async Task<(T? Log, Problem? Problem)> ReadAsync<T>(Func<CancellationToken, Task<T>> read)
        where T : class
    {
        using var givenUp = new CancellationTokenSource(Patience, time);
        try
        {
            return (await read(givenUp.Token), null);
        }
        catch (CvmException exception)
        {
            return (
                null,
                NotRead(
                    $"{exception.Message}.",
                    isPassing: exception.ErrorClass is ErrorClass.Server or ErrorClass.Network or ErrorClass.Throttled
                )
            );
        }
        catch (OperationCanceledException)
        {
            return (null, NotRead($"DescribeEvents: no whole answer within {Patience.TotalSeconds:0} s.", isPassing: true));
        }
    }

    /// <param name="why">Why, as a sentence.</param>
    /// <param name="isPassing">Whether the service failed, so that a permission would change nothing.</param>
    private static Problem NotRead(string why, bool isPassing) =>
        Problem.Warning(ProblemCodes.AuditLogNotRead, why) with
        {
            Remedy = isPassing ? "The service failed, or was too slow: try again. Drift and exit code are the same without it." : "",
        };
}
