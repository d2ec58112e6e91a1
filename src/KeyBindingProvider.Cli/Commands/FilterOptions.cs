using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Cli.Commands;

/// <summary>Options that say which part of a region a look-up is about; each may be repeated.</summary>
internal static class FilterOptions
{
    /// <summary>The option that names keys.</summary>
    public const string Keys = "--key";

    private const string Instances = "--instance";
    private const string Tags = "--tag";
    private const string Names = "--name";
    private const string Groups = "--auto-scaling-group";

    private delegate bool TryParse<T>(string text, [NotNullWhen(true)] out T? value);

    /// <summary>Keys, instances, and what instances must be.</summary>
    public static void AddTo(Command command)
    {
        command.Options.Add(Many(Keys, "Key pair id; may be repeated.", "-k"));
        command.Options.Add(Many(Instances, "Instance id; may be repeated.", "-i"));
        AddConditionsTo(command);
    }

    /// <summary>What instances must be: they mean what they mean in a selector.</summary>
    public static void AddConditionsTo(Command command)
    {
        command.Options.Add(Many(Tags, "Tag key=value; may be repeated: all keys must match, values of one key are alternatives.", "-t"));
        command.Options.Add(Many(Names, "Name of an instance, letter by letter; may be repeated: one of them must match."));
        command.Options.Add(
            Many(Groups, "Scaling group, asg- and 8 of 0-9 a-z; may be repeated: an instance must be a member of one of them.")
        );
    }

    /// <summary>What was typed of them. Throws <see cref="ProblemException"/> with each that is none.</summary>
    public static AccessFilter Read(ParseResult options)
    {
        var problems = new List<Problem>();
        var keys = KeySet.Of(Parse<KeyId>(options, Keys, KeyId.TryParse, "skey- and 8 of 0-9 a-z", problems));
        var instances = Parse<InstanceId>(options, Instances, InstanceId.TryParse, "ins- and 8 of 0-9 a-z", problems);
        return ThrowOr(new AccessFilter(keys, [.. instances], Conditions(options, problems)), problems);
    }

    /// <summary>The same where only the conditions can be typed.</summary>
    public static AccessFilter ReadConditions(ParseResult options)
    {
        var problems = new List<Problem>();
        return ThrowOr(AccessFilter.Everything with { Conditions = Conditions(options, problems) }, problems);
    }

    private static AccessFilter ThrowOr(AccessFilter filter, List<Problem> problems) =>
        problems.Count == 0 ? filter : throw new ProblemException(problems);

    private static InstanceConditions Conditions(ParseResult options, List<Problem> problems) =>
        new()
        {
            Tags = InstanceConditions.TagsOf(Parse<KeyValuePair<string, string>>(options, Tags, TryParseTag, "key=value", problems)),
            Names = InstanceConditions.None.Names.Union(
                Parse<string>(
                    options,
                    Names,
                    Tried(InstanceConditions.IsName),
                    InstanceConditions.NameForm,
                    problems,
                    ProblemCodes.InvalidValue
                )
            ),
            AutoScalingGroups = InstanceConditions.None.AutoScalingGroups.Union(
                Parse<string>(options, Groups, Tried(InstanceConditions.IsGroup), InstanceConditions.GroupForm, problems)
            ),
        };

    private static Option<string[]> Many(string name, string description, params string[] aliases) =>
        new(name, aliases) { Description = description, DefaultValueFactory = _ => [] };

    private static List<T> Parse<T>(
        ParseResult options,
        string option,
        TryParse<T> tryParse,
        string form,
        List<Problem> problems,
        ProblemCode? code = null
    )
    {
        var values = new List<T>();
        foreach (var text in options.GetValue<string[]>(option)!)
        {
            if (tryParse(text, out var value))
            {
                values.Add(value);
            }
            else
            {
                problems.Add(
                    Problem.Error(code ?? ProblemCodes.MalformedId, $"'{text}' is not {form}.") with
                    {
                        Path = option,
                        Remedy = $"Write {form}, once for each {option}.",
                    }
                );
            }
        }

        return values;
    }

    private static TryParse<string> Tried(Func<string, bool> isRight) =>
        (string text, [NotNullWhen(true)] out string? value) =>
        {
            value = text;
            return isRight(text);
        };

    private static bool TryParseTag(string text, out KeyValuePair<string, string> tag)
    {
        var parts = text.Split('=', 2);
        tag = parts.Length == 2 && parts[0].Length > 0 ? KeyValuePair.Create(parts[0], parts[1]) : default;
        return tag.Key is not null;
    }
}
