using System.Buffers;

namespace KeyBindingProvider.Cvm.Transport;

/// <summary>The bytes of an answer, unpacked, up to a bound that the server has no say in.</summary>
internal static class AnswerBody
{
    private const int Piece = 64 << 10;

    /// <summary>
    /// All of it, or null where it is larger than <paramref name="largest"/>; of what is larger no more is read. Throws what the network and the decompression
    /// throw.
    /// </summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, int largest, CancellationToken cancellationToken)
    {
        var told = content.Headers.ContentLength ?? 0;
        if (told > largest)
        {
            return null;
        }

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream((int)told);
        var piece = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            while (await stream.ReadAsync(piece.AsMemory(0, Piece), cancellationToken) is > 0 and var read)
            {
                if (body.Length + read > largest)
                {
                    return null;
                }

                body.Write(piece, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }

        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
