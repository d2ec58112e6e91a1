using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Resources;

/// <summary>
/// What an import id asks for (rule <c>import-ids</c>), in the form of its kind. A prefix <c>ap-guangzhou:</c> names the region.
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
        var (found, why) = Read(kind, region, [.. rest.Split('/').Select(list => list.Split(','))]);
        request = found;
        problem = why is null
            ? null
            : Problem.Error(ProblemCodes.ImportId, $"'{text}' cannot be imported as {kind}: {why}. Write {kind.ImportForm.Text}.");
        return problem is null;
    }

    /// <summary>Reads the same from lists that are lists already, as an identity has them.</summary>
    /// <param name="kind">Kind of the resource.</param>
    /// <param name="region">The region that is named, or null.</param>
    /// <param name="lists">In the order of the form; those at the end that were not given are left out.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="problem">Which part is wrong, and which lists there are; null for none.</param>
    public static bool TryRead(
        ResourceKind kind,
        string? region,
        IReadOnlyList<IReadOnlyList<string>> lists,
        out ImportRequest request,
        out Problem? problem
    )
    {
        var (found, why) = Read(kind, region, lists);
        request = found;
        problem = why is null
            ? null
            : Problem.Error(ProblemCodes.ImportId, $"This identity cannot be imported as {kind}: {why}.") with
            {
                Remedy =
                    $"Write {string.Join(" and, where only some are meant, ", kind.ImportForm.Lists.Select(list => list.InputName().Camel))}, each with at least one id.",
            };
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
                    Remedy = Elsewhere,
                }
            );
        }

        var unknown = KeySet.Of(KeyIds.Where(key => !fleet.Exists(key)));
        if (!unknown.IsEmpty)
        {
            return (
                null,
                Problem.Error(ProblemCodes.MissingKey, $"{unknown} {Grammar.Does(unknown.Count)} not exist in {fleet.Region}.") with
                {
                    Remedy = Elsewhere,
                }
            );
        }

        Rectangle[] found = Kind.IsOfRegion ? [new(KeyIds, [])] : Groups(fleet, instance => Kind.KeysToImport(instance, KeyIds));
        // Where the id names no key, whatever is there is meant.
        var isExact = found.Length == 1 && (KeyIds.IsEmpty || found[0].Keys.Equals(KeyIds));
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
        var bare = found.Where(rectangle => rectangle.Keys.IsEmpty).SelectMany(rectangle => rectangle.Instances).ToArray();
        var without = bare.Length > 0 ? $"{InstanceList.Of(bare)} {Grammar.Has(bare.Length)} none of them. " : "";
        Rectangle[] parts = [.. found.Where(rectangle => !rectangle.Keys.IsEmpty)];
        var prefix = Region is null ? "" : Region + ":";
        var ids = string.Join("  ", parts.Select(part => prefix + string.Join('/', Kind.ImportForm.Lists.Select(part.Ids))));
        return parts.Length switch
        {
            0 when found.Length == 0 => NotExact(
                $"{KeyIds} {Grammar.Is(KeyIds.Count)} bound to no instance of {region}.",
                "There is nothing to import: declare the resource and apply it, or correct the id."
            ),
            0 => NotExact(
                $"{InstanceList.Of(bare)} {Grammar.Has(bare.Length)} none of {KeyIds}.",
                "There is nothing to import: declare the resource and apply it, or correct the id."
            ),
            1 => NotExact(
                $"Not every one of these instances has each of these keys. {without}What is there is {ids}",
                "Import the part that the message names; the next apply binds what the program declares beyond it."
            ),
            _ => NotExact(
                $"Not every one of these instances has the same of these keys. {without}Import each of these as a resource of its own: {ids}",
                "Import the parts that the message lists, each as a resource of its own."
            ),
        };
    }

    /// <summary>What the lists ask for, and why they cannot be read, or null.</summary>
    private static (ImportRequest Request, string? Why) Read(ResourceKind kind, string? region, IReadOnlyList<IReadOnlyList<string>> lists)
    {
        var form = kind.ImportForm.Lists;
        var keys = new List<KeyId>();
        var instances = new List<InstanceId>();
        var why =
            region is not null && !RegionForm.IsWellFormed(region) ? $"'{region}' is not a region"
            : lists.Count > form.Length ? "there is a '/' too many"
            : lists.Count == 0 ? $"{form[0].InputName().Camel} is missing"
            : lists.Zip(form, ReadList).FirstOrDefault(wrong => wrong is not null);
        return (new ImportRequest(kind, region, KeySet.Of(keys), [.. instances]), why);

        string? ReadList(IReadOnlyList<string> list, ImportList of) =>
            list.Count == 0 ? $"{of.InputName().Camel} is empty"
            : of == ImportList.Keys ? Ids(list, KeyId.TryParse, keys, "a key pair id")
            : Ids(list, InstanceId.TryParse, instances, "an instance id");
    }

    private static Problem NotExact(string message, string remedy) =>
        Problem.Error(ProblemCodes.ImportNotExact, message) with
        {
            Remedy = remedy,
        };

    private string Elsewhere =>
        $"Correct the import id; where that is in another region than the provider's, write the region before it: {Kind.ImportForm.Text}.";

    private delegate bool TryParseId<T>(string text, [NotNullWhen(true)] out T? id);

    /// <summary>Why the list is not readable, or null.</summary>
    private static string? Ids<T>(IReadOnlyList<string> list, TryParseId<T> tryParse, List<T> ids, string what)
    {
        foreach (var text in list)
        {
            if (!tryParse(text, out var id))
            {
                return $"'{text}' is not {what}";
            }

            ids.Add(id);
        }

        return null;
    }

    private sealed record Rectangle(KeySet Keys, ImmutableSortedSet<InstanceId> Instances)
    {
        public string Ids(ImportList list) => list == ImportList.Keys ? string.Join(',', Keys) : string.Join(',', Instances);
    }
}
