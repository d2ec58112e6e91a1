using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Cloud;

/// <summary>A bind or unbind of one instance, worked out when it lands, from the keys that are there then.</summary>
internal sealed record KeyChange(bool IsBind, IReadOnlyList<string> KeyIds, IReadOnlyList<PairFact> Facts)
{
    public IReadOnlyList<string> Apply(IReadOnlyList<string> bound, BindReading reading)
    {
        if (!IsBind)
        {
            return [.. bound.Except(KeyIds, StringComparer.Ordinal)];
        }

        return reading == BindReading.Replaces ? KeyIds : [.. bound.Union(KeyIds, StringComparer.Ordinal)];
    }
}

/// <summary>What has to happen to the power of an instance around a change of its keys.</summary>
internal enum PowerPath
{
    StaysStopped,
    PowerOffAndRestart,
    PowerOffRestartRefused,
    ShutDownAndLeave,
    ShutDownUnlessItHangs,
}
