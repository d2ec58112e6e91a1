using System.Collections.Concurrent;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Planning;
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
    public async Task<WhoDidIt?> ExplainAsync(Plan plan, TimeSpan span, CancellationToken cancellationToken)
    {
        if (WhoDidIt.PairsOf(plan).IsEmpty)
        {
            return null;
        }

        var place = (CvmClient.AuditRegionOf(plan.Region), span);
        var (log, problem) = await _read.GetOrAdd(place, of => new(() => ReadAsync(of.Region, of.Span, cancellationToken))).Value;
        return log is null ? WhoDidIt.NotKnown(plan, problem!) : WhoDidIt.Of(plan, log);
    }

    private async Task<(KeyEventLog? Log, Problem? Problem)> ReadAsync(string region, TimeSpan span, CancellationToken cancellationToken)
    {
        using var givenUp = new CancellationTokenSource(Patience, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, givenUp.Token);
        try
        {
            return (await client.ReadKeyEventsAsync(region, span, linked.Token), null);
        }
        catch (CvmException exception)
        {
            return (null, NotRead($"{exception.Message}."));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, NotRead($"DescribeEvents: no whole answer within {Patience.TotalSeconds:0} s."));
        }
    }

    private static Problem NotRead(string why) => Problem.Warning(ProblemCodes.AuditLogNotRead, why);
}
