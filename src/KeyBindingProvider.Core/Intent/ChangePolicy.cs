using System.Collections.Immutable;

namespace KeyBindingProvider.Core.Intent;

/// <summary>
/// The effective change policy of one resource (rule <c>change-policy</c>): resource, else provider, else built-in, field by field. Its fields are those of
/// <see cref="PolicyFields"/>; a property here is for a field that code asks for by name.
/// </summary>
public sealed record ChangePolicy
{
    /// <summary>The built-in policy: nothing that runs is ever stopped.</summary>
    public static readonly ChangePolicy Default = new();

    private readonly PolicyValues _values;

    /// <summary>The built-in policy.</summary>
    public ChangePolicy()
        : this(PolicyFields.All) { }

    /// <summary>The built-in policy of a table of fields.</summary>
    public ChangePolicy(ImmutableArray<PolicyField> fields)
        : this(PolicyValues.Of(fields, field => field.BuiltIn)) { }

    internal ChangePolicy(PolicyValues values) => _values = values;

    /// <summary>What may happen to a RUNNING instance.</summary>
    public StopPolicy StopPolicy
    {
        get => Of(PolicyFields.StopPolicy);
        init => _values = _values.With(PolicyFields.StopPolicy, value);
    }

    /// <summary>How many may be down at once because of us. Several limits after resources were merged: each holds, so the least one counts.</summary>
    public IReadOnlyList<MaxUnavailable> MaxUnavailable
    {
        get => Of(PolicyFields.MaxUnavailable).Limits;
        init => _values = _values.With(PolicyFields.MaxUnavailable, new LimitSet([.. value]));
    }

    /// <summary>Failed instances tolerated before no further wave starts.</summary>
    public int FailureBudget
    {
        get => Of(PolicyFields.FailureBudget);
        init => _values = _values.With(PolicyFields.FailureBudget, value);
    }

    /// <summary>Size of the first stop window of a process until one full cycle has succeeded; 0 turns it off.</summary>
    public int Canary
    {
        get => Of(PolicyFields.Canary);
        init => _values = _values.With(PolicyFields.Canary, value);
    }

    /// <summary>How long an instance may take to stop, 1 to 3600 s.</summary>
    public int StopTimeoutSeconds
    {
        get => Of(PolicyFields.StopTimeoutSeconds);
        init => _values = _values.With(PolicyFields.StopTimeoutSeconds, value);
    }

    /// <summary>Whether a change may leave an instance with no key.</summary>
    public bool AllowKeyless
    {
        get => Of(PolicyFields.AllowKeyless);
        init => _values = _values.With(PolicyFields.AllowKeyless, value);
    }

    /// <summary>A plan that stops more instances is refused; null for no limit.</summary>
    public int? MaxStops
    {
        get => _values.Get(PolicyFields.MaxStops);
        init => _values = _values.With(PolicyFields.MaxStops, value);
    }

    /// <summary>What to do about instances that cannot change.</summary>
    public OnBlocked OnBlocked
    {
        get => Of(PolicyFields.OnBlocked);
        init => _values = _values.With(PolicyFields.OnBlocked, value);
    }

    /// <summary>Whether an instance is marked before it is stopped.</summary>
    public RestartMarkerUse RestartMarker
    {
        get => Of(PolicyFields.RestartMarker);
        init => _values = _values.With(PolicyFields.RestartMarker, value);
    }

    /// <summary>Every field with its value, in the order of the table.</summary>
    public IEnumerable<(PolicyField Field, object? Value)> Values => _values.All;

    /// <summary>The value of a field; the built-in one where this policy does not know the field.</summary>
    public T Of<T>(PolicyField<T> field)
        where T : struct => _values.Get(field) ?? (T)field.BuiltIn!;

    /// <summary>The same policy with another value for a field.</summary>
    public ChangePolicy With<T>(PolicyField<T> field, T? value)
        where T : struct => new(_values.With(field, value));

    /// <summary>The count that may be down at once when <paramref name="running"/> instances must change.</summary>
    public int ResolveMaxUnavailable(int running) => MaxUnavailable.Min(limit => limit.Resolve(running));

    /// <summary>The stricter of two policies, field by field: what holds where two resources change the same instances.</summary>
    public ChangePolicy Strictest(ChangePolicy other) =>
        new(_values.Combine(other._values, (field, one, another) => field.Strictest(one ?? field.BuiltIn, another ?? field.BuiltIn)));
}
