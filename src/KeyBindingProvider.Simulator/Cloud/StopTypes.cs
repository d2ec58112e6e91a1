namespace KeyBindingProvider.Simulator.Cloud;

/// <summary>Values of StopType.</summary>
internal static class StopTypes
{
    public const string Soft = "SOFT";
    public const string SoftFirst = "SOFT_FIRST";
    public const string Hard = "HARD";
}
