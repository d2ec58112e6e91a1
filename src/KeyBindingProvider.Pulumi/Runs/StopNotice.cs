using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Pulumi.Runs;

/// <summary>
/// Names every machine that is about to be stopped, wave by wave, in a message that stays: a process that is killed leaves nothing else behind by which a person
/// could find them. One message for all waves, because it has to be there before the first stop and one for each would be hundreds.
/// </summary>
internal static class StopNotice
{
    /// <summary>Says it and waits until the engine has it, so that no stop goes out before; refuses nothing.</summary>
    /// <param name="log">The resource's messages.</param>
    /// <param name="resource">The resource's name.</param>
    /// <param name="plan">What is about to be done.</param>
    public static async Task<IReadOnlyList<Problem>> SayAsync(OperationLog log, string resource, Plan plan)
    {
        if (plan.StopCount > 0)
        {
            log.Info(Text(resource, plan));
            await log.FlushAsync();
        }

        return [];
    }

    /// <summary>All ids, however many: a list that is cut short is no help.</summary>
    private static string Text(string resource, Plan plan)
    {
        var waves =
            from rollout in plan.Rollouts
            from wave in rollout.Waves
            let ids = wave.Changes.Where(change => change.StopMode != StopMode.None).Select(change => change.Id).ToArray()
            where ids.Length > 0
            select $"\n  wave {wave.Number}/{rollout.Waves.Length}: {string.Join(", ", ids)}";
        return $"{resource} stops {Grammar.Instances(plan.StopCount)}. "
            + $"If the provider is killed, start {Grammar.Pick(plan.StopCount, "it if it is", "those that are")} STOPPED then:"
            + string.Concat(waves);
    }
}
