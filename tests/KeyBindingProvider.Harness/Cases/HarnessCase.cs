using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Harness.Cases;

/// <summary>
/// The cases of the fault harness: a <see cref="WideCase"/> with marks, faults of the tag service, processes that die and are started again, engines as
/// faces, clocks that are set, full disks, credentials that end, and people who stop and start machines while nobody works.
/// </summary>
internal static class HarnessCase
{
    private const int LatestDeath = 150;

    private static readonly string[] s_tagActions =
    [
        "AttachResourcesTag",
        "AttachResourcesTag",
        "DetachResourcesTag",
        "CreateTag",
        "DescribeResourceTagsByResourceIds",
    ];

    /// <summary>The case of a seed.</summary>
    public static FleetCase Of(ulong seed)
    {
        var random = new Random(unchecked((int)((seed * 131) + 29)));
        var wide = WideCase.Of(seed);
        var uses = random.Next(5) == 0 ? Enum.GetValues<RestartMarkerUse>() : [random.Pick(Enum.GetValues<RestartMarkerUse>())];
        ResourceIntent[] intents =
        [
            .. wide.Intents.Select(intent => intent with { Policy = intent.Policy with { RestartMarker = random.Pick(uses) } }),
        ];
        var face = wide.Face;
        if (random.Next(3) == 0)
        {
            intents = wide.Concurrent ? intents : CaseWishes.ClaimedByOthers(intents);
            face = CaseFace.Resources;
        }

        Prepare(random, wide.World);
        var assumesRole = random.Next(6) == 0;
        return wide with
        {
            Options = random.Next(4) == 0 ? wide.Options : Quick(random, wide.Options),
            LongestPause = random.Next(4) == 0 ? wide.LongestPause : TimeSpan.FromSeconds(20),
            PlansReversed = random.Next(4) == 0,
            Intents = intents,
            Face = face,
            Faults = [.. wide.Faults, .. OfTags(random), .. OfCredentials(random, assumesRole)],
            AssumesRole = assumesRole,
            Deaths = [.. DeathsOf(random)],
            Clock =
                random.Next(8) == 0
                    ? new ClockStep(TimeSpan.FromSeconds(random.Next(1, 200)), TimeSpan.FromSeconds(random.Next(-280, 280)))
                    : null,
            DiskFullAfter = random.Next(12) == 0 ? random.Next(0, 40) : null,
            // The marks of an hour and the two before it are fresh; nobody needs to wait longer than this.
            Quiet = TimeSpan.FromMinutes(random.Next(190, 400)),
            Meanwhile = [.. Meanwhile(random, wide.World)],
        };
    }

    /// <summary>A service that is quick, and guests that mostly are: the same happens with fewer looks at what has not happened yet.</summary>
    private static SimulatorOptions Quick(Random random, SimulatorOptions options) =>
        options with
        {
            SoftStopLate = random.Next(4) == 0 ? options.SoftStopLate : 0,
            StopSoft = DurationRange.Seconds(1, 5),
            StopHard = DurationRange.Seconds(0.5, 2),
            Start = DurationRange.Seconds(1, 5),
            BindTime = DurationRange.Seconds(0.3, 2),
            UnbindTime = DurationRange.Seconds(0.3, 2),
        };

    /// <summary>Machines have a past, and one of them may never shut down by itself.</summary>
    private static void Prepare(Random random, World world)
    {
        if (random.Next(3) == 0)
        {
            foreach (var instance in world.Instances.Where(instance => instance.State == InstanceStates.Running).ToArray())
            {
                world.Replace(
                    instance with
                    {
                        LatestOperation = new LatestOperation("StartInstances", "SUCCESS", $"before-{instance.Id}", null),
                    }
                );
            }
        }

        // Each plan waits a minute for who is busy, and these are for good.
        if (random.Next(4) != 0)
        {
            foreach (var instance in world.Instances.Where(instance => instance.State is "REBOOTING" or "TERMINATING").ToArray())
            {
                world.Replace(instance with { State = InstanceStates.Running });
            }
        }

        if (random.Next(10) == 0)
        {
            world.Replace(
                world.Instances[random.Next(world.Instances.Count)] with
                {
                    SoftStop = random.Pick(Enum.GetValues<SoftStopManner>()),
                }
            );
        }
    }

    private static IEnumerable<FaultRule> OfTags(Random random)
    {
        if (random.Next(3) != 0)
        {
            yield break;
        }

        for (var i = random.Next(1, 4); i > 0; i--)
        {
            FaultEffect effect = random.Next(7) switch
            {
                0 => new FaultEffect.RefuseWith(random.Pick("RequestLimitExceeded", "InternalError", "FailedOperation.TagServiceBusy")),
                1 => new FaultEffect.RefuseWith(random.Pick("AuthFailure.UnauthorizedOperation", "UnauthorizedOperation")),
                2 => new FaultEffect.AnswerHttp(random.Pick(502, 503), WithEffect: random.Next(2) == 0),
                3 => new FaultEffect.ResetBeforeEffect(),
                4 => new FaultEffect.ResetAfterEffect(),
                5 => new FaultEffect.LandAfterReset(TimeSpan.FromSeconds(random.Next(1, 29))),
                _ => new FaultEffect.DelayAnswer(TimeSpan.FromSeconds(random.Next(1, 50))),
            };
            yield return FaultRule.On(random.Pick(s_tagActions), random.Pick(1, 1, 1, 2, 3), effect) with
            {
                Times = random.Next(4) switch
                {
                    0 => null,
                    1 => random.Next(2, 6),
                    _ => 1,
                },
            };
        }
    }

    private static IEnumerable<FaultRule> OfCredentials(Random random, bool assumesRole)
    {
        if (!assumesRole)
        {
            yield break;
        }

        // Never at a call that assumes the role: that one is signed with credentials that have no end.
        yield return random.Next(2) == 0
            ? FaultRule.On("DescribeInstances", random.Next(2, 60), new FaultEffect.ExpireCredential())
            : FaultRule.On(
                random.Pick(
                    "StopInstances",
                    "StartInstances",
                    "AssociateInstancesKeyPairs",
                    "DisassociateInstancesKeyPairs",
                    "AttachResourcesTag"
                ),
                random.Next(1, 3),
                new FaultEffect.ExpireCredential()
            );
        if (random.Next(4) == 0)
        {
            yield return FaultRule.From("AssumeRole", 2, new FaultEffect.RefuseWith("AuthFailure.UnauthorizedOperation"));
        }
    }

    private static IEnumerable<ProcessDeath> DeathsOf(Random random)
    {
        if (random.Next(2) == 0)
        {
            yield break;
        }

        var again = random.Next(4) == 0;
        yield return new ProcessDeath(
            Call(random),
            random.Next(2) == 0,
            again ? TimeSpan.FromSeconds(random.Pick(10, 60, 600, 3000) * random.NextDouble()) : null
        );
        if (again && random.Next(3) == 0)
        {
            yield return new ProcessDeath(Call(random), random.Next(2) == 0);
        }
    }

    /// <summary>Early calls as often as all late ones: most happens at the beginning, and short runs end early.</summary>
    private static int Call(Random random) => (int)Math.Exp(random.NextDouble() * Math.Log(LatestDeath));

    private static IEnumerable<FaultEffect.ActByHand> Meanwhile(Random random, World world)
    {
        if (random.Next(4) != 0)
        {
            yield break;
        }

        for (var i = random.Next(1, 3); i > 0; i--)
        {
            var act = random.Pick(HandAct.Stop, HandAct.Stop, HandAct.Start);
            yield return new FaultEffect.ActByHand(act, world.Instances[random.Next(world.Instances.Count)].Id);
        }
    }
}
