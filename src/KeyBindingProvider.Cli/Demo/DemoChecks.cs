namespace KeyBindingProvider.Cli.Demo;

/// <summary>The demonstration checks its own claims: a claim that does not hold is shown and ends it with an error.</summary>
internal sealed class DemoChecks(TextWriter writer)
{
    public int Failed { get; private set; }

    public void That(bool holds, string claim)
    {
        writer.WriteLine($"  {(holds ? "ok  " : "FAIL")} {claim}");
        Failed += holds ? 0 : 1;
    }
}
