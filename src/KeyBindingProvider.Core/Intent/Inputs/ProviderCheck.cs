using System.Collections.Immutable;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Intent.Inputs;

/// <summary>Checks a provider's configuration: shape only.</summary>
public static class ProviderCheck
{
    private const int LongestSession = 43200;

    /// <summary>Reads <paramref name="properties"/> as a provider's configuration.</summary>
    /// <param name="properties">The object that holds its properties.</param>
    /// <param name="path">Property path of that object, for problems.</param>
    /// <param name="spelling">How the face spells names.</param>
    /// <param name="policyFields">The fields of a change policy; null for <see cref="PolicyFields.All"/>.</param>
    public static Checked<ProviderInput> Check(
        InputValue properties,
        string path,
        Spelling spelling,
        ImmutableArray<PolicyField>? policyFields = null
    )
    {
        var problems = new List<Problem>();
        var reader = new InputReader(properties, path, PropertyNames.OfProvider, spelling, problems);
        var allowInsecure = reader.Flag(PropertyNames.AllowInsecureEndpoint);
        var input = new ProviderInput
        {
            SecretId = reader.Text(PropertyNames.SecretId, isSecret: true),
            SecretKey = reader.Text(PropertyNames.SecretKey, isSecret: true),
            SecurityToken = reader.Text(PropertyNames.SecurityToken, isSecret: true),
            Region = RegionForm.Read(reader),
            Profile = reader.Text(PropertyNames.Profile),
            SharedCredentialsDir = reader.Text(PropertyNames.SharedCredentialsDir),
            AssumeRole = Role(reader.Nested(PropertyNames.AssumeRole, PropertyNames.OfAssumeRole)),
            Endpoint = reader.Text(PropertyNames.Endpoint),
            AllowInsecureEndpoint = allowInsecure,
            MaxRequestsPerSecond = reader.Count(PropertyNames.MaxRequestsPerSecond, least: 1),
            PreviewDetail = reader.Choice<PreviewDetail>(PropertyNames.PreviewDetail),
            PinnedKeys = ResourceCheck.KeyList(reader, PropertyNames.PinnedKeys, isRequired: false).Keys,
            DriftAttribution = reader.Flag(PropertyNames.DriftAttribution),
            ChangePolicy = ChangePolicyCheck.Read(reader, policyFields),
        };
        if (input.Endpoint is { } endpoint && EndpointForm.WhyNot(endpoint, allowInsecure ?? false) is { } why)
        {
            var name = PropertyNames.Endpoint;
            reader.Add(ProblemCodes.EndpointNotAllowed, why, reader.PathOf(name), reader.LocationOf(name));
        }

        if (input.SecretId is null != input.SecretKey is null && !IsUnknown(reader))
        {
            reader.Missing(
                input.SecretId is null ? PropertyNames.SecretId : PropertyNames.SecretKey,
                "Set both halves of the pair, or neither: then environment, profile or role serve."
            );
        }

        if (
            reader.IsPresent(PropertyNames.SecurityToken)
            && !reader.IsPresent(PropertyNames.SecretId)
            && !reader.IsPresent(PropertyNames.SecretKey)
        )
        {
            reader.Invalid(
                PropertyNames.SecurityToken,
                "stands without secretId and secretKey, the pair that it belongs to, so that it is not used.",
                "Set all three, or none: then environment, profile or role serve."
            );
        }

        return new Checked<ProviderInput>(input, [.. problems], [.. reader.Unknowns]);
    }

    private static bool IsUnknown(InputReader reader) =>
        reader.IsUnknown(PropertyNames.SecretId) || reader.IsUnknown(PropertyNames.SecretKey);

    private static AssumeRoleInput? Role(InputReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        if (!reader.IsPresent(PropertyNames.RoleArn))
        {
            reader.Missing(PropertyNames.RoleArn);
        }

        return new AssumeRoleInput(
            reader.Text(PropertyNames.RoleArn) ?? "",
            reader.Text(PropertyNames.SessionName),
            reader.Count(PropertyNames.SessionDuration, least: 1, LongestSession),
            reader.Text(PropertyNames.RolePolicy),
            reader.Text(PropertyNames.ExternalId)
        );
    }
}
