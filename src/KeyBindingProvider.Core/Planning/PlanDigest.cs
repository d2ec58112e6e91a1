using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KeyBindingProvider.Core.Intent;

namespace KeyBindingProvider.Core.Planning;

/// <summary>
/// A stable hash over what a plan would do: (instance, remove, add, stop mode, wave, policy), rollout by rollout. Calls, request ids and the
/// names of instances, keys and resources are left out: they may differ between two runs that mean the same.
/// </summary>
public static class PlanDigest
{
    /// <summary>The same where nothing that starts machines is rewritten.</summary>
    public static string Of(string region, ImmutableArray<Rollout> rollouts) => Of(region, rollouts, []);

    /// <summary>Lower-case hexadecimal SHA-256.</summary>
    public static string Of(string region, ImmutableArray<Rollout> rollouts, ImmutableArray<SourceFinding> sources)
    {
        var text = new StringBuilder();
        text.Append("plan 1\n").Append(region).Append('\n');
        foreach (var rollout in rollouts)
        {
            Append(text, rollout);
        }

        foreach (var finding in sources.Where(finding => finding.To is not null))
        {
            var source = finding.Source;
            text.Append(CultureInfo.InvariantCulture, $"source {source.Id} {source.Version} ={source.Keys} >{finding.To}\n");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void Append(StringBuilder text, Rollout rollout)
    {
        text.Append("rollout");
        foreach (var (field, value) in rollout.Policy.Values)
        {
            if (field.IsInEveryDigest)
            {
                text.Append(' ').Append(field.Digest(value));
            }
            else if (!Equals(value, field.BuiltIn))
            {
                text.Append(' ').Append(field.Name.Camel).Append('=').Append(field.Digest(value));
            }

            if (field == PolicyFields.MaxUnavailable)
            {
                text.Append(CultureInfo.InvariantCulture, $"={rollout.MaxUnavailable}");
            }
        }

        text.Append('\n');
        foreach (var wave in rollout.Waves)
        {
            foreach (var change in wave.Changes.OrderBy(change => change.Id))
            {
                text.Append(CultureInfo.InvariantCulture, $"{wave.Number} {change.Id} -{change.Remove} +{change.Add} {change.StopMode}");
                // Only where there is something to say: digests of other plans stay what they were.
                text.Append(change.AllowKeyless ? " keyless" : "");
                text.Append(change.MustStart ? " start" : "");
                text.Append(change.Revoked.IsEmpty ? "" : $" !{change.Revoked}").Append('\n');
            }
        }
    }
}
