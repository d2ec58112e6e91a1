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
        where T : struct, Enum
    {
        var (values, names) = (Cache<T>.Values, Cache<T>.Names);
        for (var i = 0; i < values.Length; i++)
        {
            if (EqualityComparer<T>.Default.Equals(values[i], value))
            {
                return names[i];
            }
        }

        throw new ArgumentOutOfRangeException(nameof(value), value, null);
    }

    /// <summary>Every value as one spelling writes it, in the order of the enumeration.</summary>
    public static IEnumerable<string> All<T>(Spelling spelling)
        where T : struct, Enum => Cache<T>.Names.Select(name => name.In(spelling));

    /// <summary>Accepts exactly one spelling.</summary>
    public static bool TryParse<T>(string text, Spelling spelling, out T value)
        where T : struct, Enum
    {
        var index = Array.FindIndex(Cache<T>.Names, name => name.In(spelling) == text);
        value = index < 0 ? default : Cache<T>.Values[index];
        return index >= 0;
    }

    /// <summary>The value in the right spelling when <paramref name="text"/> is some other spelling of it, else null.</summary>
    public static string? Respell<T>(string text, Spelling spelling)
        where T : struct, Enum
    {
        var plain = NameHints.Plain(text);
        return Cache<T>.Names.FirstOrDefault(name => NameHints.Plain(name.Camel) == plain)?.In(spelling);
    }

    private static PropertyName[] CamelCase(string[] members) =>
        [.. members.Select(member => new PropertyName(JsonNamingPolicy.CamelCase.ConvertName(member)))];

    // Side by side, and queries over the names only: native code makes each query over an enumeration anew.
    private static class Cache<T>
        where T : struct, Enum
    {
        public static readonly T[] Values = Enum.GetValues<T>();
        public static readonly PropertyName[] Names = CamelCase(Enum.GetNames<T>());
    }
}
