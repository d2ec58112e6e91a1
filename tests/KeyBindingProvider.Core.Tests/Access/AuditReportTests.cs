using System.Collections.Immutable;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Planning;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

public class AuditReportTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly AccessFilter WebOnly = AccessFilter.Everything with
    {
        Conditions = new InstanceConditions { Tags = InstanceConditions.TagsOf([new("role", "web")]) },
    };

    private static readonly FleetSnapshot Fleet = FleetOf(
        Running(1, 1, 2) with
        {
            Tags = new Dictionary<string, string> { ["role"] = "web" },
        },
        Stopped(2, 1),
        Running(3),
        Running(4) with
        {
            IsWindows = true,
        },
        Stopped(5, 2) with
        {
            IsStopCharging = true,
        },
        In(PowerState.Rescue, 6, 2),
        Running(7, 2) with
        {
            IsIsolated = true,
        },
        In(PowerState.Stopping, 8, 2)
    );

    private static AuditReport Audit(AccessFilter? filter = null, KeySet? pinned = null, params ResourceIntent[] intents) =>
        AuditReport.Of(new AuditRequest(Region, Fleet, filter ?? AccessFilter.Everything, intents, pinned ?? KeySet.Empty));

    private static ResourceIntent Ending(string name, ImmutableSortedSet<InstanceId> instances, KeySet keys, double hours) =>
        new ResourceInput
        {
            Name = name,
            Kind = KeyPairAssociationKind.Instance,
            InstanceIds = instances,
            KeyIds = keys,
            Ends = new AccessEnd(Now.AddHours(hours), $"in {hours}"),
        }
            .At(Now)
            .ToIntent(Region, ChangePolicyInput.None, []);

    private static string[] Lines(AuditReport report) =>
        [
            .. report.Ends.Select(access =>
                $"{access.Resource} {access.HasEnded} {string.Join(' ', access.Pairs.Select(pair => $"{pair.Key}={pair.Value}"))}"
            ),
        ];

    [Fact]
    public void Machines_HaveWhatAPlanWouldSayOfThem() =>
        Assert.Equal(
            [
                PendingCode.Running,
                PendingCode.Ready,
                PendingCode.Running,
                PendingCode.Windows,
                PendingCode.StopCharging,
                PendingCode.Rescue,
                PendingCode.Isolated,
                PendingCode.Busy,
            ],
            Audit().Instances.Select(instance => instance.Code)
        );

    [Fact]
    public void Blocked_AreThoseThatNoStopHelps() =>
        Assert.Equal([Ins(4), Ins(5), Ins(6), Ins(7), Ins(8)], Audit().Blocked.Select(instance => instance.Instance.Id));

    [Fact]
    public void Keyless_AreThoseThatCouldHaveAKey() => Assert.Equal([Ins(3)], Audit().Keyless.Select(instance => instance.Id));

    [Fact]
    public void KeysThatOpenNothing_AreOfTheWholeRegion()
    {
        Assert.Equal(Enumerable.Range(3, 38).Select(Key), Audit().OpenNothing.Select(key => key.Key));
        Assert.Empty(Audit(WebOnly).OpenNothing);
        Assert.Equal([Key(9)], Audit(WebOnly with { Keys = Keys(1, 9) }).OpenNothing.Select(key => key.Key));
    }

    [Fact]
    public void Filter_NarrowsMachinesAndKeys()
    {
        var report = Audit(WebOnly with { Keys = Keys(1, 99) });
        Assert.Equal([Ins(1)], report.Instances.Select(instance => instance.Instance.Id));
        Assert.Equal([Key(1)], report.Keys.Select(key => key.Key));
        Assert.Equal([Key(99)], report.MissingKeys);
        Assert.Equal(1, report.PairCount);
    }

    [Fact]
    public void PinnedKeys_AreMissingWhereAKeyCouldBe()
    {
        var report = Audit(pinned: Keys(1, 2));
        Assert.Equal(
            [
                [Ins(3), Ins(5), Ins(6), Ins(7), Ins(8)],
                [Ins(2), Ins(3)],
            ],
            report.PinnedMissing.Select(key => key.Instances.Select(instance => instance.Id).ToArray())
        );
        Assert.Equal(7, report.Count(AuditFinding.PinnedMissing));
    }

    [Fact]
    public void Access_EndsWithTheLastResourceThatDeclaresIt()
    {
        var report = Audit(
            null,
            null,
            Ending("soon", Instances(1, 2), Keys(1, 2), 5),
            Ending("later", Instances(1), Keys(1), 9),
            Association(Instances(2), Keys(1), name: "always")
        );
        Assert.Equal(["soon False ins-00000001=skey-00000002", "later False ins-00000001=skey-00000001"], Lines(report));
        Assert.Equal(0, report.Count(AuditFinding.Expired));
    }

    [Fact]
    public void Access_ThatIsOver_IsFoundWhileItIsBound()
    {
        var report = Audit(
            null,
            null,
            Ending("over", Instances(1, 2, 3), Keys(1), -3),
            Ending("gone", Instances(3), Keys(1), -2),
            Association(Instances(2), Keys(1), name: "always")
        );
        Assert.Equal(["over True ins-00000001=skey-00000001"], Lines(report));
        Assert.Equal(1, report.Count(AuditFinding.Expired));
        Assert.Empty(
            Audit(AccessFilter.Everything with { Instances = Instances(2) }, null, Ending("over", Instances(1), Keys(1), -3)).Ends
        );
    }
}
