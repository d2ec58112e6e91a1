using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>tag DetachResourcesTag: a key off up to 50 instances of a region. One that does not have it refuses the call.</summary>
internal sealed class DetachResourcesTag(Fleet fleet, TagStore tags, SimulatorOptions options, Dice dice) : IApiAction
{
    public string Name => nameof(DetachResourcesTag);

    public string Product => Products.Tag;

    public int CallsPerSecond => 20;

    public IReadOnlySet<string> Parameters { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "ServiceType", "ResourceIds", "TagKey", "ResourceRegion", "ResourcePrefix" };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var key = call.Parameters.RequiredTagKey();
        var ids = call.Parameters.RequiredResources();
        new ResourceBatch(options, dice).Run(
            call,
            fleet.FleetOf(call.Parameters),
            ids,
            instance => instance.Tags.ContainsKey(key) ? null : "ResourceNotFound.AttachedTagKeyNotFound",
            instance => tags.Change(instance, key, null)
        );
    }
}
