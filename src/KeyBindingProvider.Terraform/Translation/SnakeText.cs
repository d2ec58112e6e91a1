using System.Collections.Frozen;
using System.Text;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;

namespace KeyBindingProvider.Terraform.Translation;

/// <summary>Texts of the core in this face's spelling: it names properties and values as Pulumi programs write them.</summary>
internal static class SnakeText
{
    private static readonly FrozenDictionary<string, string> Spellings = Pairs()
        .Where(pair => pair.Camel != pair.Snake)
        .DistinctBy(pair => pair.Camel)
        .ToFrozenDictionary(pair => pair.Camel, pair => pair.Snake, StringComparer.Ordinal);

    /// <summary>The text with every word of the shared tables respelled. What stands in quotation marks was written by the user and stays as it was.</summary>
    public static string Of(string text)
    {
        var result = new StringBuilder(text.Length + 16);
        for (var at = 0; at < text.Length; )
        {
            if (IsOpening(text, at) && text.IndexOf('\'', at + 1) is > 0 and var close)
            {
                result.Append(text, at, close + 1 - at);
                at = close + 1;
                continue;
            }

            var end = at;
            while (end < text.Length && char.IsAsciiLetterOrDigit(text[end]))
            {
                end++;
            }

            if (end == at)
            {
                result.Append(text[at++]);
                continue;
            }

            var word = text[at..end];
            result.Append(Spellings.GetValueOrDefault(word, word));
            at = end;
        }

        return result.ToString();
    }

    /// <summary>An apostrophe inside a word opens nothing.</summary>
    private static bool IsOpening(string text, int at) => text[at] == '\'' && (at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]));

    private static IEnumerable<(string Camel, string Snake)> Pairs() =>
        [
            .. ResourceKinds.All.SelectMany(kind => kind.Inputs).Select(Spell),
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
