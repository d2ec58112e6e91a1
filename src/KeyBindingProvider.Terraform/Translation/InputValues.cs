using System.Collections.Immutable;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Terraform.Cty;

namespace KeyBindingProvider.Terraform.Translation;

/// <summary>The engine's values as the ones that inputs are checked in.</summary>
internal static class InputValues
{
    /// <summary>The named attributes of an object; others are not inputs.</summary>
    public static InputValue Of(CtyValue.Map config, ImmutableArray<PropertyName> names) =>
        new InputValue.Map([.. names.Select(name => new InputEntry(name.Snake, Of(config[name.Snake])))]);

    /// <summary>One value.</summary>
    public static InputValue Of(CtyValue value) =>
        value switch
        {
            CtyValue.Unknown => new InputValue.Unknown(),
            CtyValue.Text text => new InputValue.Text(text.Value),
            CtyValue.Number number => new InputValue.Number(number.Value.Real),
            CtyValue.Flag flag => new InputValue.Flag(flag.Value),
            CtyValue.List list => new InputValue.List([.. list.Items.Select(Of)]),
            CtyValue.Set set => new InputValue.List([.. set.Items.Select(Of)]),
            CtyValue.Map map => new InputValue.Map([.. map.Entries.Select(entry => new InputEntry(entry.Key, Of(entry.Value)))]),
            _ => new InputValue.Null(),
        };
}
