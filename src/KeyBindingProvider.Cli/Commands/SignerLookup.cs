using System.Collections.Immutable;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Engine;

namespace KeyBindingProvider.Cli.Commands;

/// <summary>
/// Asks who signs the calls of each account, beside the reads of a plan. The plan does without the answer: whoever refuses it, or does not answer soon after the
/// plan is made, fails nothing.
/// </summary>
internal sealed class SignerLookup : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenSource _givenUp;
    private readonly CancellationTokenSource _linked;
    private readonly Task<Signer[]> _signers;

    private SignerLookup(IEnumerable<EngineFactory> accounts, TimeProvider time, CancellationToken cancellationToken)
    {
        _cancellationToken = cancellationToken;
        _givenUp = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _givenUp.Token);
        _signers = Task.WhenAll(accounts.Select(AskAsync));
    }

    /// <summary>Sends one call for each account, and does not wait.</summary>
    public static SignerLookup Begin(IEnumerable<EngineFactory> accounts, TimeProvider time, CancellationToken cancellationToken) =>
        new(accounts, time, cancellationToken);

    /// <summary>Who signs, one for each account; waits a little for those that have not answered.</summary>
    public async Task<ImmutableArray<Signer>> EndAsync()
    {
        _givenUp.CancelAfter(Patience);
        return [.. await _signers];
    }

    /// <summary>Gives up what is not answered; nothing of it is left behind.</summary>
    public async ValueTask DisposeAsync()
    {
        _givenUp.CancelAfter(TimeSpan.Zero);
        await ((Task)_signers).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _linked.Dispose();
        _givenUp.Dispose();
    }

    private async Task<Signer> AskAsync(EngineFactory account)
    {
        try
        {
            return new Signer(account.CredentialOrigin, await account.WhoAmIAsync(_linked.Token), null);
        }
        catch (ProblemException exception)
        {
            return Unknown(account, exception.Problems[0]);
        }
        catch (OperationCanceledException) when (!_cancellationToken.IsCancellationRequested)
        {
            var silence = $"GetCallerIdentity: no answer within {Patience.TotalSeconds:0} s of the plan.";
            return Unknown(account, Problem.Warning(ProblemCodes.EndpointUnreachable, silence));
        }
    }

    private static Signer Unknown(EngineFactory account, Problem why) =>
        new(
            account.CredentialOrigin,
            null,
            why with
            {
                Severity = Severity.Warning,
                Remedy = "Nothing that is planned depends on it; keybinding whoami asks for it alone.",
            }
        );
}
