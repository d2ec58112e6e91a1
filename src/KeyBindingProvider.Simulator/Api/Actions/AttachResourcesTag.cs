using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>tag AttachResourcesTag: one existing pair onto up to 50 instances of a region. A key that is on one of them already refuses the call.</summary>
internal sealed class AttachResourcesTag(Fleet fleet, TagStore tags, SimulatorOptions options, Dice dice) : IApiAction
{
    public string Name => nameof(AttachResourcesTag);

    public string Product => Products.Tag;

    public int CallsPerSecond => 20;

    public IReadOnlySet<string> Parameters { get; } =
        new HashSet<string>(StringComparer.Ordinal)
        {
            "ServiceType",
            "ResourceIds",
            "TagKey",
            "TagValue",
            "ResourceRegion",
            "ResourcePrefix",
        };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var (key, value) = call.Parameters.RequiredTag();
        var ids = call.Parameters.RequiredResources();
        var region = fleet.FleetOf(call.Parameters);
        if (!tags.Exists(key, value))
        {
            throw new ApiRefusal("ResourceNotFound.TagNonExist", $"{key}:{value}");
        }

        new ResourceBatch(options, dice).Run(
            call,
            region,
            ids,
            instance =>
                instance.Tags.ContainsKey(key) ? "ResourceInUse.TagKeyAttached"
                : instance.Tags.Count >= TagStore.MaxOnAResource ? "LimitExceeded.ResourceAttachedTags"
                : null,
            instance => tags.Change(instance, key, value)
        );
    }
}
