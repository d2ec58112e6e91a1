using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine.Tests;

/// <summary>Nobody watches.</summary>
internal sealed class SilentProgress : IApplyProgress
{
    public static readonly SilentProgress Instance = new();

    public void Report(ApplyEvent applyEvent) { }
}
