using System.Text.Json;
using System.Text.Json.Serialization;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Judging;

namespace KeyBindingProvider.Simulator.Control;

internal sealed record RefusedControl(string Error);

internal sealed record UnknownControl(string Error, IReadOnlyList<string> Known);

internal sealed record HealthAnswer(string Status, int Instances);

internal sealed record OracleAnswer(
    IReadOnlyList<ActorReport> Actors,
    IReadOnlyList<DownSpan> Downs,
    IReadOnlyList<KeylessSpan> Keyless,
    IReadOnlyList<KeyRemoval> Removals,
    IReadOnlyList<PairGivenBack> GivenBack,
    IReadOnlyList<StartFact> Starts,
    IReadOnlyList<PairFact>? Pairs
);

internal sealed record FaultAnswer(string? Action, string? Instance, int Nth, int? Times, string Effect, int Met, int Struck);

internal sealed record ScaleOutAnswer(string Instance);

internal sealed record HandAnswer(string Outcome);

/// <summary>How each answer is written; known when it is compiled, so that a trimmed program can write it.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(RefusedControl))]
[JsonSerializable(typeof(UnknownControl))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(WorldView))]
[JsonSerializable(typeof(IReadOnlyList<CallRecord>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, ActionCounts>))]
[JsonSerializable(typeof(OracleAnswer))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<FaultAnswer>))]
[JsonSerializable(typeof(ScaleOutAnswer))]
[JsonSerializable(typeof(HandAnswer))]
internal sealed partial class ControlJson : JsonSerializerContext;
