using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Pulumi.Tests.Recorded;

/// <summary>What a recording does not say: the world that it began in, and what happened to it by hand. Derived from what its answers show.</summary>
/// <param name="Recording">The recording, by its file's name.</param>
/// <param name="Calls">How many calls it has.</param>
/// <param name="World">The world at its beginning.</param>
internal sealed record Scenario(string Recording, int Calls, World World)
{
    /// <summary>Running machines that are left down, which none should be.</summary>
    public IReadOnlyList<string> LeftDown { get; init; } = [];

    /// <summary>What is done at the console before the nth provider process starts, from 1.</summary>
    public Action<SimulatedCloud, int>? ByHand { get; init; }
}
