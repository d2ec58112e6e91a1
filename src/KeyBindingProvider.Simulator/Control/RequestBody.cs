namespace KeyBindingProvider.Simulator.Control;

/// <summary>Bodies with an upper bound.</summary>
internal static class RequestBody
{
    /// <summary>Reads a body, or one byte more than the most that is allowed, which is enough to refuse it.</summary>
    public static async Task<byte[]> ReadAsync(HttpRequest request, int mostBytes, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var chunk = new byte[16 * 1024];
        int read;
        while (body.Length <= mostBytes && (read = await request.Body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            body.Write(chunk, 0, read);
        }

        return body.ToArray();
    }
}
