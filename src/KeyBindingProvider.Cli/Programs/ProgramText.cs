using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;

namespace KeyBindingProvider.Cli.Programs;

/// <summary>
/// A program as text that <see cref="ProgramReader"/> reads back to the same: JSON, which is YAML too, every value resolved, regions and providers written out. It
/// holds no secret: whoever has one in a program is told to keep it elsewhere (<see cref="SecretsOf"/>).
/// </summary>
internal static class ProgramText
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Names of the secret properties that a provider has written.</summary>
    public static IEnumerable<PropertyName> SecretsOf(ProviderInput provider)
    {
        if (provider.SecretId is not null)
        {
            yield return PropertyNames.SecretId;
        }

        if (provider.SecretKey is not null)
        {
            yield return PropertyNames.SecretKey;
        }

        if (provider.SecurityToken is not null)
        {
            yield return PropertyNames.SecurityToken;
        }
    }

    /// <summary>One line of text.</summary>
    public static string Of(BindingProgram program)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, s_options))
        {
            json.WriteStartObject();
            json.WriteString("name", program.Name);
            json.WriteString("runtime", "yaml");
            json.WriteStartObject("resources");
            var taken = program.Resources.Select(resource => resource.Input.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var account in program.ByProvider)
            {
                var provider = FreeName(taken);
                WriteProvider(json, provider, account.Key);
                foreach (var resource in account)
                {
                    WriteResource(json, resource, provider);
                }
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static string FreeName(HashSet<string> taken)
    {
        var number = 1;
        while (!taken.Add($"account{number}"))
        {
            number++;
        }

        return $"account{number}";
    }

    private static void WriteProvider(Utf8JsonWriter json, string name, ProviderInput provider)
    {
        json.WriteStartObject(name);
        json.WriteString("type", $"pulumi:providers:{ResourceKinds.Package}");
        json.WriteStartObject("properties");
        Write(json, PropertyNames.Region, provider.Region);
        Write(json, PropertyNames.Profile, provider.Profile);
        Write(json, PropertyNames.SharedCredentialsDir, provider.SharedCredentialsDir);
        if (provider.AssumeRole is { } role)
        {
            json.WriteStartObject(PropertyNames.AssumeRole.Camel);
            Write(json, PropertyNames.RoleArn, role.RoleArn);
            Write(json, PropertyNames.SessionName, role.SessionName);
            Write(json, PropertyNames.SessionDuration, role.SessionDuration);
            Write(json, PropertyNames.RolePolicy, role.Policy);
            Write(json, PropertyNames.ExternalId, role.ExternalId);
            json.WriteEndObject();
        }

        Write(json, PropertyNames.Endpoint, provider.Endpoint);
        if (provider.AllowInsecureEndpoint is { } allows)
        {
            json.WriteBoolean(PropertyNames.AllowInsecureEndpoint.Camel, allows);
        }

        Write(json, PropertyNames.MaxRequestsPerSecond, provider.MaxRequestsPerSecond);
        Write(json, PropertyNames.PreviewDetail, provider.PreviewDetail is { } detail ? EnumNames.Of(detail) : null);
        if (!provider.PinnedKeys.IsEmpty)
        {
            WriteList(json, PropertyNames.PinnedKeys, provider.PinnedKeys.Select(key => key.Value));
        }

        if (provider.DriftAttribution is { } names)
        {
            json.WriteBoolean(PropertyNames.DriftAttribution.Camel, names);
        }

        Write(json, provider.ChangePolicy);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteResource(Utf8JsonWriter json, DeclaredResource resource, string provider)
    {
        var input = resource.Input;
        json.WriteStartObject(input.Name);
        json.WriteString("type", input.Kind.PulumiToken);
        json.WriteStartObject("properties");
        foreach (var name in input.Kind.Inputs)
        {
            if (name == PropertyNames.InstanceIds)
            {
                if (input.Instances is null)
                {
                    WriteIds(json, name, input.InstanceIds);
                }
            }
            else if (name == PropertyNames.Instances)
            {
                Write(json, input.Instances);
            }
            else if (name == PropertyNames.KeyIds)
            {
                WriteList(json, name, input.KeyIds.Select(key => key.Value));
            }
            else if (name == PropertyNames.ExceptInstanceIds)
            {
                WriteIds(json, name, input.ExceptInstanceIds);
            }
        }

        WriteFlag(json, PropertyNames.FindSources, input.FindSources);
        WriteFlag(json, PropertyNames.RewriteSources, input.RewriteSources);
        Write(json, PropertyNames.ReplacementKeyId, input.ReplacementKeyId?.Value);
        Write(json, PropertyNames.Region, input.Region);
        Write(json, PropertyNames.NotAfter, input.Ends?.Written);
        Write(json, PropertyNames.ExpiresWarning, input.Ends?.WrittenWarning);
        Write(json, PropertyNames.OnDestroy, input.OnDestroy is { } onDestroy ? EnumNames.Of(onDestroy) : null);
        Write(json, input.ChangePolicy);
        json.WriteEndObject();
        json.WriteStartObject("options");
        json.WriteString("provider", $"${{{provider}}}");
        if (!resource.DependsOn.IsEmpty)
        {
            json.WriteStartArray("dependsOn");
            foreach (var name in resource.DependsOn)
            {
                json.WriteStringValue($"${{{name}}}");
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, InstanceSelector? selector)
    {
        if (selector is null)
        {
            return;
        }

        json.WriteStartObject(PropertyNames.Instances.Camel);
        WriteIds(json, PropertyNames.Ids, selector.Ids);
        json.WriteStartObject(PropertyNames.Tags.Camel);
        foreach (var (key, values) in selector.Conditions.Tags)
        {
            json.WriteStartArray(key);
            foreach (var value in values)
            {
                json.WriteStringValue(Literal(value));
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        WriteList(json, PropertyNames.AutoScalingGroups, selector.Conditions.AutoScalingGroups);
        WriteList(json, PropertyNames.Names, selector.Conditions.Names.Select(Literal));
        Write(json, PropertyNames.MinInstances, selector.MinInstances);
        Write(json, PropertyNames.MaxInstances, selector.MaxInstances);
        json.WriteEndObject();
    }

    private static void WriteIds(Utf8JsonWriter json, PropertyName name, IEnumerable<InstanceId> ids) =>
        WriteList(json, name, ids.Select(id => id.Value));

    private static void WriteList(Utf8JsonWriter json, PropertyName name, IEnumerable<string> values)
    {
        json.WriteStartArray(name.Camel);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ChangePolicyInput policy)
    {
        if (policy == ChangePolicyInput.None)
        {
            return;
        }

        json.WriteStartObject(PropertyNames.ChangePolicy.Camel);
        foreach (var (field, value) in policy.Values)
        {
            if (value is null)
            {
                continue;
            }

            var text = field.Show(value);
            switch (field.Type)
            {
                case PolicyType.Count:
                    json.WriteNumber(field.Name.Camel, int.Parse(text, CultureInfo.InvariantCulture));
                    break;
                case PolicyType.Flag:
                    json.WriteBoolean(field.Name.Camel, value is true);
                    break;
                default:
                    json.WriteString(field.Name.Camel, text);
                    break;
            }
        }

        json.WriteEndObject();
    }

    private static void WriteFlag(Utf8JsonWriter json, PropertyName name, bool? value)
    {
        if (value is { } flag)
        {
            json.WriteBoolean(name.Camel, flag);
        }
    }

    private static void Write(Utf8JsonWriter json, PropertyName name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name.Camel, number);
        }
    }

    /// <summary>The value is resolved already: nothing in it is a reference.</summary>
    private static void Write(Utf8JsonWriter json, PropertyName name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name.Camel, Literal(value));
        }
    }

    private static string Literal(string value) => value.Replace("${", "$${", StringComparison.Ordinal);
}
