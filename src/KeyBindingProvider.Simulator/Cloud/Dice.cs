namespace KeyBindingProvider.Simulator.Cloud;

/// <summary>
/// Seeded draws. A draw depends on the seed, a subject, the subject's own count and a purpose, and on nothing else: two
/// clients that call at the same time do not disturb each other's luck.
/// </summary>
internal sealed class Dice(long seed)
{
    /// <summary>A number from 0 up to 1.</summary>
    public double Roll(string subject, long turn, string purpose) => (Bits(subject, turn, purpose) >> 11) * (1.0 / (1L << 53));

    /// <summary>An index below <paramref name="count"/>.</summary>
    public int Pick(string subject, long turn, string purpose, int count) => (int)(Roll(subject, turn, purpose) * count);

    /// <summary>An id of the form of a RequestId, never the same twice for different turns.</summary>
    public string Guid(string subject, long turn)
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Bits(subject, turn, "guid-high"));
        BitConverter.TryWriteBytes(bytes[8..], Bits(subject, turn, "guid-low"));
        return new Guid(bytes).ToString();
    }

    /// <summary>Letters and digits for ids such as <c>ins-</c> and eight of them.</summary>
    public string Letters(string subject, long turn, int length)
    {
        const string alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
        var bits = Bits(subject, turn, "letters");
        return string.Create(
            length,
            bits,
            static (span, rest) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = alphabet[(int)(rest % 36)];
                    rest = rest / 36 + (rest << 59);
                }
            }
        );
    }

    private ulong Bits(string subject, long turn, string purpose)
    {
        // FNV-1a, because string.GetHashCode differs from process to process.
        var hash = 14695981039346656037UL ^ (ulong)seed;
        foreach (var c in subject)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        hash = (hash ^ (ulong)turn) * 1099511628211UL;
        foreach (var c in purpose)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        // SplitMix64's finaliser spreads the bits.
        hash += 0x9E3779B97F4A7C15UL;
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBUL;
        return hash ^ (hash >> 31);
    }
}
