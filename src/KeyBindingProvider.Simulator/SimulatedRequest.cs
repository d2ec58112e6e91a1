namespace KeyBindingProvider.Simulator;

/// <summary>One HTTP request as it came over the wire.</summary>
/// <param name="Method">GET or POST.</param>
/// <param name="Host">The Host header, with port if it has one.</param>
/// <param name="Path">The path; the API knows only <c>/</c>.</param>
/// <param name="Query">The query exactly as sent, without the question mark.</param>
/// <param name="Headers">Header lines.</param>
/// <param name="Body">The body bytes.</param>
public sealed record SimulatedRequest(
    string Method,
    string Host,
    string Path,
    string Query,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    ReadOnlyMemory<byte> Body
);

/// <summary>The answer to a request.</summary>
/// <param name="Status">HTTP status; 200 for API errors, too.</param>
/// <param name="Body">The JSON body.</param>
/// <param name="ResetConnection">The connection is to be reset instead of answered.</param>
public sealed record SimulatedReply(int Status, byte[] Body, bool ResetConnection)
{
    internal static SimulatedReply Reset { get; } = new(0, [], true);
}
