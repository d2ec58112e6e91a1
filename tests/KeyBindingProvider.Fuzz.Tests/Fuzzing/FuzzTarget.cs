using CsCheck;

namespace KeyBindingProvider.Fuzz.Tests.Fuzzing;

/// <summary>One reader of bytes that nobody vouches for, and what must hold of it whatever they are.</summary>
/// <param name="Name">Its name, and that of its folder of the corpus.</param>
/// <param name="Run">
/// Reads an input and checks what came of it. Returns what became of it in a word or two, by which new behaviour is recognised. Any exception is a finding: the
/// body catches those that a user may see, each where it may come from.
/// </param>
internal sealed record FuzzTarget(string Name, Func<byte[], string> Run)
{
    /// <summary>Pieces of the format that mutations put in.</summary>
    public IReadOnlyList<string> Tokens { get; init; } = [];

    /// <summary>Makes an input of a file of the corpus, where the format itself cannot be read by people.</summary>
    public Func<byte[], byte[]> OfFile { get; init; } = bytes => bytes;

    /// <summary>Well-formed inputs, where mutation seldom makes one.</summary>
    public Gen<byte[]>? Generated { get; init; }

    /// <summary>Longest input.</summary>
    public int MostBytes { get; init; } = 16 * 1024;

    /// <summary>How many cases of a usual target take as long as one of this: of a number of cases it runs so much fewer.</summary>
    public int Slowness { get; init; } = 1;

    /// <summary>What a case may allocate: so much in any case, and so much for each byte of its input.</summary>
    public (long Fixed, long PerByte) Allocation { get; init; } = (8 << 20, 2_000);
}
