using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Harness.Cases;

/// <summary>What goes wrong in a random case.</summary>
internal sealed class CaseFaults(Random random, World world)
{
    private static readonly string[] Writes =
    [
        "StopInstances",
        "StartInstances",
        "AssociateInstancesKeyPairs",
        "DisassociateInstancesKeyPairs",
    ];

    /// <summary>A few faults anywhere.</summary>
    public IEnumerable<FaultRule> Any()
    {
        var count = random.Next(3) == 0 ? 0 : random.Next(1, 5);
        for (var i = 0; i < count; i++)
        {
            yield return random.Next(3) == 0 ? OfARead() : OfAWrite();
        }

        if (random.Next(20) == 0)
        {
            // Rights taken away in the middle, for good.
            yield return FaultRule.From(
                random.Pick("StartInstances", "StartInstances", "DescribeInstances", "DisassociateInstancesKeyPairs"),
                random.Next(1, 6),
                new FaultEffect.RefuseWith(random.Pick("UnauthorizedOperation.PermissionDenied", "AuthFailure.SecretIdNotFound"))
            );
        }

        if (random.Next(12) == 0)
        {
            yield return FaultRule.On("StopInstances", 1, new FaultEffect.RefuseStarts(AnyInstance()));
        }
    }

    /// <summary>Somebody meddles exactly where it hurts: with an instance that is about to change, when its window is open.</summary>
    public IEnumerable<FaultRule> Sabotage(ResourceIntent[] intents, bool always)
    {
        var affected = world
            .Instances.Where(instance => instance.KeyIds.Count > 0 && intents.Any(intent => Touches(intent, instance)))
            .ToArray();
        if (affected.Length == 0 || (!always && random.Next(3) != 0))
        {
            yield break;
        }

        var victim = affected[random.Next(affected.Length)];
        var key = victim.KeyIds[random.Next(victim.KeyIds.Count)];
        var nth = random.Next(1, 4);
        switch (random.Next(3))
        {
            case 0:
                yield return FaultRule.On("StopInstances", random.Next(1, 3), new FaultEffect.ActByHand(HandAct.Unbind, victim.Id, key));
                break;
            case 1:
                yield return FaultRule.On(
                    random.Pick("DisassociateInstancesKeyPairs", "DisassociateInstancesKeyPairs", "AssociateInstancesKeyPairs"),
                    nth,
                    new FaultEffect.ActByHand(HandAct.Start, victim.Id)
                );
                break;
            default:
                // A key is taken away while our call is refused as busy again and again: the old call must not be sent once more.
                var action = random.Pick("AssociateInstancesKeyPairs", "DisassociateInstancesKeyPairs");
                yield return FaultRule.On(action, nth, new FaultEffect.ActByHand(HandAct.Unbind, victim.Id, key));
                yield return FaultRule.On(action, nth, new FaultEffect.RefuseWith("MutexOperation.TaskRunning")) with
                {
                    Times = 4,
                };
                break;
        }
    }

    private FaultRule OfARead()
    {
        // A hand between the list of a key pair and the look at the instances makes the list wrong, one way or the other.
        if (random.Next(5) == 0)
        {
            return FaultRule.On("DescribeKeyPairs", 1, ForeignAct());
        }

        FaultEffect effect = random.Next(5) switch
        {
            0 => new FaultEffect.RefuseWith(
                random.Pick("RequestLimitExceeded", "InternalServerError", "RequestLimitExceeded.UinLimitExceeded")
            ),
            1 => new FaultEffect.AnswerHttp(503),
            2 => new FaultEffect.ResetBeforeEffect(),
            3 => new FaultEffect.DelayAnswer(TimeSpan.FromSeconds(random.Next(1, 5))),
            _ => ForeignAct(),
        };
        return FaultRule.On("DescribeInstances", random.Next(1, 20), effect);
    }

    private FaultRule OfAWrite()
    {
        FaultEffect effect = random.Next(9) switch
        {
            0 => new FaultEffect.RefuseWith(
                random.Pick("RequestLimitExceeded", "InternalServerError", "MutexOperation.TaskRunning", "InvalidInstance.NotSupported")
            ),
            1 => new FaultEffect.AnswerHttp(503),
            2 => new FaultEffect.ResetBeforeEffect(),
            3 => new FaultEffect.DelayAnswer(TimeSpan.FromSeconds(random.Next(1, 5))),
            4 => new FaultEffect.ResetAfterEffect(),
            5 => new FaultEffect.AnswerHttp(502, WithEffect: true),
            6 => new FaultEffect.LandAfterReset(TimeSpan.FromSeconds(random.Next(1, 15))),
            7 => new FaultEffect.FailOperation(),
            _ => ForeignAct(),
        };
        return FaultRule.On(random.Pick(Writes), random.Pick(1, 1, 2, 3), effect);
    }

    private FaultEffect.ActByHand ForeignAct()
    {
        var key = world.Keys[random.Next(world.Keys.Count)].Id;
        return random.Next(9) switch
        {
            < 2 => new FaultEffect.ActByHand(HandAct.Bind, AnyInstance(), key),
            < 4 => new FaultEffect.ActByHand(HandAct.Unbind, AnyInstance(), key),
            < 6 => new FaultEffect.ActByHand(HandAct.Start, AnyInstance()),
            < 8 => new FaultEffect.ActByHand(HandAct.Stop, AnyInstance()),
            _ => new FaultEffect.ActByHand(HandAct.Terminate, AnyInstance()),
        };
    }

    private string AnyInstance() => world.Instances[random.Next(world.Instances.Count)].Id;

    private static bool Touches(ResourceIntent intent, WorldInstance instance) =>
        intent switch
        {
            KeyPairAssociationIntent association => association.InstanceIds.Contains(InstanceId.FromService(instance.Id)),
            InstanceKeysExclusiveIntent exclusive => exclusive.InstanceIds.Contains(InstanceId.FromService(instance.Id)),
            KeyRevocationIntent revocation => instance.KeyIds.Any(key => revocation.KeyIds.Contains(KeyId.FromService(key))),
            _ => false,
        };
}
