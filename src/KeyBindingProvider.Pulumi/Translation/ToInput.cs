using KeyBindingProvider.Core.Intent.Inputs;

namespace KeyBindingProvider.Pulumi.Translation;

/// <summary>Hands values to the checks that all faces share: secrets open, references as their ids, unknown as unknown.</summary>
internal static class ToInput
{
    /// <summary>An object without the engine's own properties, which begin with two underscores.</summary>
    public static InputValue.Map Map(PropertyValue.Map map) =>
        new([
            .. map
                .Entries.Where(entry => !entry.Key.StartsWith("__", StringComparison.Ordinal))
                .Select(entry => new InputEntry(entry.Key, Value(entry.Value))),
        ]);

    /// <summary>A value.</summary>
    public static InputValue Value(PropertyValue value) =>
        value.Plain switch
        {
            PropertyValue.Flag { Value: var flag } => new InputValue.Flag(flag),
            PropertyValue.Number { Value: var number } => new InputValue.Number(number),
            PropertyValue.Text { Value: var text } => new InputValue.Text(text),
            PropertyValue.Unknown => new InputValue.Unknown(),
            PropertyValue.Reference { Id: var id } => Value(id),
            PropertyValue.List { Items: var items } => new InputValue.List([.. items.Select(Value)]),
            PropertyValue.Map map => Map(map),
            PropertyValue.Opaque { Fields: var fields } => Map(fields),
            _ => new InputValue.Null(),
        };
}
