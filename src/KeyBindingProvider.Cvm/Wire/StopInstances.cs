using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Parameters of StopInstances. The deprecated ForceStop excludes StopType and is never sent.</summary>
internal sealed record StopInstancesRequest : IRequest
{
    public required IEnumerable<string> InstanceIds { get; init; }

    /// <summary>SOFT or HARD.</summary>
    public required string StopType { get; init; }

    /// <summary>Always KEEP_CHARGING: the other mode refuses key changes.</summary>
    public required string StoppedMode { get; init; }

    public void Write(Utf8JsonWriter json)
    {
        json.Write(nameof(InstanceIds), InstanceIds);
        json.Write(nameof(StopType), StopType);
        json.Write(nameof(StoppedMode), StoppedMode);
    }
}
