using Grpc.Core;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    /// <summary>Refused: no other resource's state says what ours needs to know.</summary>
    public Task<MoveResourceStateResponse> MoveResourceState(MoveResourceStateRequest request, ServerCallContext context)
    {
        var problem = Problem.Error(
            ProblemCodes.ForeignState,
            $"a {request.SourceTypeName} of {request.SourceProviderAddress} cannot become a {request.TargetTypeName}"
        ) with
        {
            Remedy = "Remove the moved block; take the old resource out of the state with a removed block and import the new one.",
        };
        var response = new MoveResourceStateResponse();
        response.Diagnostics.Add(Diagnostics.Of(problem));
        return Task.FromResult(response);
    }
}
