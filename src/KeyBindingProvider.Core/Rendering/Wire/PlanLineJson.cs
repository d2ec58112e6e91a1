using System.Text.Json.Serialization;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Sources;

namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>
/// How one plan is written in one line. By itself, and not a part of <see cref="RenderingJson"/>: a context brings all its types along, and this is the only document that
/// the providers write.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [
        typeof(InstanceIdText),
        typeof(KeyIdText),
        typeof(ResourceKindText),
        typeof(ChangePolicyObject),
        typeof(CamelCase<CallAction>),
        typeof(CamelCase<Disposition>),
        typeof(CamelCase<KeySourceKind>),
        typeof(CamelCase<Severity>),
        typeof(CamelCase<StopMode>),
        typeof(CamelCase<WaveKind>),
        typeof(SnakeCase<PendingCode>),
    ]
)]
[JsonSerializable(typeof(RegionPlan))]
internal sealed partial class PlanLineJson : JsonSerializerContext;
