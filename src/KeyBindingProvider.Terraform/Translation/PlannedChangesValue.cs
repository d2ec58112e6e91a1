using System.Globalization;
using System.Text.RegularExpressions;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Terraform.Cty;

namespace KeyBindingProvider.Terraform.Translation;

/// <summary>
/// The attribute <c>last_planned_changes</c>: one sentence for each instance, such as <c>lose skey-a; gain skey-b, skey-c; stop soft (change 2)</c>. The engine
/// hides what is equal in a plan and in the object before, inside of an entry too; a sentence is shown whole, and the number makes it differ from the one before.
/// </summary>
internal static partial class PlannedChangesValue
{
    private const string AllOthers = "all others";
    private const string NoKeys = "no key changes";
    private const string NoStop = "no stop";

    /// <summary>Its type.</summary>
    public static CtyType Type { get; } = new CtyType.Map(CtyType.Text);

    /// <summary>As a value of a plan that follows <paramref name="before"/>, a function of both.</summary>
    /// <param name="changes">What is shown.</param>
    /// <param name="before">The attribute of the object before, or nothing.</param>
    public static CtyValue Write(PlannedChanges changes, CtyValue before)
    {
        var number = NumberOf(before) + 1;
        return CtyValue.Map.Of(changes.Entries.Select(entry => (entry.Id, (CtyValue)new CtyValue.Text(Sentence(entry.Change, number)))));
    }

    /// <summary>What was shown; null when the attribute is null or unknown as a whole.</summary>
    public static PlannedChanges? Read(CtyValue value) =>
        value is CtyValue.Map map
            ? PlannedChanges.OfEntries(map.Entries.Select(entry => (entry.Key, ReadSentence(entry.Value.AsText ?? ""))))
            : null;

    /// <summary>The planned value; where it was unknown, what the plan that was followed shows.</summary>
    public static CtyValue Settle(CtyValue planned, Plan followed, CtyValue before) =>
        planned is CtyValue.Unknown ? Write(PlannedChanges.Of(followed), before) : planned;

    private static string Sentence(PlannedChange change, int number)
    {
        var lose = change.LosesOthers ? AllOthers : Keys(change.Lose);
        var gain = Keys(change.Gain);
        string[] parts =
        [
            .. lose.Length > 0 ? ["lose " + lose] : Array.Empty<string>(),
            .. gain.Length > 0 ? ["gain " + gain] : Array.Empty<string>(),
            .. lose.Length + gain.Length > 0 ? Array.Empty<string>() : [NoKeys],
            change.Stop == StopMode.None ? NoStop : "stop " + EnumNames.Of(change.Stop, Spelling.Snake),
        ];
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join("; ", parts)} (change {number})");
    }

    private static string Keys(KeySet keys) => string.Join(", ", keys.Select(key => key.Value));

    /// <summary>What cannot be read lets nothing happen.</summary>
    private static PlannedChange ReadSentence(string text)
    {
        var match = Form().Match(text);
        var lose = match.Groups["lose"].Value;
        return new PlannedChange(
            lose == AllOthers ? KeySet.Empty : ReadKeys(lose),
            ReadKeys(match.Groups["gain"].Value),
            EnumNames.TryParse<StopMode>(match.Groups["stop"].Value, Spelling.Snake, out var stop) ? stop : StopMode.None,
            LosesOthers: lose == AllOthers
        );
    }

    private static KeySet ReadKeys(string text) => text.Length == 0 ? KeySet.Empty : KeySet.Of(text.Split(", ").Select(KeyId.FromService));

    private static int NumberOf(CtyValue before) =>
        before is CtyValue.Map map
            ? map
                .Entries.Values.Select(entry => Form().Match(entry.AsText ?? "").Groups["number"].Value)
                .Select(number => int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var known) ? known : 0)
                .DefaultIfEmpty(0)
                .Max()
            : 0;

    [GeneratedRegex(
        @"\A(?:lose (?<lose>[^;]+); )?(?:gain (?<gain>[^;]+); )?(?:no key changes; )?(?:no stop|stop (?<stop>[a-z_]+)) \(change (?<number>[0-9]{1,9})\)\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Form();
}
