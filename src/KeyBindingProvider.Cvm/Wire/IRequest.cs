using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>Parameters of a call.</summary>
internal interface IRequest
{
    /// <summary>Writes the members, without those that are null: the API refuses what it does not define.</summary>
    void Write(Utf8JsonWriter json);
}
