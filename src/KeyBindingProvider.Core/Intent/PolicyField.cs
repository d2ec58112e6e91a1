using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using KeyBindingProvider.Core.Intent.Inputs;

namespace KeyBindingProvider.Core.Intent;

/// <summary>What a field of a change policy takes; each face has its own type for it.</summary>
public enum PolicyType
{
    /// <summary>A whole number.</summary>
    Count,

    /// <summary>A count or a percentage, as a text.</summary>
    Limit,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>One of a few words.</summary>
    Choice,
}

/// <summary>One of the words that a field takes.</summary>
/// <param name="Name">The word, in both spellings.</param>
/// <param name="Member">Its name in code, for SDKs.</param>
/// <param name="Meaning">What it means; names in braces are spelled as the face spells them.</param>
public sealed record PolicyChoice(PropertyName Name, string Member, string Meaning)
{
    /// <summary>What it means, spelled for a face.</summary>
    public string Describe(Spelling spelling) => Descriptions.Spell(Meaning, spelling);
}

/// <summary>
/// A row of <see cref="PolicyFields"/>: everything that any reader, schema, document, plan or digest has to know of one field of a change policy.
/// Values are null where nothing was written, or where there is no limit.
/// </summary>
public abstract record PolicyField
{
    private protected PolicyField(string camel, PolicyType type, string meaning) =>
        (Name, Type, Meaning) = (new PropertyName(camel), type, meaning);

    /// <summary>Its name in both spellings.</summary>
    public PropertyName Name { get; }

    /// <summary>What it takes.</summary>
    public PolicyType Type { get; }

    /// <summary>What it means, without its default; names in braces are spelled as the face spells them.</summary>
    public string Meaning { get; }

    /// <summary>The least count that it takes.</summary>
    public int Least { get; init; }

    /// <summary>The greatest count that it takes.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>The words that it takes, strictest first; empty for another type.</summary>
    public ImmutableArray<PolicyChoice> Choices { get; private protected init; } = [];

    /// <summary>Whether it decides over single instances, so that resources of one rollout may differ in it.</summary>
    public bool DecidesOverInstances { get; init; }

    /// <summary>
    /// Whether a plan's digest holds it by its place. Only the first eight are: a later field is in the digest by its name, and only where it is not as built in, so that
    /// a new field changes no digest of a plan that does not use it.
    /// </summary>
    public bool IsInEveryDigest { get; init; }

    /// <summary>The value where nobody wrote one; null for no limit.</summary>
    public abstract object? BuiltIn { get; }

    /// <summary>Meaning and default, for schemas.</summary>
    public string Describe(Spelling spelling) => Descriptions.Spell($"{Meaning} {Default}", spelling);

    /// <summary>A value as a plan shows it.</summary>
    public abstract string Show(object? value);

    internal abstract object? Read(InputReader reader);

    internal abstract object? Strictest(object? one, object? other);

    internal abstract string Digest(object? value);

    internal abstract void WriteValue(Utf8JsonWriter json, object value);

    internal void Write(Utf8JsonWriter json, object? value)
    {
        json.WritePropertyName(Name.Camel);
        if (value is null)
        {
            json.WriteNullValue();
        }
        else
        {
            WriteValue(json, value);
        }
    }

    private string Default =>
        Type switch
        {
            _ when BuiltIn is null => "No limit unless set.",
            PolicyType.Count when Most < int.MaxValue => $"{Least} to {Most}; {Show(BuiltIn)} unless set.",
            PolicyType.Limit or PolicyType.Choice => $"`{Show(BuiltIn)}` unless set.",
            _ => $"{Show(BuiltIn)} unless set.",
        };

    /// <summary>A field that takes a whole number.</summary>
    /// <param name="camel">Its name in camelCase.</param>
    /// <param name="builtIn">The value where nobody wrote one; null for no limit.</param>
    /// <param name="strictest">The stricter of two.</param>
    /// <param name="meaning">What it means.</param>
    /// <param name="least">The least count that it takes.</param>
    /// <param name="most">The greatest count that it takes.</param>
    public static PolicyField<int> Count(
        string camel,
        int? builtIn,
        Func<int, int, int> strictest,
        string meaning,
        int least = 0,
        int most = int.MaxValue
    ) =>
        new(
            camel,
            PolicyType.Count,
            builtIn,
            meaning,
            reading: (reader, name) => reader.Count(name, least, most),
            merging: strictest,
            writing: (json, value) => json.WriteNumberValue(value),
            showing: value => value.ToString(CultureInfo.InvariantCulture),
            digesting: value => value.ToString(CultureInfo.InvariantCulture)
        )
        {
            Least = least,
            Most = most,
        };

    /// <summary>A field that takes true or false; false is the stricter.</summary>
    /// <param name="camel">Its name in camelCase.</param>
    /// <param name="meaning">What true means.</param>
    public static PolicyField<bool> Flag(string camel, string meaning) =>
        new(
            camel,
            PolicyType.Flag,
            false,
            meaning,
            reading: (reader, name) => reader.Flag(name),
            merging: (one, other) => one && other,
            writing: (json, value) => json.WriteBooleanValue(value),
            showing: value => value ? "true" : "false",
            digesting: value => value.ToString()
        );

    /// <summary>A field that takes one of a few words.</summary>
    /// <param name="camel">Its name in camelCase.</param>
    /// <param name="meaning">What it decides.</param>
    /// <param name="choices">Its words with what they mean, strictest first; the first is the built-in one.</param>
    /// <typeparam name="T">Its words, strictest first.</typeparam>
    public static PolicyField<T> Choice<T>(string camel, string meaning, params ImmutableArray<(T Value, string Meaning)> choices)
        where T : struct, Enum => Choice(camel, meaning, choices[0].Value, choices);

    /// <summary>A field that takes one of a few words, of which the strictest is not the built-in one.</summary>
    /// <param name="camel">Its name in camelCase.</param>
    /// <param name="meaning">What it decides.</param>
    /// <param name="builtIn">The word where nobody wrote one.</param>
    /// <param name="choices">Its words with what they mean, strictest first.</param>
    /// <typeparam name="T">Its words, strictest first.</typeparam>
    public static PolicyField<T> Choice<T>(
        string camel,
        string meaning,
        T builtIn,
        params ImmutableArray<(T Value, string Meaning)> choices
    )
        where T : struct, Enum =>
        new(
            camel,
            PolicyType.Choice,
            builtIn,
            meaning,
            reading: (reader, name) => reader.Choice<T>(name),
            merging: (one, other) => Comparer<T>.Default.Compare(one, other) <= 0 ? one : other,
            writing: (json, value) => json.WriteStringValue(EnumNames.Of(value)),
            showing: value => EnumNames.Of(value),
            digesting: value => value.ToString()
        )
        {
            Words =
            [
                .. choices.Select(choice => new PolicyChoice(EnumNames.NameOf(choice.Value), choice.Value.ToString(), choice.Meaning)),
            ],
        };

    /// <summary>A field that takes a count or a percentage; of two each holds.</summary>
    /// <param name="camel">Its name in camelCase.</param>
    /// <param name="builtIn">The value where nobody wrote one.</param>
    /// <param name="meaning">What it limits.</param>
    public static PolicyField<LimitSet> Limit(string camel, MaxUnavailable builtIn, string meaning) =>
        new(
            camel,
            PolicyType.Limit,
            new LimitSet([builtIn]),
            meaning,
            reading: (reader, name) => reader.Limit(name) is { } limit ? new LimitSet([limit]) : null,
            merging: (one, other) => one.Union(other),
            writing: (json, value) =>
            {
                json.WriteStartArray();
                foreach (var limit in value.Limits)
                {
                    json.WriteStringValue(limit.ToString());
                }

                json.WriteEndArray();
            },
            showing: value => string.Join(" and ", value.Limits),
            digesting: value => string.Join('+', value.Limits)
        );
}

/// <summary>A row with the type of its values.</summary>
/// <typeparam name="T">The type of its values.</typeparam>
public sealed record PolicyField<T> : PolicyField
    where T : struct
{
    private readonly Func<InputReader, PropertyName, T?> _reading;
    private readonly Func<T, T, T> _merging;
    private readonly Action<Utf8JsonWriter, T> _writing;
    private readonly Func<T, string> _showing;
    private readonly Func<T, string> _digesting;

    internal PolicyField(
        string camel,
        PolicyType type,
        T? builtIn,
        string meaning,
        Func<InputReader, PropertyName, T?> reading,
        Func<T, T, T> merging,
        Action<Utf8JsonWriter, T> writing,
        Func<T, string> showing,
        Func<T, string> digesting
    )
        : base(camel, type, meaning)
    {
        BuiltIn = builtIn;
        (_reading, _merging, _writing, _showing, _digesting) = (reading, merging, writing, showing, digesting);
    }

    /// <inheritdoc/>
    public override object? BuiltIn { get; }

    internal ImmutableArray<PolicyChoice> Words
    {
        init => Choices = value;
    }

    /// <inheritdoc/>
    public override string Show(object? value) => value is T known ? _showing(known) : "none";

    internal override object? Read(InputReader reader) => _reading(reader, Name);

    /// <summary>No limit is laxer than any.</summary>
    internal override object? Strictest(object? one, object? other) =>
        one is T first && other is T second ? _merging(first, second) : one ?? other;

    internal override string Digest(object? value) => value is T known ? _digesting(known) : "";

    internal override void WriteValue(Utf8JsonWriter json, object value) => _writing(json, (T)value);
}
