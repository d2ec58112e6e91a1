namespace KeyBindingProvider.Simulator.Journal;

/// <summary>Actors that are no credential.</summary>
public static class Actors
{
    /// <summary>A person at the web console.</summary>
    public const string Console = "console";

    /// <summary>The service itself.</summary>
    public const string Service = "service";
}
