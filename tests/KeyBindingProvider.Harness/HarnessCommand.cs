using System.CommandLine;
using System.Globalization;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Engine.Conducting;
using KeyBindingProvider.Harness.Cases;
using KeyBindingProvider.Harness.Mutants;
using KeyBindingProvider.Harness.Running;
using KeyBindingProvider.Harness.Shrinking;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.Cloud;

namespace KeyBindingProvider.Harness;

/// <summary>The console of the fault harness. Exit code 0: nothing broken, 1: something broken, with a regression test in the output.</summary>
internal sealed class HarnessCommand
{
    private static readonly TimeSpan s_shrinking = TimeSpan.FromMinutes(2);

    private readonly TextWriter _output;

    private readonly Option<long> _runs = new("--runs")
    {
        Description = "How many cases: each is a run in which things go wrong, and one more without",
        DefaultValueFactory = _ => 5_000,
    };

    private readonly Option<ulong?> _seed = new("--seed") { Description = "Where to begin; the default is a seed of the hour" };

    private readonly Option<TimeSpan?> _limit = new("--time-limit") { Description = "Begin no case after this time, such as 08:00:00" };

    private readonly Option<string?> _mutant = new("--mutant")
    {
        Description = "Break the engine on purpose: " + string.Join(", ", Mutant.All.Select(mutant => mutant.Name)),
    };

    private readonly Option<ulong?> _case = new("--case") { Description = "Run the case of one seed and print its story" };

    private HarnessCommand(TextWriter output) => _output = output;

    public static RootCommand Create(TextWriter output)
    {
        var command = new HarnessCommand(output);
        var root = new RootCommand(
            "Runs random cases of the whole engine against the simulator, with everything that goes wrong, and judges its promises."
        )
        {
            command._runs,
            command._seed,
            command._limit,
            command._mutant,
            command._case,
        };
        root.SetAction(arguments => command.Run(arguments));
        return root;
    }

    private int Run(ParseResult arguments)
    {
        var name = arguments.GetValue(_mutant);
        var mutant = name is null ? Mutant.None : Mutant.All.FirstOrDefault(mutant => mutant.Name == name);
        if (mutant is null)
        {
            _output.WriteLine($"There is no mutant '{name}'.");
            return 2;
        }

        if (arguments.GetValue(_case) is { } one)
        {
            return Tell(one, mutant);
        }

        var seed = arguments.GetValue(_seed) ?? (ulong)Random.Shared.NextInt64(1, 1_000_000_000);
        var campaign = new Campaign(mutant, arguments.GetValue(_limit));
        Line($"seed {seed}, {arguments.GetValue(_runs)} runs, {Environment.ProcessorCount} cores, mutant {mutant.Name}");
        var broken = campaign.Run(seed, arguments.GetValue(_runs), progress: line => _output.WriteLine(line));
        _output.WriteLine(campaign.Summary);
        if (broken is null)
        {
            return 0;
        }

        Explain(broken.Value, mutant);
        return 1;
    }

    private int Tell(ulong seed, Mutant mutant)
    {
        var recorder = new LoopRecorder();
        var fleetCase = HarnessCase.Of(seed);
        _output.WriteLine(fleetCase);
        SimulatedCloud? cloud = null;
        var verdict = Verdict.Of(fleetCase, mutant, recorder, begun => cloud = begun);
        _output.WriteLine(recorder);
        _output.WriteLine(CallStory.Text(cloud!));
        if (verdict.Run is { } run)
        {
            Show("after the faulted run", run.AfterFirst);
            Show("after the run without faults", run.AfterSecond);
            foreach (var (operation, at) in run.First.Concat(run.Last.Operations).Select((operation, at) => (operation, at)))
            {
                var report = operation.Outcome;
                _output.WriteLine(
                    $"operation {at} of {string.Join('+', operation.Intents.Select(intent => intent.Name))}: {(report is null ? "no report" : report.IsRefused ? "refused" : "reported")}"
                );
                foreach (var outcome in report?.Outcomes ?? [])
                {
                    _output.WriteLine(
                        $"  {outcome.Instance} {outcome.Kind} {outcome.Pending} {outcome.Keys} {outcome.Problem?.Code} {outcome.Problem?.Message}"
                    );
                }

                foreach (var problem in (report?.Problems ?? []).Concat(report?.Plan.Problems ?? []))
                {
                    _output.WriteLine($"  {problem.Severity} {problem.Code} {problem.Message}");
                }
            }
        }

        foreach (var line in verdict.Broken)
        {
            _output.WriteLine(line);
        }

        return verdict.Broken.Count == 0 ? 0 : 1;
    }

    private void Show(string when, WorldView view)
    {
        _output.WriteLine($"{when}:");
        foreach (var instance in view.Instances)
        {
            var mark = instance.Tags.GetValueOrDefault(RestartMarker.Key);
            _output.WriteLine($"  {instance.Id} {instance.State} {string.Join(',', instance.KeyIds)} {instance.LatestOperation} {mark}");
        }
    }

    private void Explain(ulong seed, Mutant mutant)
    {
        var found = HarnessCase.Of(seed);
        Line($"shrinking the case of seed {seed} ...");
        var shrunken = Shrinker.Shrink(found, mutant, s_shrinking);
        foreach (var line in Verdict.Of(shrunken, mutant).Broken)
        {
            _output.WriteLine(line);
        }

        _output.WriteLine("A regression test, ready for tests/KeyBindingProvider.Engine.Tests/Harness:");
        _output.WriteLine();
        _output.WriteLine(CaseSource.Test(shrunken, seed));
    }

    private void Line(FormattableString text) => _output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
