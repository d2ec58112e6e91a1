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
        using var text = new HashedText();
        text.Append("plan 1\n").Append(region).Append("\n");
        foreach (var rollout in rollouts)
        {
            Append(text, rollout);
        }

        foreach (var finding in sources.Where(finding => finding.To is not null))
        {
            var source = finding.Source;
            text.Append(string.Create(CultureInfo.InvariantCulture, $"source {source.Id} {source.Version} ={source.Keys} >{finding.To}\n"));
        }

        return text.ToHash();
    }

    private static void Append(HashedText text, Rollout rollout)
    {
        text.Append("rollout");
        foreach (var (field, value) in rollout.Policy.Values)
        {
            if (field.IsInEveryDigest)
            {
                text.Append(" ").Append(field.Digest(value));
            }
            else if (!Equals(value, field.BuiltIn))
            {
                text.Append(" ").Append(field.Name.Camel).Append("=").Append(field.Digest(value));
            }

            if (field == PolicyFields.MaxUnavailable)
            {
                text.Append(string.Create(CultureInfo.InvariantCulture, $"={rollout.MaxUnavailable}"));
            }
        }

        text.Append("\n");
        var written = new Dictionary<ChangeTerms, string>();
        foreach (var wave in rollout.Waves)
        {
            var number = string.Create(CultureInfo.InvariantCulture, $"{wave.Number} ");
            InstanceChange[] changes = [.. wave.Changes];
            Array.Sort(Array.ConvertAll(changes, change => change.Id), changes);
            foreach (var change in changes)
            {
                if (!written.TryGetValue(change.Terms, out var terms))
                {
                    written[change.Terms] = terms = Text(change.Terms);
                }

                text.Append(number).Append(change.Id.ToString()).Append(terms);
            }
        }
    }

    private static string Text(ChangeTerms terms) =>
        $" -{terms.Remove} +{terms.Add} {terms.StopMode}"
        // Only where there is something to say: digests of other plans stay what they were.
        + (terms.AllowKeyless ? " keyless" : "")
        + (terms.MustStart ? " start" : "")
        + (terms.Revoked.IsEmpty ? "" : $" !{terms.Revoked}")
        + "\n";

    /// <summary>A text of which only the hash of its UTF-8 is kept: the one of a large plan is longer than all that the plan holds.</summary>
    private sealed class HashedText : IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly byte[] _waiting = new byte[16 * 1024];
        private int _length;

        public void Dispose() => _hash.Dispose();

        public HashedText Append(string text)
        {
            if (Encoding.UTF8.GetMaxByteCount(text.Length) > _waiting.Length - _length)
            {
                Flush();
            }

            if (Encoding.UTF8.TryGetBytes(text, _waiting.AsSpan(_length), out var length))
            {
                _length += length;
            }
            else
            {
                _hash.AppendData(Encoding.UTF8.GetBytes(text));
            }

            return this;
        }

        public string ToHash()
        {
            Flush();
            return Convert.ToHexStringLower(_hash.GetHashAndReset());
        }

        private void Flush()
        {
            _hash.AppendData(_waiting, 0, _length);
            _length = 0;
        }
    }
}
