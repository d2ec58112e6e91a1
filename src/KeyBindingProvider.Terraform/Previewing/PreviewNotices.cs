using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Previewing;

/// <summary>
/// What a reviewer reads before approving: refusals as errors on the attribute, and one warning that says what goes down, in which waves, with how many
/// calls, and whose other keys are there. Summaries carry counts and ids, because the engine folds warnings with equal summaries into one.
/// </summary>
internal static class PreviewNotices
{
    /// <summary>The way around a refusal for whoever wants the object gone.</summary>
    internal const string PastTheRepair =
        "If you are here to destroy it, run terraform destroy -refresh=false, which plans no repair first.";
    private static readonly TextLimits Limits = new(Width: 100, Listed: 60);

    /// <summary>Instances named behind a key in a summary: the planned attribute has all of them.</summary>
    private const int ListedInSummary = 3;

    /// <summary>Where no planned attribute can name the instances, the warning has to: a reviewer must see every machine that goes down.</summary>
    private static readonly TextLimits Everything = new(Width: 100, Listed: int.MaxValue);

    /// <summary>Everything that a plan has to say.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="schema">Whose.</param>
    /// <param name="provider">The provider's settings.</param>
    /// <param name="atMost">What the apply is held to, where that may be more than the plan; null where it is the plan.</param>
    public static IEnumerable<Diagnostic> Of(Plan plan, ResourceSchema schema, ProviderInput provider, PlannedChanges? atMost = null)
    {
        if (plan.IsActionable && !plan.IsRefused)
        {
            yield return Diagnostics.Warning(
                PlanHeadline.Of(plan),
                Details(plan, schema, provider) + (provider.PreviewDetail == PreviewDetail.Data ? "" : NotHeld(plan, atMost)),
                AttributeFor(schema)
            );
        }
        else if (!plan.IsRefused && PlanHeadline.OfAdoption(plan, NameOf(plan, schema)) is { } adoption)
        {
            yield return Diagnostics.Warning(adoption, Details(plan, schema, provider), AttributeFor(schema));
        }

        foreach (var problem in plan.Problems)
        {
            yield return Diagnostics.Of(problem, AttributeFor(schema, problem.Code));
        }
    }

    /// <summary>
    /// The same for an object that exists. Terraform plans such a change before every destroy too, and stops at its refusal: there is a way around it.
    /// </summary>
    public static IEnumerable<Diagnostic> OfExisting(
        Plan plan,
        ResourceSchema schema,
        ProviderInput provider,
        PlannedChanges? atMost = null
    ) => Of(Advising(plan, PastTheRepair, problem => problem.Severity == Core.Problems.Severity.Error), schema, provider, atMost);

    /// <summary>
    /// The same for a new object. One whose machines are all gone is proved to be gone: before a destroy Terraform then plans to make it anew.
    /// </summary>
    public static IEnumerable<Diagnostic> OfNew(
        Plan plan,
        ResourceInput desired,
        ResourceSchema schema,
        ProviderInput provider,
        PlannedChanges? atMost
    ) =>
        Of(
            Advising(
                plan,
                PastTheRepair,
                problem => problem.Code == ProblemCodes.MissingInstance && desired.InstanceIds.SetEquals(problem.Instances)
            ),
            schema,
            provider,
            atMost
        );

    private static Plan Advising(Plan plan, string advice, Func<Problem, bool> where) =>
        plan with
        {
            Problems =
            [
                .. plan.Problems.Select(problem =>
                    where(problem) ? problem with { Remedy = $"{problem.EffectiveRemedy} {advice}" } : problem
                ),
            ],
        };

    /// <summary>Problems between objects of one run. The other may be about to change: a warning, whatever it is.</summary>
    public static IEnumerable<Diagnostic> Of(IEnumerable<Problem> contradictions, ResourceSchema schema) =>
        contradictions.Select(problem =>
            Diagnostics.Of(problem with { Severity = Core.Problems.Severity.Warning, Path = "" }, AttributeFor(schema))
        );

    /// <summary>Some ids will be known only during the apply.</summary>
    public static Diagnostic OfUnknown(ResourceInput known, UnknownInputs unknown, ChangePolicy policy, ResourceSchema schema)
    {
        var what = (unknown.Instances, unknown.Keys, unknown.Policy) switch
        {
            (true, true, _) => "instances and keys",
            (true, _, _) => "instances",
            (_, true, _) => "keys",
            (_, _, true) => "the change policy",
            _ when unknown.End => "the end of the access",
            _ => "the region",
        };
        var about = known.KeyIds.IsEmpty ? "" : $": {known.KeyIds}";
        var outcome = unknown.Policy
            ? "The policy that is known by then decides what may be stopped."
            : policy.StopPolicy switch
            {
                StopPolicy.Refuse when !unknown.Instances =>
                    "stopPolicy is refuse: the apply will fail if an instance that must change is RUNNING by then. Set changePolicy.stopPolicy, if they may be stopped.",
                StopPolicy.StoppedOnly when !unknown.Instances =>
                    "stopPolicy is stoppedOnly: an instance that must change and is RUNNING by then stays pending until it is stopped.",
                _ when !unknown.Instances =>
                    $"An instance that must change and is RUNNING by then is stopped and started again ({EnumNames.Of(policy.StopPolicy)}).",
                StopPolicy.Refuse =>
                    "A new instance is RUNNING, and stopPolicy is refuse: the apply will fail at each one that does not have these keys from the start. "
                        + "Give new instances their keys when they are created, or set changePolicy.stopPolicy.",
                StopPolicy.StoppedOnly => "A new instance is RUNNING, and stopPolicy is stoppedOnly: it stays pending until it is stopped.",
                _ => $"A new instance is RUNNING: each one is stopped and started again ({EnumNames.Of(policy.StopPolicy)}).",
            };
        return Diagnostics.Warning(
            $"Not known before the apply: {what} of {schema.TypeName}{about}",
            "What happens to them cannot be shown now; the apply plans it again, checks every guard of the policy and refuses before any write. "
                + outcome,
            AttributeFor(schema)
        );
    }

    /// <summary>Instances that seem to leave while others are not known yet: any of the unknown ones may be one of them.</summary>
    public static Diagnostic OfLeaving(IReadOnlyCollection<InstanceId> leaving, ChangePolicy policy, ResourceSchema schema) =>
        Diagnostics.Warning(
            $"At most {Grammar.Count(leaving.Count, "instance")} may leave {schema.TypeName}: {InstanceList.Of(leaving)}",
            "Some instances are not known before the apply, and each of those may turn out to be one of these. What leaves is treated by onDestroy; "
                + $"stopPolicy is {EnumNames.Of(policy.StopPolicy)}.",
            AttributeFor(schema)
        );

    /// <summary>
    /// Both of the engine's plans have to be equal, so that what has not been read before is bound by the most that the policy allows. Who reads that nothing is
    /// stopped has to hear it.
    /// </summary>
    private static string NotHeld(Plan plan, PlannedChanges? atMost)
    {
        if (atMost?.MoreStopsThan(plan) is not { Count: > 0 } ids)
        {
            return "";
        }

        var one = ids.Count == 1;
        return $"\n\n{InstanceList.Of(ids)} {Grammar.Is(ids.Count)} stopped now. "
            + (one ? "If it runs" : "If one of them runs")
            + " when this is applied, it is stopped and started too: this plan does not hold the apply to what it has seen of "
            + (one ? "it" : "them")
            + $". To refuse that, set max_stops = {plan.StopCount} in change_policy.";
    }

    private static string NameOf(Plan plan, ResourceSchema schema) =>
        plan.Resources is [var resource, ..] ? resource.Name : schema.TypeName;

    /// <summary>What stands below the headline: as much as the provider's user wants to read. The line of a resource says its type itself.</summary>
    private static string Details(Plan plan, ResourceSchema schema, ProviderInput provider)
    {
        var prefix = $"{schema.TypeName} of ";
        var shown = plan with
        {
            Resources =
            [
                .. plan.Resources.Select(resource =>
                    resource with
                    {
                        Name = resource.Name.StartsWith(prefix, StringComparison.Ordinal) ? resource.Name[prefix.Length..] : resource.Name,
                    }
                ),
            ],
        };
        return provider.PreviewDetail switch
        {
            PreviewDetail.Summary => string.Join(
                '\n',
                PlanSummary.Details(shown, provider.ChangePolicy, schema.Kind.IsOfRegion ? int.MaxValue : ListedInSummary)
            ),
            PreviewDetail.Data => PlanJson.Line(plan),
            _ => PlanText.Render(shown with { Problems = [] }, schema.Kind.IsOfRegion ? Everything : Limits).TrimEnd(),
        };
    }

    private static string AttributeFor(ResourceSchema schema, ProblemCode? code = null) =>
        code == ProblemCodes.TooManyStops ? AttributeNames.ChangePolicy
        : code == ProblemCodes.MissingKey || code == ProblemCodes.KeyAlreadyGone || schema.Kind.IsOfRegion ? AttributeNames.KeyIds
        : AttributeNames.InstanceIds;
}
