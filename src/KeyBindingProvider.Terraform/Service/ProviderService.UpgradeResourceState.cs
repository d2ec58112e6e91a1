using Grpc.Core;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    /// <summary>
    /// Called for every existing object, at the same version too. From version 0 on every state can be read: what a schema has gained is null, what it
    /// has lost is dropped, and what is written in another way now is rewritten.
    /// </summary>
    public async Task<UpgradeResourceStateResponse> UpgradeResourceState(UpgradeResourceStateRequest request, ServerCallContext context)
    {
        var response = new UpgradeResourceStateResponse();
        await GuardAsync(
            nameof(UpgradeResourceState),
            response.Diagnostics,
            () =>
            {
                var schema = ResourceOf(request.TypeName).Definition;
                if (request.RawState is not { Json.IsEmpty: false } raw)
                {
                    throw new CtyFormatException("a state in the form of Terraform 0.11; no release of this provider has written one");
                }

                if (request.Version > schema.Version)
                {
                    throw new ProblemException(
                        Problem.Error(
                            ProblemCodes.ForeignState,
                            $"the state of {request.TypeName} has version {request.Version}, this provider knows versions up to {schema.Version}"
                        ) with
                        {
                            Remedy = "Use the release of the provider that wrote it, or a newer one.",
                        }
                    );
                }

                response.UpgradedState = DynamicValues.Write(StateUpgrade.Read(raw.Json.Memory, request.Version, schema), schema);
                return Task.CompletedTask;
            }
        );
        return response;
    }
}
