using KeyBindingProvider.Core.Conducting;

namespace KeyBindingProvider.Core.Tests.Conducting;

/// <summary>One reachable pair of runs and truths.</summary>
/// <param name="First">The first instance.</param>
/// <param name="Second">The second, where there is one.</param>
/// <param name="Mischief">How much may still go wrong.</param>
/// <param name="Joined">The second demand: 0 not yet, 1 before, 2 after the window closed its door.</param>
/// <param name="Cancelled">How far the run is cancelled.</param>
/// <param name="Excuses">1: the answer of a forced write was lost; 2: a stop of ours was accepted or lost.</param>
/// <param name="IsDenied">Looks are refused from now on.</param>
/// <param name="Learned">Full sets 1, deltas 2, nothing 4 serve.</param>
internal sealed record ExplorerState(
    Machine First,
    Machine? Second,
    int Mischief,
    int Joined,
    CancelLevel Cancelled,
    int Excuses,
    bool IsDenied,
    int Learned
)
{
    public int Count => Second is null ? 1 : 2;

    public Machine this[int index] => index == 0 ? First : Second!;

    public ExplorerState With(int index, InstanceRun run, CloudInstance cloud) => With(index, new Machine(run, cloud));

    public ExplorerState With(int index, Machine machine) => index == 0 ? this with { First = machine } : this with { Second = machine };

    public IEnumerable<Machine> Machines
    {
        get
        {
            yield return First;
            if (Second is not null)
            {
                yield return Second;
            }
        }
    }
}

/// <summary>What is known of one instance, and what is true.</summary>
internal sealed record Machine(InstanceRun Run, CloudInstance Cloud);

/// <summary>One step of the world or the loop.</summary>
/// <param name="State">The state after it.</param>
/// <param name="Label">What happened.</param>
/// <param name="Broken">Promises that it broke.</param>
internal readonly record struct Edge(ExplorerState State, string Label, List<string>? Broken);
