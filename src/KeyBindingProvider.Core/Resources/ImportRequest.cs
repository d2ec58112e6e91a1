using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Resources;

/// <summary>
/// What an import id asks for (<c>design.md</c> 2.4). Association: <c>skey-a[,skey-b]</c>, every instance that those keys are bound to, or
/// <c>skey-a/ins-a,ins-b</c>. Exclusive: <c>ins-a,ins-b</c>. Revocation: <c>skey-a[,skey-b]</c>. A prefix <c>ap-guangzhou:</c> names the region.
/// </summary>
/// <param name="Kind">Kind of the resource.</param>
/// <param name="Region">The region of the prefix, or null.</param>
/// <param name="KeyIds">Keys that were named.</param>
/// <param name="InstanceIds">Instances that were named.</param>
public sealed record ImportRequest(ResourceKind Kind, string? Region, KeySet KeyIds, ImmutableSortedSet<InstanceId> InstanceIds)
{
    /// <summary>Reads an import id; the problem says which part is wrong and what the form is.</summary>
    public static bool TryParse(ResourceKind kind, string text, out ImportRequest request, out Problem? problem)
    {
        var (region, rest) = text.Split(':', 2) is [var prefix, var behind] ? (prefix, behind) : (null, text);
        var parts = rest.Split('/');
        var keys = new List<KeyId>();
        var instances = new List<InstanceId>();
        var why =
            region is not null && !RegionForm.IsWellFormed(region) ? $"'{region}' is not a region"
            : parts.Length > (kind == ResourceKind.KeyPairAssociation ? 2 : 1) ? "there is a '/' too many"
            : kind == ResourceKind.InstanceKeysExclusive ? Ids(parts[0], InstanceId.TryParse, instances, "an instance id")
            : Ids(parts[0], KeyId.TryParse, keys, "a key pair id")
                ?? (parts.Length == 2 ? Ids(parts[1], InstanceId.TryParse, instances, "an instance id") : null);
        request = new ImportRequest(kind, region, KeySet.Of(keys), [.. instances]);
        problem = why is null
            ? null
            : Problem.Error(ProblemCodes.ImportId, $"'{text}' cannot be imported as {kind}: {why}. Write {FormOf(kind)}.");
        return problem is null;
    }

    /// <summary>
    /// The inputs that describe exactly what is there, or what keeps them from it. An id that is no exact rectangle is an error that prints the
    /// ids to import instead: importing the rectangle around it would grant access on the next apply.
    /// </summary>
    public (ResourceInput? Declared, Problem? Problem) Match(string name, FleetSnapshot fleet)
    {
        var absent = InstanceIds.Where(id => fleet.Find(id) is null).ToArray();
        if (absent.Length > 0)
        {
            return (
                null,
                Problem.Error(
                    ProblemCodes.MissingInstance,
                    $"{InstanceList.Of(absent)} {Grammar.Does(absent.Length)} not exist in {fleet.Region}."
                ) with
                {
                    Instances = absent,
                }
            );
        }

        var found = Kind switch
        {
            ResourceKind.KeyPairAssociation => Groups(fleet, instance => instance.Keys.Intersect(KeyIds)),
            ResourceKind.InstanceKeysExclusive => Groups(fleet, instance => instance.Keys),
            _ => [new(KeyIds, [])],
        };
        var isExact = found.Length == 1 && (Kind == ResourceKind.InstanceKeysExclusive || found[0].Keys.Equals(KeyIds));
        return isExact ? (Input(name, found[0]), null) : (null, Split(found, fleet.Region));
    }

    private ResourceInput Input(string name, Rectangle found) =>
        new()
        {
            Name = name,
            Kind = Kind,
            Region = Region,
            InstanceIds = found.Instances,
            KeyIds = found.Keys,
        };

    /// <summary>Instances with equal key sets, in the order of the sets; those without any are left out unless they were named.</summary>
    private Rectangle[] Groups(FleetSnapshot fleet, Func<InstanceSnapshot, KeySet> keysOf) =>
        [
            .. (InstanceIds.IsEmpty ? fleet.Instances.Values : InstanceIds.Select(id => fleet.Find(id)!))
                .GroupBy(keysOf)
                .Where(group => !group.Key.IsEmpty || !InstanceIds.IsEmpty)
                .OrderBy(group => group.Key)
                .Select(group => new Rectangle(group.Key, [.. group.Select(instance => instance.Id)])),
        ];

    private Problem Split(Rectangle[] found, string region)
    {
        if (found.Length == 0)
        {
            return Problem.Error(ProblemCodes.ImportNotExact, $"{KeyIds} {Grammar.Is(KeyIds.Count)} bound to no instance of {region}.");
        }

        var prefix = Region is null ? "" : Region + ":";
        var ids = found
            .Where(rectangle => !rectangle.Keys.IsEmpty)
            .Select(rectangle =>
                Kind == ResourceKind.InstanceKeysExclusive
                    ? prefix + string.Join(',', rectangle.Instances)
                    : $"{prefix}{string.Join(',', rectangle.Keys)}/{string.Join(',', rectangle.Instances)}"
            );
        var bare = found.Where(rectangle => rectangle.Keys.IsEmpty).SelectMany(rectangle => rectangle.Instances).ToArray();
        return Problem.Error(
            ProblemCodes.ImportNotExact,
            "Not every one of these instances has the same of these keys."
                + (bare.Length > 0 ? $" {InstanceList.Of(bare)} {Grammar.Has(bare.Length)} none of them." : "")
                + $" Import each of these as a resource of its own: {string.Join("  ", ids)}"
        );
    }

    private delegate bool TryParseId<T>(string text, out T id);

    /// <summary>Why the list is not readable, or null.</summary>
    private static string? Ids<T>(string list, TryParseId<T> tryParse, List<T> ids, string what)
    {
        foreach (var text in list.Split(','))
        {
            if (!tryParse(text, out var id))
            {
                return $"'{text}' is not {what}";
            }

            ids.Add(id);
        }

        return null;
    }

    /// <summary>How an import id of a kind is written.</summary>
    public static string FormOf(ResourceKind kind) =>
        "[region:]"
        + kind switch
        {
            ResourceKind.KeyPairAssociation => "skey-a[,skey-b][/ins-a,ins-b]",
            ResourceKind.InstanceKeysExclusive => "ins-a[,ins-b]",
            _ => "skey-a[,skey-b]",
        };

    private sealed record Rectangle(KeySet Keys, ImmutableSortedSet<InstanceId> Instances);
}
