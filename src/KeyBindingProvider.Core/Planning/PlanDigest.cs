using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace KeyBindingProvider.Core;

/// <summary>
/// A stable hash over what a plan would do: (instance, remove, add, stop mode, wave, policy). Calls, request ids and names are left out:
/// they may differ between two runs that mean the same.
/// </summary>
public static class PlanDigest
{
    /// <summary>Lower-case hexadecimal SHA-256.</summary>
    public static string Of(string region, ImmutableArray<Rollout> rollouts)
    {
        var text = new StringBuilder();
        text.Append("plan 1\n").Append(region).Append('\n');
        foreach (var rollout in rollouts)
        {
            var policy = rollout.Policy;
            text.Append(string.Join('+', rollout.Resources));
            text.Append(
                $" {policy.StopPolicy} {rollout.MaxUnavailable} {policy.FailureBudget} {policy.Canary} {policy.StopTimeoutSeconds}"
            );
            text.Append($" {policy.AllowKeyless} {policy.MaxStops} {policy.OnBlocked}\n");
            foreach (var wave in rollout.Waves)
            {
                foreach (var change in wave.Changes.OrderBy(change => change.Id))
                {
                    text.Append($"{wave.Number} {change.Id} -{change.Remove} +{change.Add} {change.StopMode}\n");
                }
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
