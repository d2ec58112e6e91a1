using Grpc.Core;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Resources;
using KeyBindingProvider.Pulumi.Translation;
using Kind = KeyBindingProvider.Pulumi.Protocol.PropertyDiff.Types.Kind;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>
    /// What differs in a provider's configuration. Never a replacement: it would replace every resource, and all that a resource is, is in the cloud and in its
    /// own region.
    /// </summary>
    public Task<DiffResponse> DiffConfig(DiffRequest request, ServerCallContext context) =>
        Guard(() =>
        {
            var before = ConfigProperties.Decode(FromProto.Map(request.OldInputs ?? request.Olds), []);
            var after = ConfigProperties.Decode(FromProto.Map(request.News), []);
            var diff = new DetailedDiff(request.IgnoreChanges);
            foreach (var name in before.Entries.Keys.Union(after.Entries.Keys, StringComparer.Ordinal))
            {
                var (old, current) = (before.Find(name), after.Find(name));
                if (current?.Plain is PropertyValue.Unknown || !Equals(Open(old), Open(current)))
                {
                    diff.Add(
                        name,
                        old is null ? Kind.Add
                            : current is null ? Kind.Delete
                            : Kind.Update,
                        ofInputs: true
                    );
                }
            }

            return diff.ToResponse();
        });

    /// <summary>The value with all secrets in it opened; for comparing only.</summary>
    private static PropertyValue? Open(PropertyValue? value) =>
        value?.Plain switch
        {
            PropertyValue.List { Items: var items } => new PropertyValue.List([.. items.Select(item => Open(item)!)]),
            PropertyValue.Map map => map.Entries.Keys.Aggregate(map, (opened, name) => opened.With(name, Open(map.Find(name))!)),
            var plain => plain,
        };
}
