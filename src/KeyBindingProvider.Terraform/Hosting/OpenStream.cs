namespace KeyBindingProvider.Terraform.Hosting;

/// <summary>Streams that idle for a whole run.</summary>
internal static class OpenStream
{
    /// <summary>Completes, without an error, when the peer has gone or the server stops.</summary>
    public static async Task HoldAsync(CancellationToken peer, CancellationToken server)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var first = peer.Register(over.SetResultOnce);
        await using var second = server.Register(over.SetResultOnce);
        await over.Task;
    }

    private static void SetResultOnce(this TaskCompletionSource source) => source.TrySetResult();
}
