using System.Collections.Immutable;
using System.Text.Json;

namespace KeyBindingProvider.Core.Intent.Inputs;

/// <summary>Values of enumerations as programs spell them, generated from the members' names.</summary>
public static class EnumNames
{
    /// <summary>The value as one spelling writes it.</summary>
    public static string Of<T>(T value, Spelling spelling = Spelling.Camel)
        where T : struct, Enum => NameOf(value).In(spelling);

    /// <summary>The value's name in both spellings.</summary>
    public static PropertyName NameOf<T>(T value)
        where T : struct, Enum => Cache<T>.Names.First(name => EqualityComparer<T>.Default.Equals(name.Value, value)).Name;

    /// <summary>Every value as one spelling writes it, in the order of the enumeration.</summary>
    public static IEnumerable<string> All<T>(Spelling spelling)
        where T : struct, Enum => Cache<T>.Names.Select(name => name.Name.In(spelling));

    /// <summary>Accepts exactly one spelling.</summary>
    public static bool TryParse<T>(string text, Spelling spelling, out T value)
        where T : struct, Enum
    {
        foreach (var (candidate, name) in Cache<T>.Names)
        {
            if (name.In(spelling) == text)
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The value in the right spelling when <paramref name="text"/> is some other spelling of it, else null.</summary>
    public static string? Respell<T>(string text, Spelling spelling)
        where T : struct, Enum
    {
        var plain = NameHints.Plain(text);
        return Cache<T>
            .Names.Where(name => NameHints.Plain(name.Name.Camel) == plain)
            .Select(name => name.Name.In(spelling))
            .FirstOrDefault();
    }

    private static class Cache<T>
        where T : struct, Enum
    {
        public static readonly ImmutableArray<(T Value, PropertyName Name)> Names =
        [
            .. Enum.GetValues<T>().Select(value => (value, new PropertyName(JsonNamingPolicy.CamelCase.ConvertName(value.ToString())))),
        ];
    }
}
