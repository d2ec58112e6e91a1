using CsCheck;

namespace KeyBindingProvider.Fuzz.Tests.Fuzzing;

/// <summary>One of a few words.</summary>
internal static class Pick
{
    public static Gen<string> Of(params string[] words) => Gen.Int[0, words.Length - 1].Select(index => words[index]);
}
