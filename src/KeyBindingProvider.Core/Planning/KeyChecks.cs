using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Planning;

/// <summary>Checks of key pairs: those to be bound must exist, those to be taken away may be gone already.</summary>
internal static class KeyChecks
{
    public static IEnumerable<Problem> Find(ResourceIntent[] intents, RequiredChanges needs, FleetSnapshot fleet) =>
        TooMany(needs).Concat(Missing(intents, needs, fleet)).Concat(AlreadyGone(intents, needs, fleet));

    /// <summary>Only a bind carries the whole wanted set; an instance that gains nothing may have as many as it likes.</summary>
    private static IEnumerable<Problem> TooMany(RequiredChanges needs)
    {
        InstanceId[] instances =
        [
            .. needs
                .Changes.Where(need => !need.Terms.Add.IsEmpty && need.Terms.Want.Count > CvmLimits.KeysPerCall)
                .Select(need => need.Id),
        ];
        if (instances.Length > 0)
        {
            yield return Problem.Error(
                ProblemCodes.TooManyKeys,
                $"{InstanceList.Of(instances)} would need more than {CvmLimits.KeysPerCall} keys, which is what one bind carries."
            ) with
            {
                Instances = instances,
            };
        }
    }

    /// <summary>Named for the resources that declare the key, not for others that change the same instance.</summary>
    private static IEnumerable<Problem> Missing(ResourceIntent[] intents, RequiredChanges needs, FleetSnapshot fleet)
    {
        var missing = new SortedDictionary<int, KeySet>();
        foreach (var need in needs.Different)
        {
            var absent = Absent(need.Terms.Add, fleet);
            if (absent.IsEmpty)
            {
                continue;
            }

            foreach (var index in need.ResourceIndexes)
            {
                missing[index] = missing.GetValueOrDefault(index, KeySet.Empty).Union(absent.Intersect(intents[index].DeclaredKeys));
            }
        }

        foreach (var (index, keys) in missing.Where(entry => !entry.Value.IsEmpty))
        {
            yield return Problem.Error(
                ProblemCodes.MissingKey,
                $"'{intents[index].Name}' binds {Absent(keys.Count)} in {fleet.Region}: {keys}."
            ) with
            {
                Path = $"resources.{intents[index].Name}.properties.keyIds",
            };
        }
    }

    private static IEnumerable<Problem> AlreadyGone(ResourceIntent[] intents, RequiredChanges needs, FleetSnapshot fleet)
    {
        ResourceIntent[] revocations = [.. intents.Where(intent => !intent.RevokedKeys.IsEmpty)];
        if (revocations.Length == 0)
        {
            yield break;
        }

        // A key that some instance still shows is taken off it, whatever the list of key pairs says.
        var shown = KeySet.Of(needs.Different.SelectMany(need => need.Terms.Remove));
        foreach (var revocation in revocations)
        {
            var gone = Absent(revocation.RevokedKeys, fleet).Except(shown);
            if (!gone.IsEmpty)
            {
                yield return Problem.Warning(
                    ProblemCodes.KeyAlreadyGone,
                    $"'{revocation.Name}' revokes {Absent(gone.Count)} in {fleet.Region} any more: {gone}. That is already so."
                ) with
                {
                    Path = $"resources.{revocation.Name}.properties.keyIds",
                };
            }
        }
    }

    private static string Absent(int count) => Grammar.Pick(count, "a key that does not exist", "keys that do not exist");

    private static KeySet Absent(KeySet keys, FleetSnapshot fleet) =>
        keys.All(fleet.Exists) ? KeySet.Empty : KeySet.Of(keys.Where(key => !fleet.Exists(key)));
}
