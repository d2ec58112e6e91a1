using Grpc.Core;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

internal sealed partial class ProviderService
{
    /// <summary>Begins a run: a process that engines attach to lives longer than one.</summary>
    public async Task<ConfigureProviderResponse> ConfigureProvider(ConfigureProviderRequest request, ServerCallContext context)
    {
        var response = new ConfigureProviderResponse();
        await GuardAsync(
            nameof(ConfigureProvider),
            response.Diagnostics,
            () =>
            {
                var check = CheckProvider(request.Config);
                response.Diagnostics.AddRange(check.Problems.Select(problem => Diagnostics.Of(problem)));
                if (check.IsValid)
                {
                    lifetime.Renew();
                    var session = ProviderSession.Connect(check, options);
                    response.Diagnostics.AddRange(session.Warnings.Select(problem => Diagnostics.Of(problem)));
                    var before = Interlocked.Exchange(ref _session, session);
                    if (lifetime.Running == 0)
                    {
                        before?.Dispose();
                    }
                }

                return Task.CompletedTask;
            }
        );
        return response;
    }
}
