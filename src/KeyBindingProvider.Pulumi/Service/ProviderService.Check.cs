using Grpc.Core;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Resources;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>
    /// Checks inputs, shape only: nothing that the cloud would know better, because this also runs in a refresh and an import. Hands them on as the user wrote
    /// them, with the sticky region and the derived <c>bindings</c>; a policy is never merged.
    /// </summary>
    public override Task<CheckResponse> Check(CheckRequest request, ServerCallContext context) =>
        OnResourceAsync(
            request.Urn,
            request.Name,
            request.Type,
            timeout: 0,
            context,
            call =>
            {
                call.Run.MarkDeclared(request.Urn);
                var (before, after) = (FromProto.Map(request.Olds), FromProto.Map(request.News));
                var problems = new List<Problem>();
                after = WithRegion(call, before, after, problems);
                var inputs = call.Declare(after);
                problems.AddRange(inputs.Checked.Problems);
                problems.AddRange(ForeignDerived(inputs, before));
                if (problems.Count == 0 && !inputs.IsUnknown(PropertyNames.Region))
                {
                    problems.AddRange(Announce(call, inputs));
                }

                return Task.FromResult(
                    problems.Any(problem => problem.Severity == Severity.Error)
                        ? new CheckResponse { Failures = { CheckFailures.Of(problems, after, call.Hide) } }
                        : new CheckResponse { Inputs = ToProto.Struct(after.With(PropertyNames.Bindings.Camel, inputs.WantedBindings)) }
                );
            }
        );

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
