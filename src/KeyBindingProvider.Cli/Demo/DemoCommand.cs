using System.CommandLine;
using System.Diagnostics;
using KeyBindingProvider.Cli.Commands;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using SimulatedBind = KeyBindingProvider.Simulator.Options.BindReading;

namespace KeyBindingProvider.Cli.Demo;

/// <summary><c>keybinding demo</c>: the whole story on a simulated fleet over HTTP: no account, no network. Checks every claim that it makes.</summary>
internal static class DemoCommand
{
    private const string Scale = "--time-scale";

    private const string Graceful = "{ stopPolicy: graceful, maxUnavailable: 40, onBlocked: skip }";

    private static readonly string[] Actions =
    [
        "DescribeInstances",
        "DescribeKeyPairs",
        "StopInstances",
        "AssociateInstancesKeyPairs",
        "DisassociateInstancesKeyPairs",
        "StartInstances",
    ];

    public static Command Create(CliHost host)
    {
        var command = new Command(
            "demo",
            "Take a key away from 250 simulated machines, see drift, heal it, swap a key. No account, no network."
        );
        command.Options.Add(
            new Option<double>(Scale)
            {
                Description = "How much faster than yours the machines' clock runs, 1 to 200.",
                HelpName = "factor",
                DefaultValueFactory = _ => 30,
            }
        );
        command.SetAction((options, _) => Guard.RunAsync(host, OutputFormat.Text, () => RunAsync(host, options.GetValue<double>(Scale))));
        return command;
    }

    /// <summary>Tells the story; answers 0 when every claim held.</summary>
    /// <param name="host">Where it is told.</param>
    /// <param name="scale">How much faster than life.</param>
    /// <param name="cloud">How the cloud of the off-boarding behaves; null for its usual ways.</param>
    internal static async Task<int> RunAsync(CliHost host, double scale, SimulatorOptions? cloud = null)
    {
        if (scale is not (>= 1 and <= 200))
        {
            throw new ProblemException(
                Problem.Error(ProblemCodes.InvalidValue, $"{scale} is not a scale from 1 to 200.") with
                {
                    Path = Scale,
                }
            );
        }

        var wall = Stopwatch.StartNew();
        using var folder = new DemoPrograms();
        var checks = new DemoChecks(host.Out);
        host.Out.WriteLine(
            $"""
            A Tencent Cloud account that exists only in this process: 250 machines in {DemoFleet.Region}, behind the real API on 127.0.0.1. What
            follows is the command line as you would use it, over HTTP; the machines' clock runs {scale:0.#} times faster than yours. The lines
            that begin with "ok" are checked against what happened in that account, not against what the command line says.
            """
        );
        await using var offBoarding = await DemoStage.OpenAsync(
            DemoFleet.OffBoarding(),
            cloud ?? new SimulatorOptions { Seed = 250 },
            host,
            scale
        );
        var lowerBound = await OffBoardAsync(offBoarding, checks, host.Out);
        var (writes, seconds, us) = (offBoarding.Writes, offBoarding.Seconds, offBoarding.Us);
        var calls = Actions.ToDictionary(action => action, offBoarding.Calls);
        await HealDriftAsync(offBoarding, checks, host.Out);

        var fleet = DemoFleet.Swap();
        await using var swap = await DemoStage.OpenAsync(
            fleet,
            new SimulatorOptions { Seed = 60, Bind = SimulatedBind.Replaces },
            host,
            scale
        );
        var swapBound = await SwapAsync(swap, fleet, checks, host.Out);

        host.Out.WriteLine();
        var table = new DemoTable();
        foreach (var action in Actions)
        {
            table.Add(action, calls[action], swap.Calls(action));
        }

        table.Add("all API calls", calls.Values.Sum(), Actions.Sum(swap.Calls), "1,500");
        table.Add("writes, and the planner's lower bound", $"{writes} / {lowerBound}", $"{swap.Writes} / {swapBound}");
        table.Add(
            "power cycles, forced ones among them",
            $"{us.PowerCycles.Values.Sum()} / {Forced(us)}",
            $"{swap.Us.PowerCycles.Values.Sum()} / {Forced(swap.Us)}",
            "200 / 200"
        );
        table.Add("most machines down at once", us.PeakDown, swap.Us.PeakDown);
        table.Add("longest time without a key, s", Keyless(us), Keyless(swap.Us), "at least 10");
        table.Add("seconds", $"{seconds:0}", $"{swap.Seconds:0}", "217");
        table.Write(host.Out);
        host.Out.WriteLine(
            $"{(checks.Failed == 0 ? "Every claim above was checked" : $"{Grammar.Pick(checks.Failed, "1 CLAIM DOES", $"{checks.Failed} CLAIMS DO")} NOT HOLD")}, in {wall.Elapsed.TotalSeconds:0} s of your time."
        );
        return checks.Failed == 0 ? ExitCodes.Done : ExitCodes.Error;
    }

    private static async Task<int> OffBoardAsync(DemoStage stage, DemoChecks checks, TextWriter output)
    {
        Title(output, "(a) Ada has left. Her key is on 246 machines. The default policy stops nothing:");
        var refusing = DemoPrograms.OffBoarding("{ stopPolicy: refuse, onBlocked: skip }");
        stage.Show(refusing);
        checks.That(await stage.RunAsync("plan", refusing) == ExitCodes.Refused, "the plan is refused, exit code 4");
        checks.That(stage.Writes == 0, "nothing was written");

        Title(output, "(b) Stop them softly, 40 at a time, and do not wait for the two that nobody can change:");
        var program = DemoPrograms.OffBoarding(Graceful);
        output.WriteLine();
        output.WriteLine($"$ grep changePolicy Pulumi.yaml\n      changePolicy: {Graceful}");
        checks.That(await stage.RunAsync("plan", program) == ExitCodes.Changes, "the plan has changes, exit code 2");
        var lowerBound = (await stage.PlanAsync(program)).Plans.Sum(plan => plan.LowerBound.Total);
        checks.That(await stage.RunAsync("apply", program, "--yes") == ExitCodes.Done, "exit code 0");
        var us = stage.Us;
        var world = stage.Cloud.View;
        checks.That(
            world.Instances.Count(instance => instance.KeyIds.Contains(DemoFleet.Leaver)) == 2,
            "her key is left on the two stop-charging machines only"
        );
        checks.That(
            world.Instances.All(instance => instance.IsWindows || instance.KeyIds.Contains(DemoFleet.Team)),
            "every Linux machine still has the team's key"
        );
        checks.That(
            stage.Writes <= lowerBound * 1.1,
            $"{Grammar.Count(stage.Writes, "write")}, within 10 % of the lower bound {lowerBound}"
        );
        var waiting = (await stage.PlanAsync(program)).Plans.SelectMany(plan => plan.Pending).ToArray();
        checks.That(
            waiting.Length == 2 && waiting.All(pending => pending.Code == PendingCode.StopCharging),
            "those two wait, with their reason"
        );
        checks.That(Forced(us) == 0, "no forced stop, 0 times ForceStop=true");
        checks.That(us.PeakDown <= 40, $"at most {us.PeakDown} {Grammar.Was(us.PeakDown)} down at once because of this");
        checks.That(
            us.LeftDown.Count == 0 && us.PowerCycles.Values.All(cycles => cycles == 1),
            "nothing is left stopped; one power cycle each"
        );
        checks.That(Keyless(us) == 0, "no machine was without a key at any moment");
        return lowerBound;
    }

    private static async Task HealDriftAsync(DemoStage stage, DemoChecks checks, TextWriter output)
    {
        Title(output, "(c) Somebody binds her key again by hand, on two machines. Half a minute later:");
        var program = DemoPrograms.OffBoarding(Graceful);
        string[] again = ["ins-web00010", "ins-web00020"];
        Array.ForEach(again, instance => stage.Cloud.BindByHand(instance, DemoFleet.Leaver));
        // What is done at the console shows in the API a few seconds late.
        await stage.PassAsync(TimeSpan.FromSeconds(30));
        checks.That(await stage.RunAsync("drift", program) == ExitCodes.Changes, "drift is found, exit code 2");
        var drift = (await stage.PlanAsync(program)).Plans.SelectMany(plan => plan.Changes).Select(change => change.Id.Value);
        checks.That(
            drift.Order(StringComparer.Ordinal).SequenceEqual(again),
            "exactly those two have drifted; the waiting ones are listed apart"
        );
        checks.That(await stage.RunAsync("apply", program, "--yes") == ExitCodes.Done, "apply heals them, exit code 0");
        checks.That(again.All(instance => !stage.Cloud.View[instance].KeyIds.Contains(DemoFleet.Leaver)), "her key is off them");

        Title(output, "(d) Once more:");
        checks.That(await stage.RunAsync("plan", program) == ExitCodes.Done, "nothing actionable, two waiting, exit code 0");
    }

    private static async Task<int> SwapAsync(DemoStage stage, World before, DemoChecks checks, TextWriter output)
    {
        Title(
            output,
            "(e) Swap Ada's key for Bob's on 60 machines that also carry strangers' keys, in a cloud where a bind REPLACES what is bound:"
        );
        var program = DemoPrograms.Swap(before);
        output.WriteLine();
        output.WriteLine("Pulumi.yaml has a KeyPairAssociation of Bob's key with the 60, and a KeyRevocation of Ada's.");
        var lowerBound = (await stage.PlanAsync(program)).Plans.Sum(plan => plan.LowerBound.Total);
        checks.That(await stage.RunAsync("apply", program, "--yes") == ExitCodes.Done, "exit code 0");
        var wished = before.Instances.All(instance =>
            stage
                .Cloud.View[instance.Id]
                .KeyIds.ToHashSet()
                .SetEquals([.. instance.KeyIds.Where(key => key != DemoFleet.Leaver), DemoFleet.Successor])
        );
        checks.That(wished, "Bob's key is on, Ada's is off, no stranger's key is lost");
        checks.That(stage.Us.PowerCycles.Count == 60 && stage.Us.PowerCycles.Values.All(cycles => cycles == 1), "one power cycle each");
        checks.That(Keyless(stage.Us) == 0, "0 s without a key");
        checks.That(Forced(stage.Us) == 0, "no forced stop");
        checks.That(stage.Us.LeftDown.Count == 0, "nothing is left stopped");
        return lowerBound;
    }

    private static int Forced(ActorReport report) => report.ForceStopCalls + report.HardStopCalls;

    private static double Keyless(ActorReport report) =>
        Math.Max(report.KeylessRunning.Longest.TotalSeconds, report.KeylessStopped.Longest.TotalSeconds);

    private static void Title(TextWriter output, string title)
    {
        output.WriteLine();
        output.WriteLine(title);
        output.WriteLine(new string('-', Math.Min(title.Length, 110)));
    }
}
