namespace KeyBindingProvider.Core.Intent;

/// <summary>A change policy as somebody wrote it: every field may be absent (<c>engine-rules.md</c> 3).</summary>
public sealed record ChangePolicyInput
{
    /// <summary>Nothing was written.</summary>
    public static readonly ChangePolicyInput None = new();

    /// <inheritdoc cref="ChangePolicy.StopPolicy"/>
    public StopPolicy? StopPolicy { get; init; }

    /// <inheritdoc cref="ChangePolicy.MaxUnavailable"/>
    public MaxUnavailable? MaxUnavailable { get; init; }

    /// <inheritdoc cref="ChangePolicy.FailureBudget"/>
    public int? FailureBudget { get; init; }

    /// <inheritdoc cref="ChangePolicy.Canary"/>
    public int? Canary { get; init; }

    /// <inheritdoc cref="ChangePolicy.StopTimeoutSeconds"/>
    public int? StopTimeoutSeconds { get; init; }

    /// <inheritdoc cref="ChangePolicy.AllowKeyless"/>
    public bool? AllowKeyless { get; init; }

    /// <inheritdoc cref="ChangePolicy.MaxStops"/>
    public int? MaxStops { get; init; }

    /// <inheritdoc cref="ChangePolicy.OnBlocked"/>
    public OnBlocked? OnBlocked { get; init; }

    /// <summary>Effective policy: this resource's fields, else the provider's, else the built-in ones.</summary>
    public ChangePolicy Over(ChangePolicyInput provider)
    {
        var builtIn = ChangePolicy.Default;
        return new ChangePolicy
        {
            StopPolicy = StopPolicy ?? provider.StopPolicy ?? builtIn.StopPolicy,
            MaxUnavailable = (MaxUnavailable ?? provider.MaxUnavailable) is { } limit ? [limit] : builtIn.MaxUnavailable,
            FailureBudget = FailureBudget ?? provider.FailureBudget ?? builtIn.FailureBudget,
            Canary = Canary ?? provider.Canary ?? builtIn.Canary,
            StopTimeoutSeconds = StopTimeoutSeconds ?? provider.StopTimeoutSeconds ?? builtIn.StopTimeoutSeconds,
            AllowKeyless = AllowKeyless ?? provider.AllowKeyless ?? builtIn.AllowKeyless,
            MaxStops = MaxStops ?? provider.MaxStops,
            OnBlocked = OnBlocked ?? provider.OnBlocked ?? builtIn.OnBlocked,
        };
    }
}
