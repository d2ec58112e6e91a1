namespace KeyBindingProvider.Pulumi.Hosting;

/// <summary>
/// Notices that the engine which started us is gone: a process that nobody can reach would stay for ever. An engine that was killed says nothing, so it is
/// asked from time to time, and at once when standard input ends. A launcher without input ends that at the start, so the end of it is only a reason to ask,
/// and only the silence of an engine that has answered before is believed at once.
/// </summary>
/// <param name="isAlive">Asks the engine.</param>
/// <param name="time">The clock.</param>
internal sealed class EngineWatch(Func<CancellationToken, Task<bool>> isAlive, TimeProvider time)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(2);

    /// <summary>One lost answer proves nothing.</summary>
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(1);

    /// <summary>Completes when the engine is gone.</summary>
    /// <param name="firstCall">Completes with the engine's first call.</param>
    /// <param name="inputEnded">Completes with the end of standard input.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async Task WaitForEndAsync(Task firstCall, Task inputEnded, CancellationToken cancellationToken)
    {
        await WaitForAsync(firstCall, cancellationToken);
        var hasAnswered = await isAlive(cancellationToken);
        var hint = inputEnded;
        while (true)
        {
            var isHinted = await WaitForAsync(hint, cancellationToken);
            // Input that has ended stays so: it hints once.
            hint = isHinted ? Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken) : hint;
            if (await IsAliveAsync(cancellationToken))
            {
                hasAnswered = true;
            }
            else if (hasAnswered || !isHinted)
            {
                return;
            }
        }
    }

    private async Task<bool> IsAliveAsync(CancellationToken cancellationToken)
    {
        if (await isAlive(cancellationToken))
        {
            return true;
        }

        await Task.Delay(SecondLook, time, cancellationToken);
        return await isAlive(cancellationToken);
    }

    /// <summary>Waits for something, an interval at most; answers whether it came.</summary>
    private async Task<bool> WaitForAsync(Task something, CancellationToken cancellationToken)
    {
        using var waited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var interval = Task.Delay(Interval, time, waited.Token);
        var came = await Task.WhenAny(something, interval) == something;
        waited.Cancel();
        cancellationToken.ThrowIfCancellationRequested();
        return came;
    }
}
