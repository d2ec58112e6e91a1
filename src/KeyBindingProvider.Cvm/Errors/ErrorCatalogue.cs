using System.Collections.Frozen;

namespace KeyBindingProvider.Cvm.Errors;

/// <summary>
/// The one table from API error code to class. It ships as <c>cvm-errors.tsv</c>, made from the facts, and is read once. A code may mean different
/// things to different actions; the row that names the action wins over the row for all.
/// </summary>
public static class ErrorCatalogue
{
    /// <summary>No code comes near; whoever sends a longer one sends no code.</summary>
    private const int LongestCode = 200;

    private static readonly FrozenDictionary<(string Code, string Action), ErrorClass> Classes = Load();

    /// <summary>All rows: code, action (<c>*</c> for any), class.</summary>
    public static IEnumerable<(string Code, string Action, ErrorClass Class)> Rows =>
        Classes.Select(row => (row.Key.Code, row.Key.Action, row.Value));

    /// <summary>
    /// The class of a code. A sub-code that is not listed is what its family is; a code of no known family is a refusal of the request, which stops
    /// the run: guessing that it is harmless could repeat a write.
    /// </summary>
    public static ErrorClass Classify(string code, string action)
    {
        if (code.Length > LongestCode)
        {
            return ErrorClass.Request;
        }

        for (var known = code; known.Length > 0; known = known.LastIndexOf('.') is > 0 and var dot ? known[..dot] : "")
        {
            if (Classes.TryGetValue((known, action), out var found) || Classes.TryGetValue((known, "*"), out found))
            {
                return found;
            }

            if (OfFamily(known) is { } family)
            {
                return family;
            }
        }

        return ErrorClass.Request;
    }

    /// <summary>Families whose own name is no code, or whose name alone means less than its members do.</summary>
    private static ErrorClass? OfFamily(string code) =>
        code switch
        {
            "AuthFailure" => ErrorClass.Authorization,
            "MutexOperation" => ErrorClass.Busy,
            _ when code.StartsWith("UnsupportedOperation.InstanceState", StringComparison.Ordinal) => ErrorClass.SettledState,
            _ => null,
        };

    private static FrozenDictionary<(string, string), ErrorClass> Load()
    {
        using var stream = typeof(ErrorCatalogue).Assembly.GetManifestResourceStream("cvm-errors.tsv")!;
        using var reader = new StreamReader(stream);
        var classes = new Dictionary<(string, string), ErrorClass>();
        reader.ReadLine();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var columns = line.Split('\t');
            var errorClass = Enum.Parse<ErrorClass>(columns[3]);
            // "field report", "client side" and "other actions" are not names of actions: such a row holds wherever the code turns up.
            var actions = columns[1].Contains(' ', StringComparison.Ordinal) ? ["*"] : columns[1].Split(',');
            foreach (var action in actions)
            {
                classes.TryAdd((columns[0], action), errorClass);
            }

            // What a CVM action lists means the same wherever else it turns up. What only sts lists does not: it spells a rate limit as a parameter error.
            if (actions is not ["AssumeRole"])
            {
                classes.TryAdd((columns[0], "*"), errorClass);
            }
        }

        return classes.ToFrozenDictionary();
    }
}
