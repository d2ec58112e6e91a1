using KeyBindingProvider.Cvm.Wire;

namespace KeyBindingProvider.Cvm.Transport;

/// <summary>One action with its parameters, ready to be signed.</summary>
/// <param name="Service">First label of the host, and service of the credential scope.</param>
/// <param name="Version">API version.</param>
/// <param name="Action">API action.</param>
/// <param name="Region">Region, or empty where the service knows none.</param>
/// <param name="Body">JSON.</param>
/// <param name="IsRead">Whether repeating it is harmless.</param>
/// <param name="Asked">How many ids a read names, or null where it asks for a page of all.</param>
internal sealed record ApiCall(string Service, string Version, string Action, string Region, byte[] Body, bool IsRead, int? Asked = null)
{
    /// <summary>Told when an attempt had no answer: it may have had its effect, although the call is sent again.</summary>
    public Action? Lost { get; init; }

    /// <summary>Bytes of an answer that are read at most; a larger one is refused.</summary>
    public int LargestAnswer { get; init; } = EnvelopeReader.LargestAnswer;

    public static ApiCall Cvm(string action, string region, IRequest parameters, bool isRead) =>
        new("cvm", "2017-03-12", action, region, parameters.ToBytes(), isRead);
}
