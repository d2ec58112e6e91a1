namespace KeyBindingProvider.Core.Intent;

/// <summary>A change policy as somebody wrote it: every field may be absent (rule <c>defaults-at-use</c>).</summary>
public sealed record ChangePolicyInput
{
    /// <summary>Nothing was written.</summary>
    public static readonly ChangePolicyInput None = new();

    private readonly PolicyValues _values;

    /// <summary>Nothing was written.</summary>
    public ChangePolicyInput()
        : this(PolicyValues.Of(PolicyFields.All, _ => null)) { }

    internal ChangePolicyInput(PolicyValues values) => _values = values;

    /// <inheritdoc cref="ChangePolicy.StopPolicy"/>
    public StopPolicy? StopPolicy
    {
        get => _values.Get(PolicyFields.StopPolicy);
        init => _values = _values.With(PolicyFields.StopPolicy, value);
    }

    /// <inheritdoc cref="ChangePolicy.MaxUnavailable"/>
    public MaxUnavailable? MaxUnavailable
    {
        get => _values.Get(PolicyFields.MaxUnavailable)?.Limits[0];
        init => _values = _values.With(PolicyFields.MaxUnavailable, value is { } limit ? new LimitSet([limit]) : null);
    }

    /// <inheritdoc cref="ChangePolicy.FailureBudget"/>
    public int? FailureBudget
    {
        get => _values.Get(PolicyFields.FailureBudget);
        init => _values = _values.With(PolicyFields.FailureBudget, value);
    }

    /// <inheritdoc cref="ChangePolicy.Canary"/>
    public int? Canary
    {
        get => _values.Get(PolicyFields.Canary);
        init => _values = _values.With(PolicyFields.Canary, value);
    }

    /// <inheritdoc cref="ChangePolicy.StopTimeoutSeconds"/>
    public int? StopTimeoutSeconds
    {
        get => _values.Get(PolicyFields.StopTimeoutSeconds);
        init => _values = _values.With(PolicyFields.StopTimeoutSeconds, value);
    }

    /// <inheritdoc cref="ChangePolicy.AllowKeyless"/>
    public bool? AllowKeyless
    {
        get => _values.Get(PolicyFields.AllowKeyless);
        init => _values = _values.With(PolicyFields.AllowKeyless, value);
    }

    /// <inheritdoc cref="ChangePolicy.MaxStops"/>
    public int? MaxStops
    {
        get => _values.Get(PolicyFields.MaxStops);
        init => _values = _values.With(PolicyFields.MaxStops, value);
    }

    /// <inheritdoc cref="ChangePolicy.OnBlocked"/>
    public OnBlocked? OnBlocked
    {
        get => _values.Get(PolicyFields.OnBlocked);
        init => _values = _values.With(PolicyFields.OnBlocked, value);
    }

    /// <inheritdoc cref="ChangePolicy.RestartMarker"/>
    public RestartMarkerUse? RestartMarker
    {
        get => _values.Get(PolicyFields.RestartMarker);
        init => _values = _values.With(PolicyFields.RestartMarker, value);
    }

    /// <summary>Every field with its value, null where nothing was written.</summary>
    public IEnumerable<(PolicyField Field, object? Value)> Values => _values.All;

    /// <summary>What is written here, and where nothing is, what is written there.</summary>
    public ChangePolicyInput Else(ChangePolicyInput other) => new(_values.Combine(other._values, (_, own, others) => own ?? others));

    /// <summary>Effective policy: this resource's fields, else the provider's, else the built-in ones.</summary>
    public ChangePolicy Over(ChangePolicyInput provider) =>
        new(_values.Combine(provider._values, (field, own, inherited) => own ?? inherited ?? field.BuiltIn));
}
