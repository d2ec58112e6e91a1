using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Engine;
using KeyBindingProvider.Engine.Progress;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Service;
using KeyBindingProvider.Terraform.Translation;

namespace KeyBindingProvider.Terraform.Applying;

/// <summary>What the engine asks to be applied.</summary>
internal sealed record ApplyCall
{
    /// <summary>The resource type.</summary>
    public required ResourceSchema Schema { get; init; }

    /// <summary>The account.</summary>
    public required ProviderSession Session { get; init; }

    /// <summary>What the plan has left.</summary>
    public required PrivateState Private { get; init; }

    /// <summary>Told what happens.</summary>
    public required IApplyProgress Progress { get; init; }

    /// <summary>Cancels it.</summary>
    public required ApplyCancellation Cancellation { get; init; }

    /// <summary>
    /// The inputs of an object whose every input is known, with the instances that its plan selected: who joins later is not touched. Only where the plan could not know
    /// the region is the selector looked up now.
    /// </summary>
    public async Task<ResourceInput> InputsAsync(CtyValue.Map planned, string region)
    {
        var inputs = Inputs(planned);
        if (inputs.Ends is not null && planned[AttributeNames.Expired] is CtyValue.Unknown)
        {
            inputs = await Session.In(region).AtAsync(inputs, Cancellation.NoNewStops);
        }

        return inputs.Instances is not null && planned[AttributeNames.SelectedInstanceIds] is CtyValue.Unknown
            ? await Session.In(region).ResolveAsync(inputs, Cancellation.NoNewStops)
            : inputs;
    }

    private ResourceInput Inputs(CtyValue.Map planned)
    {
        var check = StateObject.Check(planned, Schema, Session.PolicyForChecks);
        return check.Problems.FirstOrDefault(problem => problem.Severity == Severity.Error) is { } problem
            ? throw new ProblemException(problem)
            : check.Value;
    }
}
