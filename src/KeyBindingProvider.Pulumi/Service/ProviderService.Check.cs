using Grpc.Core;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Resources;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>
    /// Checks inputs, shape only: nothing that the cloud would know better, because this also runs in a refresh and an import; what a selector means is the one thing
    /// that is looked up. Hands them on as the user wrote them, with the sticky region and the derived <c>bindings</c>; a policy is never merged.
    /// </summary>
    public Task<CheckResponse> Check(CheckRequest request, ServerCallContext context) =>
        OnResourceAsync(
            request.Urn,
            request.Name,
            request.Type,
            timeout: 0,
            context,
            async call =>
            {
                call.Run.MarkDeclared(request.Urn);
                var (before, after) = (FromProto.Map(request.Olds), FromProto.Map(request.News));
                var problems = new List<Problem>();
                after = WithRegion(call, before, after, problems);
                var given = after;
                // A check in a refresh hands back what an earlier one has derived: it is derived anew.
                after = after.Without(PropertyNames.SelectedInstanceIds.Camel).Without(PropertyNames.Expired.Camel);
                var inputs = call.Declare(after);
                problems.AddRange(inputs.Checked.Problems);
                problems.AddRange(ForeignDerived(inputs, before));
                problems.AddRange(ForeignOutput(PropertyNames.SelectedInstanceIds, "instances says what is selected", given, before));
                problems.AddRange(ForeignOutput(PropertyNames.Expired, "notAfter says when it ends", given, before));
                if (problems.Count == 0)
                {
                    inputs = await ResolveAsync(call, inputs, problems);
                    after = inputs.Properties;
                    call.WarnOnce(AccessEnds.Near(call.Resource.Name, inputs.Value.Ends, inputs.Value.TimeLeft) is { } near ? [near] : []);
                    call.WarnOfSelector(
                        UnmatchedValue.Warnings(call.Resource.Name, inputs.Value.Region ?? "", inputs.Value.Unmatched),
                        inputs.Properties
                    );
                }

                if (problems.Count == 0 && !inputs.IsUnknown(PropertyNames.Region))
                {
                    problems.AddRange(Announce(call, inputs));
                }

                return problems.Any(problem => problem.Severity == Severity.Error)
                    ? new CheckResponse { Failures = { CheckFailures.Of(problems, after, call.Hide) } }
                    : new CheckResponse { Inputs = ToProto.Struct(after.With(PropertyNames.Bindings.Camel, inputs.WantedBindings)) };
            }
        );

    /// <summary>
    /// What the selector means now and whether its time is over, as the derived inputs <c>selectedInstanceIds</c> and <c>expired</c>: diff and update of this run take it
    /// from there, so that both are about the same. Without a selector or an end, and while they or the region are not known, nothing is looked up.
    /// </summary>
    private static async Task<DeclaredInputs> ResolveAsync(ResourceCall call, DeclaredInputs inputs, List<Problem> problems)
    {
        if (!inputs.Value.IsOpen || inputs.Value.Region is not { } region || inputs.IsSelectorUnknown)
        {
            return inputs;
        }

        try
        {
            return inputs.Resolved(await call.In(region).ResolveAsync(inputs.Value, call.Operation.Token));
        }
        catch (ProblemException exception) when (exception.Problems.All(problem => problem.Code == ProblemCodes.SelectionOutOfBounds))
        {
            problems.AddRange(exception.Problems);
            return inputs;
        }
    }

    /// <summary>What a check derives is ours, too.</summary>
    private static IEnumerable<Problem> ForeignOutput(PropertyName name, string instead, PropertyValue.Map after, PropertyValue.Map before)
    {
        if (after.Find(name.Camel) is { } given && !given.Equals(before.Find(name.Camel)))
        {
            yield return Problem.Error(ProblemCodes.UnknownProperty, $"'{name.Camel}' is an output; it cannot be set.") with
            {
                Path = name.Camel,
                Remedy = $"Remove it; {instead}.",
            };
        }
    }

    /// <summary>Explicit, else where the resource is already, else the provider's.</summary>
    private static PropertyValue.Map WithRegion(
        ResourceCall call,
        PropertyValue.Map before,
        PropertyValue.Map after,
        List<Problem> problems
    )
    {
        var name = PropertyNames.Region.Camel;
        if (after.Find(name)?.Plain is { } given and not PropertyValue.Null)
        {
            return after;
        }

        if (before.Find(name)?.Plain is PropertyValue.Text region)
        {
            return after.With(name, region);
        }

        if (call.Account.DefaultRegion is { } ofProvider)
        {
            return after.With(name, new PropertyValue.Text(ofProvider));
        }

        problems.Add(
            Problem.Error(ProblemCodes.NoRegion, "No region is known for it.") with
            {
                Path = name,
                Remedy = RegionRemedies.OfResource,
            }
        );
        return after;
    }

    /// <summary><c>bindings</c> is ours: from a user it is a mistake. What a check or a read has put there comes back in an import.</summary>
    private static IEnumerable<Problem> ForeignDerived(DeclaredInputs inputs, PropertyValue.Map before)
    {
        var name = PropertyNames.Bindings.Camel;
        if (
            inputs.Properties.Find(name) is { } given
            && inputs.Checked.IsValid
            && !given.Plain.Equals(inputs.WantedBindings.Plain)
            && !given.Equals(before.Find(name))
        )
        {
            yield return Problem.Error(ProblemCodes.UnknownProperty, $"'{name}' is an output; it cannot be set.") with
            {
                Path = name,
                Remedy = "Remove it.",
            };
        }
    }

    /// <summary>Tells the others of this run what this resource wants, and it what contradicts it.</summary>
    private static IEnumerable<Problem> Announce(ResourceCall call, DeclaredInputs inputs)
    {
        var answers = call.In(inputs.Value.Region!).Declare(call.Resource.Urn, inputs.Value, claims: true, inputs.Unknown.Keys);
        foreach (var warning in answers.Where(answer => answer.Severity == Severity.Warning))
        {
            call.Log.Warn(warning);
        }

        return answers.Where(answer => answer.Severity == Severity.Error);
    }
}
