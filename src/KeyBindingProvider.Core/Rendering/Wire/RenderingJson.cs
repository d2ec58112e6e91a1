using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Recovery;
using KeyBindingProvider.Core.Sources;

namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>How the documents are written; made at build time, so that nothing is looked up by reflection.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    NewLine = "\n",
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [
        typeof(InstanceIdText),
        typeof(KeyIdText),
        typeof(ResourceKindText),
        typeof(ChangePolicyObject),
        typeof(CamelCase<ApplyStatus>),
        typeof(CamelCase<CallAction>),
        typeof(CamelCase<Disposition>),
        typeof(CamelCase<KeySourceKind>),
        typeof(CamelCase<KeyAct>),
        typeof(CamelCase<OutcomeKind>),
        typeof(CamelCase<RecoverSource>),
        typeof(CamelCase<RecoverState>),
        typeof(CamelCase<RecoverStatus>),
        typeof(CamelCase<Severity>),
        typeof(CamelCase<StopMode>),
        typeof(CamelCase<WaveKind>),
        typeof(SnakeCase<PendingCode>),
    ]
)]
[JsonSerializable(typeof(AccessFile))]
[JsonSerializable(typeof(ApplyFile))]
[JsonSerializable(typeof(AuditFile))]
[JsonSerializable(typeof(DriftFile))]
[JsonSerializable(typeof(IdentityFile))]
[JsonSerializable(typeof(PlanFile))]
[JsonSerializable(typeof(ProblemsFile))]
[JsonSerializable(typeof(RecoverFile))]
[JsonSerializable(typeof(SarifLog))]
internal sealed partial class RenderingJson : JsonSerializerContext
{
    /// <summary>An indented document with a final line feed.</summary>
    public static string Write<T>(T file, JsonTypeInfo<T> type)
        where T : JsonFile => JsonSerializer.Serialize(file, type) + "\n";
}
