using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Adversary;

/// <summary>Many operations over one engine, each cancelled on its own, with faults: nothing leaks, nobody hangs, limits hold.</summary>
public class ManyOperationsCancelled
{
    [Fact]
    public void EachOnItsOwn_NothingLeaksAndNobodyHangs()
    {
        var bad = new List<string>();
        for (var seed = 1; seed <= 150; seed++)
        {
            try
            {
                Once(seed, bad);
            }
            catch (Exception exception)
            {
                bad.Add($"{seed}: {exception.GetType().Name} {exception.Message.Split('\n')[0]}");
            }
        }

        Assert.True(bad.Count == 0, $"{bad.Count}: {string.Join('\n', bad.Take(15))}");
    }

    private static void Once(int seed, List<string> bad)
    {
        var random = new Random(seed);
        const int count = 24;
        Play(
            Fleet(Instances(1, count, "RUNNING", Old, Team)),
            async scenario =>
            {
                string[] writes = ["StopInstances", "StartInstances", "AssociateInstancesKeyPairs", "DisassociateInstancesKeyPairs"];
                for (var i = random.Next(0, 6); i > 0; i--)
                {
                    FaultEffect effect = random.Next(4) switch
                    {
                        0 => new FaultEffect.FailOperation(),
                        1 => new FaultEffect.RefuseWith("MutexOperation.TaskRunning"),
                        2 => new FaultEffect.AnswerHttp(502),
                        _ => new FaultEffect.RefuseWith("RequestLimitExceeded"),
                    };
                    scenario.Cloud.Faults.Add(FaultRule.On(writes[random.Next(4)], random.Next(1, 12), effect));
                }

                var tasks = Enumerable
                    .Range(0, 50)
                    .Select(async n =>
                    {
                        await Task.Delay(TimeSpan.FromSeconds(random.Next(0, 60)), scenario.Time);
                        using var first = new CancellationTokenSource();
                        using var second = new CancellationTokenSource();
                        if (random.Next(3) == 0)
                        {
                            first.CancelAfter(TimeSpan.FromDays(1));
                            _ = CancelAsync(first, random.Next(0, 200));
                            if (random.Next(2) == 0)
                            {
                                _ = CancelAsync(second, random.Next(0, 240));
                            }
                        }

                        async Task CancelAsync(CancellationTokenSource source, int after)
                        {
                            await Task.Delay(TimeSpan.FromSeconds(after), scenario.Time);
                            try
                            {
                                source.Cancel();
                            }
                            catch (ObjectDisposedException) { }
                        }

                        var policy = new ChangePolicy
                        {
                            StopPolicy = (StopPolicy)random.Next(2, 5),
                            MaxUnavailable = [MaxUnavailable.Count(random.Next(1, 4))],
                            Canary = random.Next(3),
                            FailureBudget = random.Next(0, 5),
                            OnBlocked = (OnBlocked)random.Next(2),
                        };
                        InstanceId[] mine = [.. Enumerable.Range(1, count).Where(_ => random.Next(6) == 0).Select(Id)];
                        ResourceIntent intent = Association(policy, mine, random.Next(2) == 0 ? New : Team);
                        if (random.Next(3) == 0 && mine.Length > 0)
                        {
                            intent = Association(policy, [], New) with
                            {
                                KeyIds = KeySet.Empty,
                                Owned = ImmutableSortedDictionary.CreateRange(mine.Select(id => KeyValuePair.Create(id, KeySet.Of(Old)))),
                            };
                        }

                        try
                        {
                            return await scenario.ApplyAsync(new ApplyCancellation(first.Token, second.Token), intent);
                        }
                        catch (OperationCanceledException)
                        {
                            return null;
                        }
                    })
                    .ToArray();
                var reports = await Task.WhenAll(tasks);
                await scenario.SettleAsync();
                if (scenario.Us.PeakDown > 5)
                {
                    bad.Add($"{seed}: peak {scenario.Us.PeakDown}");
                }

                if (scenario.Us.LeftDown.Count > 0)
                {
                    bad.Add($"{seed}: left down {string.Join(',', scenario.Us.LeftDown)}");
                }

                var fault = reports
                    .OfType<ApplyReport>()
                    .SelectMany(report => report.Problems)
                    .FirstOrDefault(p => p.Code == ProblemCodes.InternalFault);
                if (fault is not null)
                {
                    bad.Add($"{seed}: fault {fault.Message}");
                }

                scenario.Cloud.Faults.Clear();
                var last = await scenario.ApplyAsync(
                    Exactly(Graceful(5) with { FailureBudget = 9 }, Enumerable.Range(1, count).Select(Id), Team)
                );
                await scenario.SettleAsync();
                foreach (var outcome in last.Outcomes.Where(o => o.Kind is not (OutcomeKind.Changed or OutcomeKind.AlreadySo)).Take(2))
                {
                    bad.Add($"{seed}: afterwards {outcome.Instance} {outcome.Kind} {outcome.Problem?.Message}");
                }
            },
            new SimulatorOptions
            {
                Seed = seed,
                RefusedBatch = (RefusedBatch)random.Next(2),
                ForceStop = (ForceStopReading)random.Next(3),
                KeyChanges = (KeyChangeMode)random.Next(2),
                Bind = (Simulator.Options.BindReading)random.Next(2),
            },
            processLimit: 5
        );
    }
}
