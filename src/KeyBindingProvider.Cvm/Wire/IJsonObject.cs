using System.Text.Json;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>An object of an answer, which takes its members one by one; of two of the same name the last one stands.</summary>
internal interface IJsonObject
{
    /// <summary>Takes the value of a member, at which the reader is, and answers it, so that a member is one line; one that it does not take is passed over.</summary>
    object? ReadMember(scoped ReadOnlySpan<char> member, ref Utf8JsonReader json);
}
