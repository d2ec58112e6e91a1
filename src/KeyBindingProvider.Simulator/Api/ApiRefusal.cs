namespace KeyBindingProvider.Simulator.Api;

/// <summary>An API error on its way to the answer.</summary>
internal sealed class ApiRefusal(string code, string? detail = null, string? message = null) : Exception(code)
{
    public string Code { get; } = code;

    /// <summary>The id or parameter that the message names.</summary>
    public string? Detail { get; } = detail;

    /// <summary>A message that replaces the one of the table.</summary>
    public string? FixedMessage { get; } = message;
}
