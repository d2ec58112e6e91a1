using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Pulumi.Translation;

/// <summary>
/// A provider's configuration. SDKs send everything that is not a text as JSON in a text, stack configuration is texts throughout, and YAML programs send the
/// values themselves: all of them are read.
/// </summary>
internal static class ConfigProperties
{
    /// <summary>What the engine puts among them for itself.</summary>
    private static readonly string[] Foreign = ["version", "pluginDownloadURL", "pulumi"];

    private static readonly PropertyName[] Encoded =
    [
        PropertyNames.AssumeRole,
        PropertyNames.AllowInsecureEndpoint,
        PropertyNames.MaxRequestsPerSecond,
        PropertyNames.PinnedKeys,
        PropertyNames.DriftAttribution,
        PropertyNames.ChangePolicy,
    ];

    /// <summary>Our own properties, decoded.</summary>
    public static PropertyValue.Map Decode(PropertyValue.Map properties, List<Problem> problems)
    {
        var decoded = new PropertyValue.Map(
            properties.Entries.RemoveRange(
                properties.Entries.Keys.Where(name => Foreign.Contains(name) || name.StartsWith("__", StringComparison.Ordinal))
            )
        );
        foreach (var name in Encoded)
        {
            if (decoded.Find(name.Camel) is { } value && value.Plain is PropertyValue.Text { Value: var json })
            {
                if (FromJson.TryParse(json) is { } parsed)
                {
                    decoded = decoded.With(name.Camel, value.HoldsSecret ? new PropertyValue.Secret(parsed) : parsed);
                }
                else
                {
                    problems.Add(
                        Problem.Error(
                            ProblemCodes.InvalidValue,
                            $"{name.Camel} is neither a value of its type nor one written as JSON."
                        ) with
                        {
                            Path = name.Camel,
                        }
                    );
                    decoded = decoded.Without(name.Camel);
                }
            }
        }

        return decoded;
    }

    /// <summary>Checks decoded properties together with what could not be decoded.</summary>
    public static Checked<ProviderInput> Check(PropertyValue.Map properties)
    {
        var problems = new List<Problem>();
        var decoded = Decode(properties, problems);
        var result = ProviderCheck.Check(ToInput.Map(decoded), path: "", Spelling.Camel);
        return result with { Problems = [.. problems, .. result.Problems] };
    }
}
