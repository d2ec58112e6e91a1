using System.Text.Json;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Plans;

/// <summary>What a plan says of one machine that it changes, as its JSON has it.</summary>
/// <param name="Title">The region, with the account where there are several.</param>
/// <param name="Id">The machine.</param>
/// <param name="Wave">Its wave.</param>
/// <param name="StopMode">How it is taken down.</param>
/// <param name="Bound">The keys that were read.</param>
/// <param name="Lose">The keys that it loses.</param>
/// <param name="Gain">The keys that it gains.</param>
internal sealed record PlannedMachine(string Title, string Id, string Wave, string StopMode, string Bound, string Lose, string Gain)
{
    /// <summary>Every machine that the plans of a document change.</summary>
    /// <param name="plan">A document as <see cref="PlanJson"/> writes it.</param>
    public static Dictionary<(string Title, string Id), PlannedMachine> Of(JsonElement plan)
    {
        var machines = new Dictionary<(string, string), PlannedMachine>();
        foreach (var region in plan.GetProperty("regions").EnumerateArray())
        {
            var title = region.GetProperty("title").GetString() ?? "";
            foreach (var rollout in region.GetProperty("rollouts").EnumerateArray())
            {
                foreach (var wave in rollout.GetProperty("waves").EnumerateArray())
                {
                    foreach (var change in wave.GetProperty("changes").EnumerateArray())
                    {
                        var machine = new PlannedMachine(
                            title,
                            change.GetProperty("instanceId").GetString() ?? "",
                            wave.GetProperty("number").GetRawText(),
                            change.GetProperty("stopMode").GetString() ?? "",
                            Keys(change, "bound"),
                            Keys(change, "lose"),
                            Keys(change, "gain")
                        );
                        machines[(title, machine.Id)] = machine;
                    }
                }
            }
        }

        return machines;
    }

    /// <summary>What has moved, a line for each machine, by title and id; a wave alone where nothing else has.</summary>
    public static List<(string Id, string How)> Moved(JsonElement approved, JsonElement now)
    {
        var (before, after) = (Of(approved), Of(now));
        var moved = new List<(string, string)>();
        foreach (var (title, id) in before.Keys.Union(after.Keys).Order())
        {
            var how = (before.GetValueOrDefault((title, id)), after.GetValueOrDefault((title, id))) switch
            {
                ({ } was, null) => $"had {was.Bound} and was to be changed; there is nothing to change, or it waits",
                (null, { } today) => $"was not to be changed; it has {today.Bound} and would be",
                ({ } was, { } today) when was.Bound != today.Bound => $"had {was.Bound}, has {today.Bound}",
                ({ } was, { } today) when was.StopMode != today.StopMode =>
                    $"was to be taken down by {was.StopMode}, would be by {today.StopMode}",
                ({ } was, { } today) when (was.Lose, was.Gain) != (today.Lose, today.Gain) =>
                    $"was to lose {was.Lose} and gain {was.Gain}, would lose {today.Lose} and gain {today.Gain}",
                _ => null,
            };
            if (how is not null)
            {
                moved.Add((id, how));
            }
        }

        return moved;
    }

    private static string Keys(JsonElement change, string name)
    {
        string[] keys = [.. change.GetProperty(name).EnumerateArray().Select(key => key.GetString() ?? "")];
        return keys.Length == 0 ? "no key" : string.Join(", ", keys);
    }
}
