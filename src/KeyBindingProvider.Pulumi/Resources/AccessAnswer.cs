using System.Collections.Immutable;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Pulumi.Schema;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Resources;

/// <summary>The answer of the look-up as a value of the engine.</summary>
internal static class AccessAnswer
{
    public static PropertyValue.Map Of(AccessReport report) =>
        Map(
            (PropertyNames.Region, new PropertyValue.Text(report.Region)),
            (AccessProperties.InstanceCount, new PropertyValue.Number(report.InstanceCount)),
            (AccessProperties.Keys, List(report.Keys, Key)),
            (AccessProperties.KeylessInstanceIds, List(report.Keyless, instance => Text(instance.Id.Value))),
            (AccessProperties.MissingInstanceIds, List(report.MissingInstances, id => Text(id.Value))),
            (AccessProperties.MissingKeyIds, List(report.MissingKeys, id => Text(id.Value))),
            (AccessProperties.MissingGroups, List(report.MissingGroups, Text)),
            (AccessProperties.MissingNames, List(report.MissingNames, Text))
        );

    private static PropertyValue Key(KeyAccess key) =>
        Map(
            (AccessProperties.KeyId, Text(key.Key.Value)),
            (AccessProperties.Name, Text(key.Name.Raw)),
            (AccessProperties.Instances, List(key.Instances, Instance))
        );

    private static PropertyValue Instance(InstanceSnapshot instance) =>
        Map(
            (AccessProperties.InstanceId, Text(instance.Id.Value)),
            (AccessProperties.Name, Text(instance.Name.Raw)),
            (AccessProperties.State, Text(instance.State.Name))
        );

    private static PropertyValue.Map Map(params ReadOnlySpan<(PropertyName Name, PropertyValue Value)> entries)
    {
        var map = ImmutableSortedDictionary.CreateBuilder<string, PropertyValue>(StringComparer.Ordinal);
        foreach (var (name, value) in entries)
        {
            map[name.Camel] = value;
        }

        return new PropertyValue.Map(map.ToImmutable());
    }

    private static PropertyValue.List List<T>(IEnumerable<T> items, Func<T, PropertyValue> write) => new([.. items.Select(write)]);

    private static PropertyValue.Text Text(string text) => new PropertyValue.Text(text);
}
