namespace KeyBindingProvider.Simulator;

/// <summary>Values of StopType.</summary>
internal static class StopTypes
{
    public const string Soft = "SOFT";
    public const string SoftFirst = "SOFT_FIRST";
    public const string Hard = "HARD";
}

/// <summary>Actors that are no credential.</summary>
public static class Actors
{
    /// <summary>A person at the web console.</summary>
    public const string Console = "console";

    /// <summary>The service itself.</summary>
    public const string Service = "service";
}
