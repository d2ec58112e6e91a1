using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Kinds;

namespace KeyBindingProvider.Core.Intent.Inputs;

/// <summary>A resource as somebody wrote it, with every field typed and nothing merged: defaults come in at use (rule <c>defaults-at-use</c>).</summary>
public sealed record ResourceInput
{
    /// <summary>Logical name.</summary>
    public required string Name { get; init; }

    /// <summary>Its kind.</summary>
    public required ResourceKind Kind { get; init; }

    /// <summary>How instances are selected; null where they are listed.</summary>
    public InstanceSelector? Instances { get; init; }

    /// <summary>Values of the selector that nobody in the region had when the face last looked; empty where nobody has looked.</summary>
    public ImmutableArray<UnmatchedValue> Unmatched { get; init; } = [];

    /// <summary>Declared instances; of a selector those that it was last found to mean.</summary>
    public ImmutableSortedSet<InstanceId> InstanceIds { get; init; } = [];

    /// <summary>Declared keys.</summary>
    public KeySet KeyIds { get; init; } = KeySet.Empty;

    /// <summary>Exceptions of a revocation.</summary>
    public ImmutableSortedSet<InstanceId> ExceptInstanceIds { get; init; } = [];

    /// <summary>Whether a revocation looks for what starts machines with a key of it.</summary>
    public bool? FindSources { get; init; }

    /// <summary>Whether a revocation puts another key there.</summary>
    public bool? RewriteSources { get; init; }

    /// <summary>That key.</summary>
    public KeyId? ReplacementKeyId { get; init; }

    /// <summary>Explicit region.</summary>
    public string? Region { get; init; }

    /// <summary>Explicit wish for the end.</summary>
    public OnDestroy? OnDestroy { get; init; }

    /// <summary>When it ends; null where it does not.</summary>
    public AccessEnd? Ends { get; init; }

    /// <summary>Whether that end had passed when the face last asked (rule <c>access-ends</c>).</summary>
    public bool HasEnded { get; init; }

    /// <summary>How long that end was away when the face last asked; null where nobody has.</summary>
    public TimeSpan? TimeLeft { get; init; }

    /// <summary>Explicit policy fields.</summary>
    public ChangePolicyInput ChangePolicy { get; init; } = ChangePolicyInput.None;

    /// <summary>Every key that it names, whatever for.</summary>
    public KeySet NamedKeys => ReplacementKeyId is { } key ? KeyIds.Union(KeySet.Of([key])) : KeyIds;

    /// <summary>What it asks for, without any state of an earlier run.</summary>
    public ResourceIntent ToIntent(string region, ChangePolicyInput providerPolicy, ImmutableArray<string> dependsOn) =>
        Kind.ToIntent(this, region, ChangePolicy.Over(providerPolicy), dependsOn);

    /// <summary>Whether it asks the same of the account as <paramref name="other"/>, policy aside.</summary>
    public bool DeclaresTheSameAs(ResourceInput other) =>
        InstanceIds.SetEquals(other.InstanceIds)
        && KeyIds.Equals(other.KeyIds)
        && ExceptInstanceIds.SetEquals(other.ExceptInstanceIds)
        && HasEnded == other.HasEnded
        && (FindSources ?? false, RewriteSources ?? false, ReplacementKeyId)
            == (other.FindSources ?? false, other.RewriteSources ?? false, other.ReplacementKeyId);

    /// <summary>Whether it says when it ends, or selects: then somebody has to ask before it can be planned.</summary>
    public bool IsOpen => Instances is not null || Ends is not null;

    /// <summary>The same with how long its end is away.</summary>
    /// <param name="now">The time by the service's clock.</param>
    public ResourceInput At(DateTimeOffset now) =>
        Ends is null ? this : this with { TimeLeft = Ends.NotAfter - now, HasEnded = Ends.NotAfter <= now };
}
