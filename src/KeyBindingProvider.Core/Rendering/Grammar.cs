using System.Globalization;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>Counts and what agrees with them, for every text of every face: <c>1 instance has</c>, <c>2 instances have</c>, <c>0 instances have</c>.</summary>
public static class Grammar
{
    /// <summary><c>1 write</c>, <c>2 writes</c>, <c>0 writes</c>.</summary>
    public static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {Noun(count, noun)}");

    /// <summary><c>1 instance</c>, <c>2 instances</c>.</summary>
    public static string Instances(int count) => Count(count, "instance");

    /// <summary><c>1 key</c>, <c>2 keys</c>.</summary>
    public static string Keys(int count) => Count(count, "key");

    /// <summary><c>1 pair</c>, <c>2 pairs</c>.</summary>
    public static string Pairs(int count) => Count(count, "pair");

    /// <summary>The noun alone: <c>request</c>, <c>requests</c>.</summary>
    public static string Noun(int count, string noun) => Pick(count, noun, noun + "s");

    /// <summary>The regular verb of so many: one <c>waits</c>, two <c>wait</c>.</summary>
    public static string Verb(int count, string verb) => Pick(count, verb + "s", verb);

    /// <summary>One <c>is</c>, two <c>are</c>.</summary>
    public static string Is(int count) => Pick(count, "is", "are");

    /// <summary>One <c>was</c>, two <c>were</c>.</summary>
    public static string Was(int count) => Pick(count, "was", "were");

    /// <summary>One <c>has</c>, two <c>have</c>.</summary>
    public static string Has(int count) => Pick(count, "has", "have");

    /// <summary>One <c>does</c>, two <c>do</c>.</summary>
    public static string Does(int count) => Pick(count, "does", "do");

    /// <summary>What is said of one, or of none or several.</summary>
    public static string Pick(int count, string one, string several) => count == 1 ? one : several;
}
