namespace KeyBindingProvider.Pulumi.Hosting;

/// <summary>
/// Notices that the engine which started us is gone: a process that nobody can reach would stay for ever. An engine that was killed says nothing, so it is
/// asked from time to time, and at once when standard input ends, which an engine's death does and a launcher without input also does.
/// </summary>
/// <param name="isAlive">Asks the engine.</param>
/// <param name="time">The clock.</param>
internal sealed class EngineWatch(Func<CancellationToken, Task<bool>> isAlive, TimeProvider time)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>One lost answer proves nothing.</summary>
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(1);

    /// <summary>Completes when the engine has not answered twice in a row.</summary>
    public async Task WaitForEndAsync(Task inputEnded, CancellationToken cancellationToken)
    {
        var hint = inputEnded;
        while (true)
        {
            using var lookedAt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var interval = Task.Delay(Interval, time, lookedAt.Token);
            if (await Task.WhenAny(interval, hint) == hint)
            {
                // Input that has ended stays so: it hints once.
                hint = new TaskCompletionSource().Task;
            }

            await lookedAt.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            if (!await isAlive(cancellationToken))
            {
                await Task.Delay(SecondLook, time, cancellationToken);
                if (!await isAlive(cancellationToken))
                {
                    return;
                }
            }
        }
    }
}
