using System.ComponentModel;
using System.Text.Json.Serialization;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>The change of one instance.</summary>
[Description("What one instance loses and gains. want is what it has afterwards, foreign what others have put on it and what stays.")]
internal record ChangeFields
{
    protected ChangeFields(InstanceChange change)
    {
        InstanceId = change.Id;
        Name = change.Name.Raw;
        Zone = change.Zone;
        StopMode = change.StopMode;
        MustStart = change.MustStart;
        Bound = change.Bound;
        Lose = change.Remove;
        Gain = change.Add;
        Want = change.Want;
        Foreign = change.Foreign;
        Resources = change.Resources;
    }

    public InstanceId InstanceId { get; }

    [Description("The instance's name.")]
    public string Name { get; }

    [Description("Its zone, or empty.")]
    public string Zone { get; }

    [Description(
        "How it is taken down: none (it is stopped already), soft, softThenHard, hard, or forceStop (the change itself carries ForceStop=true)."
    )]
    public StopMode StopMode { get; }

    [Description("An earlier run stopped it and could not start it: it is started. Absent where that is not so.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool MustStart { get; }
    public IReadOnlyList<KeyId> Bound { get; }
    public IReadOnlyList<KeyId> Lose { get; }
    public IReadOnlyList<KeyId> Gain { get; }
    public IReadOnlyList<KeyId> Want { get; }
    public IReadOnlyList<KeyId> Foreign { get; }
    public IReadOnlyList<string> Resources { get; }

    public static ChangeFields Of(InstanceChange change) => new(change);
}

/// <summary>An instance that needs a change and does not get it.</summary>
internal sealed record PendingFields : ChangeFields
{
    private PendingFields(PendingInstance pending)
        : base(pending.Change) => (Code, Disposition) = (pending.Code, pending.Disposition);

    [JsonPropertyOrder(-1)]
    public PendingCode Code { get; }

    [JsonPropertyOrder(-1)]
    public Disposition Disposition { get; }

    public static PendingFields Of(PendingInstance pending) => new(pending);
}
