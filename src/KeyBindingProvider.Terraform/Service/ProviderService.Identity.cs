using Grpc.Core;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    /// <summary>Asked right after the schema, from Terraform and OpenTofu 1.12 on.</summary>
    public Task<GetResourceIdentitySchemasResponse> GetResourceIdentitySchemas(
        GetResourceIdentitySchemasRequest request,
        ServerCallContext context
    )
    {
        var response = new GetResourceIdentitySchemasResponse();
        foreach (var (type, resource) in ResourceSchemas.ByType)
        {
            response.IdentitySchemas.Add(type, SchemaToProto.Convert(resource.Identity));
        }

        return Task.FromResult(response);
    }

    /// <summary>There is one version. A call can only come from a state that something newer wrote, or from an engine that asks all the same.</summary>
    public async Task<UpgradeResourceIdentityResponse> UpgradeResourceIdentity(
        UpgradeResourceIdentityRequest request,
        ServerCallContext context
    )
    {
        var response = new UpgradeResourceIdentityResponse();
        await GuardAsync(
            nameof(UpgradeResourceIdentity),
            response.Diagnostics,
            () =>
            {
                var schema = ResourceOf(request.TypeName);
                if (request.Version > IdentitySchema.Version)
                {
                    throw new ProblemException(
                        Problem.Error(
                            ProblemCodes.ForeignState,
                            $"the identity of a {request.TypeName} has version {request.Version}, this provider knows versions up to {IdentitySchema.Version}"
                        ) with
                        {
                            Remedy = "Use the release of the provider that wrote it, or a newer one.",
                        }
                    );
                }

                // An object from before identities has nothing to be upgraded: the next read gives it one.
                if (
                    request.RawIdentity is { Json.IsEmpty: false } raw
                    && CtyJson.Decode(raw.Json.Memory, schema.Identity.Type) is CtyValue.Map identity
                )
                {
                    response.UpgradedIdentity = IdentityValue.Write(identity, schema);
                }

                return Task.CompletedTask;
            }
        );
        return response;
    }
}
