using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Resources;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>Adopts exactly what is there; the first plan after it is empty, or a warning says why it will not be.</summary>
    /// <param name="call">The call.</param>
    /// <param name="id">What is imported, or looked up.</param>
    /// <param name="isGet">Whether it is only looked up: nothing is planned for it then.</param>
    private static async Task<ReadResponse> ImportAsync(ResourceCall call, string id, bool isGet)
    {
        if (!ImportRequest.TryParse(call.Resource.Kind, id, out var import, out var problem))
        {
            throw StatusMapping.Of([problem!]);
        }

        var region =
            import.Region
            ?? call.Account.DefaultRegion
            ?? throw StatusMapping.Of([
                Problem.Error(ProblemCodes.NoRegion, $"'{PlainText.Name(id)}' names no region, and the provider has none.") with
                {
                    Remedy = RegionRemedies.OfImport(import.Kind),
                },
            ]);
        var reading = await call.In(region).ImportAsync(import, call.Resource.Name, call.Operation.Token);
        if (reading.State is not { } state)
        {
            throw StatusMapping.Of(reading.Problems);
        }

        if (!isGet)
        {
            call.WarnOnce(reading.Problems);
        }

        return Answer(id, StoredState.Inputs(state), state);
    }
}
