using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Resources;

/// <summary>What a preview can say of inputs that the engine learns only at apply: how much may happen then at most, and that the policy holds then as well.</summary>
internal static class DecidedAtApply
{
    private const string EnforcedAtApply = "The policy is enforced at apply, when they are known.";

    /// <summary>One message, or null when everything that decides is known.</summary>
    public static Problem? Of(DeclaredInputs inputs, ChangePolicyInput providerPolicy)
    {
        if (!inputs.Unknown.Any())
        {
            return null;
        }

        var what = string.Join(" and ", Unknown(inputs));
        var policy = inputs.Value.ChangePolicy.Over(providerPolicy);
        return Problem.Warning(ProblemCodes.Undecided, $"Decided at apply: {what}. {Bound(inputs, policy)}") with
        {
            Remedy = inputs.Unknown.Policy || policy.StopPolicy != StopPolicy.Refuse ? EnforcedAtApply : OfRefuse(inputs),
        };
    }

    private static IEnumerable<string> Unknown(DeclaredInputs inputs)
    {
        foreach (
            var name in new[]
            {
                PropertyNames.InstanceIds,
                PropertyNames.Instances,
                PropertyNames.KeyIds,
                PropertyNames.ExceptInstanceIds,
                PropertyNames.FindSources,
                PropertyNames.RewriteSources,
                PropertyNames.ReplacementKeyId,
                PropertyNames.Region,
            }
        )
        {
            if (inputs.IsUnknown(name))
            {
                var count = CountOf(inputs, name);
                yield return count is { } known ? $"{known} of {name.Camel}" : $"all of {name.Camel}";
            }
        }

        if (inputs.Unknown.Policy)
        {
            yield return "the change policy";
        }

        if (inputs.Unknown.End)
        {
            yield return "the end of the access";
        }
    }

    private static string Bound(DeclaredInputs inputs, ChangePolicy policy)
    {
        var atMost = inputs.Value.Kind.IsOfRegion ? null : InstanceCount(inputs);
        var instances = atMost is { } count
            ? $"At most {Grammar.Instances(count)} {Grammar.Verb(count, "change")}"
            : "How many instances change is not known yet";
        var stops = policy.StopPolicy switch
        {
            _ when inputs.Unknown.Policy => "the policy that is known by then decides what may be stopped",
            StopPolicy.Refuse => "none is stopped",
            StopPolicy.StoppedOnly => "none is stopped, running ones wait",
            _ when (policy.MaxStops is { } limit ? Math.Min(atMost ?? limit, limit) : atMost) is { } most =>
                $"at most {most} {Grammar.Is(most)} stopped ({EnumNames.Of(policy.StopPolicy)})",
            _ => $"as many as need it are stopped ({EnumNames.Of(policy.StopPolicy)}); maxStops would bound it",
        };
        return $"{instances}; {stops}.";
    }

    /// <summary>A new instance runs for certain; of one that is there it is not said here whether it does, nor whether it has the keys.</summary>
    private static string OfRefuse(DeclaredInputs inputs) =>
        inputs.Unknown.Instances
            ? "New instances are RUNNING: under stopPolicy refuse the apply will fail for them. Set changePolicy.stopPolicy: graceful, or pass the keys to the new instance itself."
            : "Under stopPolicy refuse the apply will fail if an instance that must change is RUNNING by then. Set changePolicy.stopPolicy: graceful, if they may be stopped.";

    /// <summary>All instances that may be meant: known and unknown ones of the list.</summary>
    private static int? InstanceCount(DeclaredInputs inputs) =>
        inputs.Value.Instances is { } selector && inputs.IsUnknown(PropertyNames.Instances)
            ? (selector.MaxInstances == int.MaxValue ? null : selector.MaxInstances)
        : inputs.IsUnknown(PropertyNames.InstanceIds) && CountOf(inputs, PropertyNames.InstanceIds) is null ? null
        : inputs.Value.InstanceIds.Count + (CountOf(inputs, PropertyNames.InstanceIds) ?? 0);

    /// <summary>Unknown items of a list; null when the list itself is unknown.</summary>
    private static int? CountOf(DeclaredInputs inputs, PropertyName name) =>
        inputs.Properties.Find(name.Camel)?.Plain is PropertyValue.List { Items: var items }
            ? items.Count(item => ToInput.Value(item) is InputValue.Unknown)
            : null;
}
