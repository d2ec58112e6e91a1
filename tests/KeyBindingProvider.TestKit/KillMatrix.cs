using System.Globalization;

namespace KeyBindingProvider.TestKit;

/// <summary>
/// A rollout that is ended at each of its calls, one after the other, in each way; then, three hours later, one further run. What is down before that run and after it is
/// counted. Two calls of it unless KEYBINDING_KILLS says <c>all</c>.
/// </summary>
public static class KillMatrix
{
    /// <summary>Longer than a mark may be of a run that is alive.</summary>
    private static readonly TimeSpan s_longAfter = TimeSpan.FromHours(3);

    /// <summary>Who was ended and is still there after that hangs.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    private const int Few = 2;
    private const int FewApart = 3;

    /// <summary>Whether every call of every row is tried.</summary>
    public static bool IsWhole { get; } = Environment.GetEnvironmentVariable("KEYBINDING_KILLS") == "all";

    /// <summary>One row of the matrix.</summary>
    /// <param name="first">The first call where not all are tried: one at which a machine is down.</param>
    /// <param name="newAccount">Opens an account that holds a call, before or after its effect.</param>
    /// <param name="start">Starts the rollout and answers what ends it, and what waits for its end.</param>
    /// <param name="next">One further run, to its end; what it said.</param>
    /// <param name="judge">Looks at the account after that run.</param>
    public static async Task<KillTally> RunAsync(
        int first,
        Func<int, bool, Task<GatedAccount>> newAccount,
        Func<GatedAccount, Task<DyingRun>> start,
        Func<GatedAccount, Task<string>> next,
        Action<GatedAccount, string> judge
    )
    {
        var tally = new KillTally();
        for (var call = IsWhole ? 1 : first; IsWhole || tally.Calls < Few; call += IsWhole ? 1 : FewApart)
        {
            await using var account = await newAccount(call, call % 2 == 0);
            await using var run = await start(account);
            if (await Task.WhenAny(account.Reached, run.Ended) == run.Ended)
            {
                return tally;
            }

            await run.EndAsync();
            account.Release();
            await run.Ended.WaitAsync(s_patience, TimeProvider.System);
            var before = DownOf(account);
            account.Pass(s_longAfter);
            var said = await next(account);
            var after = DownOf(account);
            tally = tally with { Calls = tally.Calls + 1, DownBefore = tally.DownBefore + before, DownAfter = tally.DownAfter + after };
            judge(
                account,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"ended at call {call}: {before} down before the next run, {after} after it, which said: {said}"
                )
            );
        }

        return tally;
    }

    private static int DownOf(GatedAccount account) => account.Cloud.View.Instances.Count(instance => instance.State != "RUNNING");
}

/// <summary>A rollout on its way.</summary>
/// <param name="EndAsync">Does to it what the row of the matrix does.</param>
/// <param name="Ended">Completes when nothing of it is left.</param>
/// <param name="Dispose">Frees what it holds.</param>
public sealed record DyingRun(Func<Task> EndAsync, Task Ended, Action Dispose) : IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>What a row came to.</summary>
public sealed record KillTally
{
    /// <summary>Calls at which it was ended.</summary>
    public int Calls { get; init; }

    /// <summary>Machines down before the further run, all together.</summary>
    public int DownBefore { get; init; }

    /// <summary>Machines down after it.</summary>
    public int DownAfter { get; init; }

    public override string ToString() => $"{Calls} kills, {DownBefore} machines down before the next run, {DownAfter} after it";
}

/// <summary>Who is ended how, where an engine runs a provider.</summary>
public enum Victim
{
    /// <summary>SIGKILL to the provider.</summary>
    Provider,

    /// <summary>The engine is gone: the provider is an orphan then.</summary>
    Engine,

    /// <summary>Both, by SIGKILL.</summary>
    Both,

    /// <summary>SIGTERM to the provider.</summary>
    ProviderAsked,

    /// <summary>SIGHUP to whoever the terminal had: it was closed.</summary>
    Terminal,
}
