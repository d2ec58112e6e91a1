using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;

namespace KeyBindingProvider.Terraform.Translation;

/// <summary>Texts of the core in this face's spelling: it names properties and values as Pulumi programs write them.</summary>
internal static partial class SnakeText
{
    private static readonly FrozenDictionary<string, string> Spellings = Pairs()
        .Where(pair => pair.Camel != pair.Snake)
        .DistinctBy(pair => pair.Camel)
        .ToFrozenDictionary(pair => pair.Camel, pair => pair.Snake, StringComparer.Ordinal);

    /// <summary>What can be written in a resource.</summary>
    private static readonly FrozenSet<string> Names = ResourceKinds
        .All.SelectMany(kind => kind.Inputs)
        .Concat(PropertyNames.OfInstances)
        .Concat(PropertyNames.OfChangePolicy)
        .Select(name => name.Snake)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Words that can be written for some of it.</summary>
    private static readonly FrozenSet<string> Values = PolicyFields
        .All.SelectMany(field => field.Choices)
        .Select(choice => choice.Name.Snake)
        .Concat(EnumNames.All<OnDestroy>(Spelling.Snake))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>
    /// The text with every word of the shared tables respelled, and with what it says to write as it is written here. What stands in quotation marks was written by
    /// the user and stays as it was.
    /// </summary>
    public static string Of(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        var from = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (IsOpening(text, at) && text.IndexOf('\'', at + 1) is > 0 and var close)
            {
                result.Append(Respell(text[from..at])).Append(text, at, close + 1 - at);
                (at, from) = (close, close + 1);
            }
        }

        return result.Append(Respell(text[from..])).ToString();
    }

    private static string Respell(string text) =>
        Assignment().Replace(Word().Replace(text, word => Spellings.GetValueOrDefault(word.Value, word.Value)), Assign);

    /// <summary><c>change_policy.stop_policy: graceful</c> is YAML; where prose goes on behind the value, it is only quoted.</summary>
    private static string Assign(Match match)
    {
        var (name, value) = (match.Groups["name"].Value, match.Groups["value"].Value);
        if (!Names.Contains(name) || !(Values.Contains(value) || IsLiteral(value)))
        {
            return match.Value;
        }

        var parent = match.Groups["parent"].Value;
        var written = IsLiteral(value) ? value : $"\"{value}\"";
        return match.Groups["prose"].Length > 0 ? $"{(parent.Length > 0 ? parent + "." : "")}{name}: {written}{match.Groups["prose"].Value}"
            : parent.Length > 0 ? $"{parent} = {{ {name} = {written} }}"
            : $"{name} = {written}";
    }

    private static bool IsLiteral(string value) => value is "true" or "false" || value.All(char.IsAsciiDigit);

    /// <summary>An apostrophe inside a word opens nothing.</summary>
    private static bool IsOpening(string text, int at) => text[at] == '\'' && (at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]));

    [GeneratedRegex("[A-Za-z0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex(
        @"\b(?:(?<parent>change_policy)\.)?(?<name>[a-z][a-z_]*): (?<value>[a-z][a-z_]*|[0-9]+)\b(?<prose> [a-z])?",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Assignment();

    private static IEnumerable<(string Camel, string Snake)> Pairs() =>
        [
            .. ResourceKinds.All.SelectMany(kind => kind.Inputs.Concat(kind.Outputs)).Select(Spell),
            .. PropertyNames.OfInstances.Select(Spell),
            .. PropertyNames.OfChangePolicy.Select(Spell),
            .. PropertyNames.OfProvider.Select(Spell),
            .. PropertyNames.OfAssumeRole.Select(Spell),
            .. PolicyFields.All.SelectMany(field => field.Choices).Select(choice => Spell(choice.Name)),
            .. Spell<OnDestroy>(),
            .. ResourceKinds.All.Select(kind => (kind.Name, kind.TerraformType)),
        ];

    private static (string Camel, string Snake) Spell(PropertyName name) => (name.Camel, name.Snake);

    private static IEnumerable<(string Camel, string Snake)> Spell<T>()
        where T : struct, Enum => EnumNames.All<T>(Spelling.Camel).Zip(EnumNames.All<T>(Spelling.Snake));
}
