using System.Text.Json;
using KeyBindingProvider.Simulator.Journal;

namespace KeyBindingProvider.Harness.Judging;

/// <summary>What a call in the simulator's journal was.</summary>
internal static class Calls
{
    /// <summary>Whether it is one of the four that change machines or their keys.</summary>
    public static bool IsWrite(CallRecord call) =>
        call.Action is "StopInstances" or "StartInstances" or "AssociateInstancesKeyPairs" or "DisassociateInstancesKeyPairs";

    /// <summary>Whether it asks for machines to go down.</summary>
    public static bool TakesDown(CallRecord call) =>
        call.Action == "StopInstances"
        || (
            IsWrite(call)
            && call.Parameters.ValueKind == JsonValueKind.Object
            && call.Parameters.TryGetProperty("ForceStop", out var force)
            && force.ValueKind == JsonValueKind.True
        );

    /// <summary>The instances that it names, taken on or not.</summary>
    public static IEnumerable<string> Named(CallRecord call) =>
        call.Parameters.ValueKind == JsonValueKind.Object && call.Parameters.TryGetProperty("InstanceIds", out var ids)
            ? ids.EnumerateArray().Select(id => id.GetString() ?? "")
            : [];

    /// <summary>Whether a read covers the instance: it names it, or reads the region.</summary>
    public static bool Reads(CallRecord call, string instance) =>
        call.Parameters.ValueKind != JsonValueKind.Object
        || !call.Parameters.TryGetProperty("InstanceIds", out var ids)
        || ids.EnumerateArray().Any(id => id.GetString() == instance);
}
