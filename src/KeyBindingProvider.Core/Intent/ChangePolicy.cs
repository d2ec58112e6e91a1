namespace KeyBindingProvider.Core.Intent;

/// <summary>The effective change policy of one resource (<c>design.md</c> 2): resource, else provider, else built-in, field by field.</summary>
public sealed record ChangePolicy
{
    /// <summary>The built-in policy: nothing that runs is ever stopped.</summary>
    public static readonly ChangePolicy Default = new();

    /// <summary>What may happen to a RUNNING instance.</summary>
    public StopPolicy StopPolicy { get; init; } = StopPolicy.Refuse;

    /// <summary>
    /// How many may be down at once because of us. Several limits after resources were merged: each holds, so the least one counts.
    /// </summary>
    public IReadOnlyList<MaxUnavailable> MaxUnavailable { get; init; } = [Intent.MaxUnavailable.Percent(25)];

    /// <summary>Failed instances tolerated before no further wave starts.</summary>
    public int FailureBudget { get; init; }

    /// <summary>Size of the first stop window of a process until one full cycle has succeeded; 0 turns it off.</summary>
    public int Canary { get; init; } = 1;

    /// <summary>How long an instance may take to stop, 1 to 3600 s.</summary>
    public int StopTimeoutSeconds { get; init; } = 300;

    /// <summary>Whether a change may leave an instance with no key.</summary>
    public bool AllowKeyless { get; init; }

    /// <summary>A plan that stops more instances is refused; null for no limit.</summary>
    public int? MaxStops { get; init; }

    /// <summary>What to do about instances that cannot change.</summary>
    public OnBlocked OnBlocked { get; init; } = OnBlocked.Refuse;

    /// <summary>The count that may be down at once when <paramref name="running"/> instances must change.</summary>
    public int ResolveMaxUnavailable(int running) => MaxUnavailable.Min(limit => limit.Resolve(running));

    /// <summary>The stricter of two policies, field by field: what holds where two resources change the same instances.</summary>
    public ChangePolicy Strictest(ChangePolicy other) =>
        new()
        {
            StopPolicy = (StopPolicy)Math.Min((int)StopPolicy, (int)other.StopPolicy),
            MaxUnavailable = [.. MaxUnavailable.Union(other.MaxUnavailable).OrderBy(m => m.IsPercent).ThenBy(m => m.Value)],
            FailureBudget = Math.Min(FailureBudget, other.FailureBudget),
            Canary = Canary == 0 || other.Canary == 0 ? Math.Max(Canary, other.Canary) : Math.Min(Canary, other.Canary),
            // The longer patience is the stricter: under gracefulThenForce the plug is pulled when it ends.
            StopTimeoutSeconds = Math.Max(StopTimeoutSeconds, other.StopTimeoutSeconds),
            AllowKeyless = AllowKeyless && other.AllowKeyless,
            MaxStops = MaxStops is { } a && other.MaxStops is { } b ? Math.Min(a, b) : MaxStops ?? other.MaxStops,
            OnBlocked = (OnBlocked)Math.Min((int)OnBlocked, (int)other.OnBlocked),
        };

    /// <inheritdoc/>
    public bool Equals(ChangePolicy? other) =>
        other is not null
        && (StopPolicy, FailureBudget, Canary, StopTimeoutSeconds, AllowKeyless, MaxStops, OnBlocked)
            == (
                other.StopPolicy,
                other.FailureBudget,
                other.Canary,
                other.StopTimeoutSeconds,
                other.AllowKeyless,
                other.MaxStops,
                other.OnBlocked
            )
        && MaxUnavailable.SequenceEqual(other.MaxUnavailable);

    /// <inheritdoc/>
    public override int GetHashCode() =>
        HashCode.Combine(StopPolicy, FailureBudget, Canary, StopTimeoutSeconds, AllowKeyless, MaxStops, OnBlocked, MaxUnavailable.Count);
}
