using System.Collections.Immutable;

namespace KeyBindingProvider.Core.Intent;

/// <summary>
/// The one table of the fields of a change policy. Input readers, both schemas, the tables of the documents, plans as text, Markdown and JSON, the
/// published JSON schema and the digest are made from it: a new field is a new row at the end (<c>ADR 0029</c>).
/// </summary>
public static class PolicyFields
{
    /// <inheritdoc cref="ChangePolicy.StopPolicy"/>
    public static PolicyField<StopPolicy> StopPolicy { get; } =
        PolicyField.Choice<StopPolicy>(
            "stopPolicy",
            "What may happen to a RUNNING instance that must change: the API changes keys of stopped instances only.",
            (Intent.StopPolicy.Refuse, "The preview fails and lists the running instances; nothing is changed."),
            (Intent.StopPolicy.StoppedOnly, "Stopped instances change now; running ones wait and converge on a later run."),
            (Intent.StopPolicy.Graceful, "Stop softly (still charged, so that the machine comes back), change, start. Never escalates."),
            (Intent.StopPolicy.GracefulThenForce, "Stop softly; at {stopTimeoutSeconds} pull the plug."),
            (Intent.StopPolicy.Force, "Pull the plug at once: a hard power-off. The only policy under which `ForceStop=true` is ever sent.")
        ) with
        {
            IsInEveryDigest = true,
            DecidesOverInstances = true,
        };

    /// <inheritdoc cref="ChangePolicy.MaxUnavailable"/>
    public static PolicyField<LimitSet> MaxUnavailable { get; } =
        PolicyField.Limit(
            "maxUnavailable",
            Intent.MaxUnavailable.Percent(25),
            "How many instances of this resource may be down at once because of it: a count (`40`), or a percentage (`25%`) of the running "
                + "instances that the operation must change, floored, at least 1. A count on the provider also limits all its operations together."
        ) with
        {
            IsInEveryDigest = true,
        };

    /// <inheritdoc cref="ChangePolicy.FailureBudget"/>
    public static PolicyField<int> FailureBudget { get; } =
        PolicyField.Count(
            "failureBudget",
            0,
            Math.Min,
            "Failed instances tolerated before no further wave starts; they are errors all the same."
        ) with
        {
            IsInEveryDigest = true,
        };

    /// <inheritdoc cref="ChangePolicy.Canary"/>
    public static PolicyField<int> Canary { get; } =
        PolicyField.Count(
            "canary",
            1,
            // 0 turns it off, so that any other size is stricter.
            (one, other) => one == 0 || other == 0 ? Math.Max(one, other) : Math.Min(one, other),
            "Size of the first stop window of a process, until one full stop, change and start has succeeded; 0 turns it off."
        ) with
        {
            IsInEveryDigest = true,
        };

    /// <inheritdoc cref="ChangePolicy.StopTimeoutSeconds"/>
    public static PolicyField<int> StopTimeoutSeconds { get; } =
        PolicyField.Count(
            "stopTimeoutSeconds",
            300,
            // The longer patience is the stricter: under gracefulThenForce the plug is pulled when it ends.
            Math.Max,
            "How many seconds an instance may take to stop.",
            least: 1,
            most: 3600
        ) with
        {
            IsInEveryDigest = true,
        };

    /// <inheritdoc cref="ChangePolicy.AllowKeyless"/>
    public static PolicyField<bool> AllowKeyless { get; } =
        PolicyField.Flag(
            "allowKeyless",
            "Whether a change may leave an instance with no key at all: with no password set, nobody can log in then."
        ) with
        {
            IsInEveryDigest = true,
            DecidesOverInstances = true,
        };

    /// <inheritdoc cref="ChangePolicy.MaxStops"/>
    public static PolicyField<int> MaxStops { get; } =
        PolicyField.Count("maxStops", null, Math.Min, "A plan that stops more instances is refused.") with
        {
            IsInEveryDigest = true,
        };

    /// <inheritdoc cref="ChangePolicy.OnBlocked"/>
    public static PolicyField<OnBlocked> OnBlocked { get; } =
        PolicyField.Choice<OnBlocked>(
            "onBlocked",
            "What to do when some instances cannot be changed at all (stopped in no-charge mode, rescue mode, isolated, Windows, busy for long).",
            (Intent.OnBlocked.Refuse, "Nothing is changed."),
            (Intent.OnBlocked.Skip, "The others proceed; these stay pending with their reason, and a warning.")
        ) with
        {
            IsInEveryDigest = true,
            DecidesOverInstances = true,
        };

    /// <inheritdoc cref="ChangePolicy.RestartMarker"/>
    public static PolicyField<RestartMarkerUse> RestartMarker { get; } =
        PolicyField.Choice<RestartMarkerUse>(
            "restartMarker",
            "Whether an instance carries the tag `keybinding-restart` while it is down because of us, so that a later run finds and starts what a run "
                + "that died has left stopped.",
            RestartMarkerUse.Auto,
            (RestartMarkerUse.Required, "Nothing is stopped that could not be marked."),
            (RestartMarkerUse.Auto, "Where tags may be set; where not, that is said once."),
            (RestartMarkerUse.Off, "No tag is ever set.")
        ) with
        {
            DecidesOverInstances = true,
        };

    /// <summary>Every field, in the order in which all faces show them.</summary>
    public static ImmutableArray<PolicyField> All { get; } =
    [StopPolicy, MaxUnavailable, FailureBudget, Canary, StopTimeoutSeconds, AllowKeyless, MaxStops, OnBlocked, RestartMarker];
}
