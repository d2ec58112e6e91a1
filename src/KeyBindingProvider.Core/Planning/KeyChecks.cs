namespace KeyBindingProvider.Core;

/// <summary>Checks of key pairs: those to be bound must exist, those to be taken away may be gone already.</summary>
internal static class KeyChecks
{
    public static IEnumerable<Problem> Find(ResourceIntent[] intents, Demands demands, FleetSnapshot fleet)
    {
        var missingByResource = new SortedDictionary<string, KeySet>(StringComparer.Ordinal);
        foreach (var demand in demands.Changes)
        {
            var missing = demand.Change.Add.Where(key => !fleet.Exists(key)).ToArray();
            if (missing.Length > 0)
            {
                foreach (var resource in demand.Change.Resources)
                {
                    missingByResource[resource] = missingByResource.GetValueOrDefault(resource, KeySet.Empty).Union(KeySet.Of(missing));
                }
            }

            if (demand.Change.Want.Count > CvmLimits.KeysPerCall)
            {
                yield return Problem.Error(
                    ProblemCodes.TooManyKeys,
                    $"{demand.Change.Id} would need {demand.Change.Want.Count} keys; one bind carries at most {CvmLimits.KeysPerCall}."
                ) with
                {
                    Instances = [demand.Change.Id],
                };
            }
        }

        foreach (var (resource, keys) in missingByResource)
        {
            yield return Problem.Error(ProblemCodes.MissingKey, $"'{resource}' binds {keys}, which does not exist in {fleet.Region}.") with
            {
                Path = $"resources.{resource}.properties.keyIds",
            };
        }

        foreach (var revocation in intents.OfType<KeyRevocationIntent>())
        {
            KeyId[] gone = [.. revocation.KeyIds.Where(key => !fleet.Exists(key))];
            if (gone.Length > 0)
            {
                yield return Problem.Warning(
                    ProblemCodes.KeyAlreadyGone,
                    $"'{revocation.Name}' revokes {KeySet.Of(gone)}, which does not exist in {fleet.Region} any more: already so."
                ) with
                {
                    Path = $"resources.{revocation.Name}.properties.keyIds",
                };
            }
        }
    }
}
