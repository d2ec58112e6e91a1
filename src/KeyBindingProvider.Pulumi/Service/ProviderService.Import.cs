using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Resources;

namespace KeyBindingProvider.Pulumi.Service;

internal sealed partial class ProviderService
{
    /// <summary>Adopts exactly what is there; the first plan after it is empty.</summary>
    private static async Task<ReadResponse> ImportAsync(ResourceCall call, string id)
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
        return reading.State is { } state ? Answer(id, StoredState.Inputs(state), state) : throw StatusMapping.Of(reading.Problems);
    }
}
