using System.Collections.Immutable;
using System.Globalization;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Intent.Inputs;

/// <summary>
/// Reads one object of a program against a list of names and collects every problem, each with its property path and place.
/// An absent, null or unknown property reads as null; unknown ones are remembered in <see cref="Unknowns"/>.
/// </summary>
internal sealed class InputReader
{
    private readonly Dictionary<PropertyName, InputEntry> _entries = [];
    private readonly Spelling _spelling;
    private readonly string _path;
    private readonly string _location;
    private readonly List<Problem> _problems;

    public InputReader(
        InputValue value,
        string path,
        ImmutableArray<PropertyName> names,
        Spelling spelling,
        List<Problem> problems,
        List<string>? unknowns = null
    )
    {
        (_spelling, _path, _problems, _location) = (spelling, path, problems, value.Location);
        Unknowns = unknowns ?? [];
        switch (value)
        {
            case InputValue.Map map:
                Index(map, names);
                break;
            case InputValue.Unknown:
                Unknowns.Add(path);
                break;
            case not InputValue.Null:
                Add(ProblemCodes.InvalidValue, $"must be an object, not {value.TypeName}.", path, value.Location);
                break;
        }
    }

    /// <summary>Paths of properties that are not known yet.</summary>
    public List<string> Unknowns { get; }

    public string? Text(PropertyName name, bool isSecret = false)
    {
        switch (Find(name))
        {
            case null:
                return null;
            case InputValue.Text { Value: var text }:
                return text;
            case var other:
                Invalid(name, isSecret ? "must be a text." : $"must be a text, not {other.TypeName}.");
                return null;
        }
    }

    public bool? Flag(PropertyName name)
    {
        switch (Find(name))
        {
            case null:
                return null;
            case InputValue.Flag { Value: var flag }:
                return flag;
            case InputValue.Text { Value: "true" or "false" } text:
                return text.Value == "true";
            case var other:
                Invalid(name, $"must be true or false, not {Shown(other)}.");
                return null;
        }
    }

    public int? Count(PropertyName name, int least, int most = int.MaxValue)
    {
        var value = Find(name);
        if (value is null)
        {
            return null;
        }

        var number = value switch
        {
            InputValue.Number { Value: var read } => read,
            InputValue.Text { Value: var text }
                when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var read) => read,
            _ => double.NaN,
        };
        if (number >= least && number <= most && number == Math.Floor(number))
        {
            return (int)number;
        }

        var range = most == int.MaxValue ? $"a whole number of at least {least}" : $"a whole number from {least} to {most}";
        Invalid(name, $"must be {range}, not {Shown(value)}.");
        return null;
    }

    public T? Choice<T>(PropertyName name)
        where T : struct, Enum
    {
        var value = Find(name);
        if (value is null)
        {
            return null;
        }

        if (value is InputValue.Text { Value: var text } && EnumNames.TryParse<T>(text, _spelling, out var choice))
        {
            return choice;
        }

        var written = value is InputValue.Text { Value: var wrong } ? wrong : "";
        var hint = EnumNames.Respell<T>(written, _spelling) is { } respelled
            ? $" Did you mean '{respelled}'?"
            : NameHints.DidYouMean(written, EnumNames.All<T>(_spelling));
        Invalid(
            name,
            $"must be one of {string.Join(", ", EnumNames.All<T>(_spelling))}, not {Shown(value)}.{hint}",
            "Use one of the values that the message lists."
        );
        return null;
    }

    public MaxUnavailable? Limit(PropertyName name)
    {
        var value = Find(name);
        var text = value switch
        {
            null => null,
            InputValue.Text { Value: var written } => written,
            InputValue.Number { Value: var number } => number.ToString(CultureInfo.InvariantCulture),
            _ => "",
        };
        if (text is null)
        {
            return null;
        }

        if (MaxUnavailable.TryParse(text, out var limit))
        {
            return limit;
        }

        Invalid(name, $"must be a count of at least 1, or a percentage from 1% to 100%, not {Shown(value!)}.");
        return null;
    }

    /// <summary>Items of a list with their paths; null when the property is absent, unknown or no list. Unknown items are remembered and left out.</summary>
    public IReadOnlyList<(InputValue Item, string Path)>? Items(PropertyName name, string what = "ids")
    {
        var value = Find(name);
        if (value is null)
        {
            return null;
        }

        if (value is not InputValue.List { Items: var items })
        {
            Invalid(name, $"must be a list of {what}, not {Shown(value)}.");
            return null;
        }

        var known = new List<(InputValue, string)>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            var path = $"{PathOf(name)}[{i}]";
            if (items[i] is InputValue.Unknown)
            {
                Unknowns.Add(path);
            }
            else
            {
                known.Add((items[i], path));
            }
        }

        return known;
    }

    /// <summary>Lists of texts, or single texts, under names of the user's own, each with its path and place. Unknown ones are remembered and left out.</summary>
    public IEnumerable<(string Name, ImmutableArray<string> Values, string Path, string Location)> ListsByName(PropertyName name)
    {
        var value = Find(name);
        if (value is not InputValue.Map map)
        {
            if (value is not null)
            {
                Invalid(name, $"must be an object of lists of texts, not {Shown(value)}.");
            }

            yield break;
        }

        foreach (var entry in map.Entries)
        {
            var path = $"{PathOf(name)}[{entry.Name}]";
            if (TextsOf(entry.Value, path) is { } values)
            {
                yield return (entry.Name, values, path, FirstOf(entry.Value.Location, entry.Location));
            }
        }
    }

    /// <summary>Whether something was said of this property, or of a part of it.</summary>
    public bool HasProblemAt(PropertyName name) =>
        _problems.Exists(problem =>
            $"{problem.Path}.".StartsWith($"{PathOf(name)}.", StringComparison.Ordinal)
            || problem.Path.StartsWith($"{PathOf(name)}[", StringComparison.Ordinal)
        );

    /// <summary>A nested object, or null when it is absent.</summary>
    public InputReader? Nested(PropertyName name, ImmutableArray<PropertyName> names) =>
        _entries.TryGetValue(name, out var entry) && entry.Value is not InputValue.Null
            ? new InputReader(entry.Value, PathOf(name), names, _spelling, _problems, Unknowns)
            : null;

    public bool IsUnknown(PropertyName name) => _entries.TryGetValue(name, out var entry) && entry.Value is InputValue.Unknown;

    /// <summary>Whether something other than null is written for it.</summary>
    public bool IsPresent(PropertyName name) => _entries.TryGetValue(name, out var entry) && entry.Value is not InputValue.Null;

    public string PathOf(PropertyName name) => $"{_path}.{name.In(_spelling)}";

    public string LocationOf(PropertyName name) =>
        _entries.TryGetValue(name, out var entry) ? FirstOf(entry.Value.Location, entry.Location) : _location;

    public void Missing(PropertyName name, string remedy = "") =>
        Add(ProblemCodes.MissingProperty, $"'{name.In(_spelling)}' is required.", PathOf(name), _location, remedy);

    public void Invalid(PropertyName name, string message, string remedy = "") =>
        Add(ProblemCodes.InvalidValue, $"{name.In(_spelling)} {message}", PathOf(name), LocationOf(name), remedy);

    public void Add(ProblemCode code, string message, string path, string location, string remedy = "") =>
        _problems.Add(Problem.Error(code, message) with { Path = path, Location = location, Remedy = remedy });

    public static string Shown(InputValue value) =>
        value switch
        {
            InputValue.Text { Value: var text } => $"'{(text.Length <= 60 ? text : text[..60] + "…")}'",
            InputValue.Number { Value: var number } => number.ToString(CultureInfo.InvariantCulture),
            InputValue.Flag { Value: var flag } => flag ? "true" : "false",
            _ => value.TypeName,
        };

    private InputValue? Find(PropertyName name)
    {
        if (!_entries.TryGetValue(name, out var entry) || entry.Value is InputValue.Null)
        {
            return null;
        }

        if (entry.Value is InputValue.Unknown)
        {
            Unknowns.Add(PathOf(name));
            return null;
        }

        return entry.Value;
    }

    private ImmutableArray<string>? TextsOf(InputValue value, string path)
    {
        InputValue[] items = value is InputValue.List list ? [.. list.Items] : [value];
        if (items.Any(item => item is InputValue.Unknown))
        {
            Unknowns.Add(path);
            return null;
        }

        string?[] texts = [.. items.Select(PlainTextOf)];
        if (texts.Contains(null))
        {
            Add(ProblemCodes.InvalidValue, "must be a list of texts.", path, value.Location);
            return null;
        }

        return [.. texts!];
    }

    /// <summary>YAML reads <c>1</c> and <c>true</c> as what they are not meant for here.</summary>
    private static string? PlainTextOf(InputValue value) =>
        value switch
        {
            InputValue.Text { Value: var text } => text,
            InputValue.Number { Value: var number } when number == Math.Floor(number) => number.ToString(
                "F0",
                CultureInfo.InvariantCulture
            ),
            InputValue.Flag { Value: var flag } => flag ? "true" : "false",
            _ => null,
        };

    private void Index(InputValue.Map map, ImmutableArray<PropertyName> names)
    {
        foreach (var entry in map.Entries)
        {
            var name = names.FirstOrDefault(name => name.In(_spelling) == entry.Name);
            if (name is null)
            {
                var meant = NameHints.Closest(entry.Name, names.Select(known => known.In(_spelling)));
                var hint = meant is null
                    ? $" Known here: {string.Join(", ", names.Select(known => known.In(_spelling)))}."
                    : $" Did you mean '{meant}'?";
                Add(
                    ProblemCodes.UnknownProperty,
                    $"there is no property '{entry.Name}'.{hint}",
                    $"{_path}.{entry.Name}",
                    FirstOf(entry.Location, entry.Value.Location)
                );
            }
            else
            {
                _entries[name] = entry;
            }
        }
    }

    private static string FirstOf(string preferred, string other) => preferred.Length > 0 ? preferred : other;
}
