namespace KeyBindingProvider.Pulumi.Hosting;

/// <summary>
/// The command line that the engine gives: <c>[--logtostderr] [-v=N] [--tracing ENDPOINT] [ENGINE_ADDRESS]</c>. No address means that a person has started
/// the program and an engine will come later. Flags that nobody has told us of are skipped.
/// </summary>
/// <param name="EngineAddress">Host and port of the engine, or null.</param>
internal sealed record ProviderArguments(string? EngineAddress)
{
    private const string TakesAValue = "--tracing";

    public static ProviderArguments Parse(IReadOnlyList<string> arguments)
    {
        string? address = null;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == TakesAValue)
            {
                i++;
            }
            else if (!arguments[i].StartsWith('-') && arguments[i].Length > 0)
            {
                address = arguments[i];
            }
        }

        return new ProviderArguments(address);
    }
}
