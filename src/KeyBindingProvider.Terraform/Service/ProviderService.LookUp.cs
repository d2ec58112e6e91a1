using Grpc.Core;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    /// <summary>Who can open what.</summary>
    public async Task<ReadDataSourceResponse> ReadDataSource(ReadDataSourceRequest request, ServerCallContext context)
    {
        var response = new ReadDataSourceResponse();
        using var looking = Looking(context);
        await GuardAsync(
            nameof(ReadDataSource),
            response.Diagnostics,
            async () =>
            {
                RequireAssociations(request.TypeName);
                if (DynamicValues.Read(request.Config, AssociationsSchema.Definition) is not { } config)
                {
                    return;
                }

                var (filter, region, problems) = AssociationsFilter.Read(config);
                if (!problems.IsEmpty)
                {
                    response.Diagnostics.AddRange(problems.Select(problem => Diagnostics.Of(problem)));
                    return;
                }

                if (Session.IsUnknown)
                {
                    throw new ProblemException(
                        Problem.Error(
                            ProblemCodes.Unresolvable,
                            $"{request.TypeName} cannot be read: the provider's configuration is not known yet"
                        ) with
                        {
                            Remedy =
                                "Apply what the provider's configuration depends on first (-target), or give the provider known values.",
                        }
                    );
                }

                var report = await Session.In(region ?? Session.RequireRegion()).LookUpAsync(filter, looking.Token);
                response.State = DynamicValues.Write(AssociationsValue.Write(config, report), AssociationsSchema.Definition);
            }
        );
        return response;
    }
}
