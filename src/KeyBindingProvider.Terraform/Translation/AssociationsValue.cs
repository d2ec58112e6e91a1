using System.Collections.Immutable;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;

namespace KeyBindingProvider.Terraform.Translation;

/// <summary>The answer of the data source.</summary>
internal static class AssociationsValue
{
    public static CtyValue.Map Write(CtyValue.Map config, AccessReport report) =>
        config
            .With(AttributeNames.Region, new CtyValue.Text(report.Region))
            .With(AttributeNames.Keys, new CtyValue.List([.. report.Keys.Select(Write)]))
            .With(AttributeNames.Bindings, WriteBindings(report))
            .With(AttributeNames.KeylessInstanceIds, CtyValue.OfTexts(report.Keyless.Select(instance => instance.Id.Value)))
            .With(AttributeNames.MissingInstanceIds, CtyValue.OfTexts(report.MissingInstances.Select(id => id.Value)))
            .With(AttributeNames.MissingKeyIds, CtyValue.OfTexts(report.MissingKeys.Select(id => id.Value)))
            .With(AttributeNames.MissingGroups, CtyValue.OfTexts(report.MissingGroups))
            .With(AttributeNames.MissingNames, CtyValue.OfTexts(report.MissingNames))
            .With(AttributeNames.InstanceCount, new CtyValue.Number(CtyNumber.Of(report.InstanceCount)));

    private static CtyValue Write(KeyAccess key) =>
        CtyValue.Map.Of(
            (AttributeNames.KeyId, new CtyValue.Text(key.Key.Value)),
            (AttributeNames.KeyName, new CtyValue.Text(key.Name.Raw)),
            (AttributeNames.InstanceIds, CtyValue.OfTexts(key.Instances.Select(instance => instance.Id.Value)))
        );

    private static CtyValue.Map WriteBindings(AccessReport report) =>
        new(
            report
                .Keys.SelectMany(key => key.Instances.Select(instance => (instance.Id, key.Key)))
                .GroupBy(pair => pair.Id.Value, pair => pair.Key.Value, StringComparer.Ordinal)
                .ToImmutableSortedDictionary(group => group.Key, group => CtyValue.OfTexts(group), StringComparer.Ordinal)
        );
}
