namespace KeyBindingProvider.Core.Intent.Inputs;

/// <summary>Reads a change policy field by field; what is absent stays absent.</summary>
internal static class ChangePolicyCheck
{
    private const int LongestStop = 3600;

    public static ChangePolicyInput Read(InputReader? reader) =>
        reader is null
            ? ChangePolicyInput.None
            : new ChangePolicyInput
            {
                StopPolicy = reader.Choice<StopPolicy>(PropertyNames.StopPolicy),
                MaxUnavailable = reader.Limit(PropertyNames.MaxUnavailable),
                FailureBudget = reader.Count(PropertyNames.FailureBudget, least: 0),
                Canary = reader.Count(PropertyNames.Canary, least: 0),
                StopTimeoutSeconds = reader.Count(PropertyNames.StopTimeoutSeconds, least: 1, LongestStop),
                AllowKeyless = reader.Flag(PropertyNames.AllowKeyless),
                MaxStops = reader.Count(PropertyNames.MaxStops, least: 0),
                OnBlocked = reader.Choice<OnBlocked>(PropertyNames.OnBlocked),
            };
}
