using System.Text.Json;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>DeleteKeyPairs; a key that is bound anywhere stays.</summary>
internal sealed class DeleteKeyPairs : IApiAction
{
    public string Name => nameof(DeleteKeyPairs);

    public int CallsPerSecond => 10;

    public IReadOnlySet<string> Parameters { get; } = new HashSet<string>(StringComparer.Ordinal) { "KeyIds" };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var keyIds = call.Parameters.RequiredKeys();
        foreach (var key in keyIds)
        {
            if (!call.Fleet.KeyById.ContainsKey(key))
            {
                throw new ApiRefusal("InvalidKeyPairId.NotFound", key);
            }

            if (call.Fleet.Instances.Any(i => !i.Gone && i.Keys.Contains(key)))
            {
                throw new ApiRefusal("InvalidParameterValue.KeyPairNotSupported", key);
            }
        }

        foreach (var key in keyIds)
        {
            call.Fleet.KeyById.Remove(key);
            call.Fleet.Keys.RemoveAll(k => k.Id == key);
        }
    }
}
