using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Harness.Cases;
using KeyBindingProvider.Harness.Mutants;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Harness.Shrinking;

/// <summary>A case as the C# that makes it: what is as a new object has it anyway is left out.</summary>
internal sealed class CaseSource
{
    private readonly SortedSet<string> _namespaces = new(StringComparer.Ordinal);

    private CaseSource() { }

    /// <summary>The expression that makes a value.</summary>
    public static string Of(object? value) => new CaseSource().Write(value);

    /// <summary>A file with a test that runs the case and wants no promise broken.</summary>
    /// <param name="fleetCase">The case.</param>
    /// <param name="seed">The seed that it came from.</param>
    public static string Test(FleetCase fleetCase, ulong seed)
    {
        var source = new CaseSource();
        var expression = source.Write(fleetCase);
        source.Use(typeof(Verdict));
        source.Use(typeof(Mutant));
        var usings = string.Concat(source._namespaces.Select(name => $"using {name};\n"));
        return $$"""
            {{usings}}
            namespace KeyBindingProvider.Engine.Tests.Harness;

            /// <summary>Printed by the harness for seed {{seed}}.</summary>
            public class Seed{{seed}}
            {
                [Fact]
                public void KeepsItsPromises() => Assert.Empty(Verdict.Of({{expression}}, Mutant.None).Broken);
            }
            """;
    }

    private void Use(Type type) => _namespaces.Add(type.Namespace!);

    private string Write(object? value)
    {
        switch (value)
        {
            case null:
                return "null";
            case string text:
                return "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
            case bool flag:
                return flag ? "true" : "false";
            case ulong or long or int or double:
                return string.Create(CultureInfo.InvariantCulture, $"{value}");
            case Enum named:
                return $"{Name(named.GetType())}.{named}";
            case TimeSpan span:
                return string.Create(CultureInfo.InvariantCulture, $"TimeSpan.FromTicks({span.Ticks})");
            case DurationRange range:
                Use(typeof(DurationRange));
                return $"new DurationRange({Write(range.Min)}, {Write(range.Max)})";
            case InstanceId id:
                return $"{Name(typeof(InstanceId))}.{nameof(InstanceId.FromService)}({Write(id.Value)})";
            case KeyId id:
                return $"{Name(typeof(KeyId))}.{nameof(KeyId.FromService)}({Write(id.Value)})";
            case KeySet keys:
                return $"{Name(typeof(KeySet))}.{nameof(KeySet.Of)}({string.Join(", ", keys.Select(key => Write(key)))})";
            case MaxUnavailable limit:
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Name(typeof(MaxUnavailable))}.{(limit.IsPercent ? nameof(MaxUnavailable.Percent) : nameof(MaxUnavailable.Count))}({limit.Value})"
                );
            case World world:
                return $"new {Name(typeof(World))}()"
                    + string.Concat(world.Keys.Select(key => $".{nameof(World.AddKey)}({Write(key)})"))
                    + string.Concat(world.Instances.Select(instance => $".{nameof(World.AddInstance)}({Write(instance)})"));
            case IDictionary map:
                return WriteMap(map);
            case IEnumerable list:
                return $"[{string.Join(", ", list.Cast<object?>().Select(Write))}]";
            default:
                return WriteObject(value);
        }
    }

    private string WriteMap(IDictionary map)
    {
        var types = map.GetType().GetGenericArguments();
        var entries = string.Join(", ", map.Keys.Cast<object>().Select(key => $"[{Write(key)}] = {Write(map[key])}"));
        var made = $"new Dictionary<{Keyword(types[0])}, {Keyword(types[1])}> {{ {entries} }}";
        if (map.GetType().Namespace != "System.Collections.Immutable")
        {
            return made;
        }

        _namespaces.Add("System.Collections.Immutable");
        return made + ".ToImmutableSortedDictionary()";
    }

    private string Keyword(Type type) => type == typeof(string) ? "string" : Name(type);

    private string Name(Type type)
    {
        Use(type);
        return type.DeclaringType is { } outer ? $"{outer.Name}.{type.Name}" : type.Name;
    }

    /// <summary>By the constructor of a positional record, and what can be set beyond it.</summary>
    private string WriteObject(object value)
    {
        var type = value.GetType();
        var constructor = type.GetConstructors().MaxBy(candidate => candidate.GetParameters().Length)!;
        // A policy is also made from a table of fields, which no case needs.
        var parameters = type == typeof(ChangePolicy) ? [] : constructor.GetParameters();
        var arguments = parameters.Select(parameter => Write(type.GetProperty(parameter.Name!)!.GetValue(value)));
        var plain = parameters.Length == 0 && !IsDemanding(type) ? Activator.CreateInstance(type) : null;
        var set = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite && !parameters.Any(parameter => parameter.Name == property.Name))
            .Select(property => (property, Text: Write(property.GetValue(value)), Default: DefaultOf(type, plain, property)))
            .Where(entry => entry.Text != entry.Default)
            .Select(entry => $"{entry.property.Name} = {entry.Text}")
            .ToArray();
        return $"new {Name(type)}({string.Join(", ", arguments)})" + (set.Length > 0 ? $" {{ {string.Join(", ", set)} }}" : "");
    }

    private static bool IsDemanding(Type type) => type.IsDefined(typeof(RequiredMemberAttribute), inherit: true);

    /// <summary>What the property is where nobody sets it; null where somebody has to.</summary>
    private static string? DefaultOf(Type type, object? plain, PropertyInfo property)
    {
        if (property.IsDefined(typeof(RequiredMemberAttribute)))
        {
            return null;
        }

        // An object with required members is made without them here only, to see what the others are.
        plain ??= RuntimeMade(type);
        return plain is null ? null : Of(property.GetValue(plain));
    }

    private static object? RuntimeMade(Type type) =>
        type.GetConstructor(Type.EmptyTypes) is { } constructor ? constructor.Invoke(null) : null;
}
