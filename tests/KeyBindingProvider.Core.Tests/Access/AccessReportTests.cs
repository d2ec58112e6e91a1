using System.Collections.Immutable;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

public class AccessReportTests
{
    private static readonly FleetSnapshot Fleet = FleetOf(
        Running(3, 1) with
        {
            Tags = Tagged(("role", "web"), ("stage", "test")),
        },
        Running(1, 1, 2) with
        {
            Tags = Tagged(("role", "web"), ("stage", "live")),
        },
        Stopped(2),
        Running(4) with
        {
            IsWindows = true,
        }
    );

    private static ImmutableSortedDictionary<string, string> Tagged(params (string Key, string Value)[] tags) =>
        tags.ToImmutableSortedDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);

    private static string[] Lines(AccessReport report) =>
        [.. report.Keys.Select(key => $"{key.Key}: {string.Join(' ', key.Instances.Select(instance => instance.Id))}")];

    [Fact]
    public void Of_Everything_IsKeyByKeyInTheOrderOfIds()
    {
        var report = AccessReport.Of(Fleet, AccessFilter.Everything);
        Assert.Equal(["skey-00000001: ins-00000001 ins-00000003", "skey-00000002: ins-00000001"], Lines(report));
        Assert.Equal("name-skey-00000001", report.Keys[0].Name);
        Assert.Equal(4, report.InstanceCount);
    }

    [Fact]
    public void Of_Everything_KeylessAreThoseThatCouldHaveAKey() =>
        Assert.Equal([Ins(2)], AccessReport.Of(Fleet, AccessFilter.Everything).Keyless.Select(instance => instance.Id));

    [Fact]
    public void Of_Keys_TellsOpensNothingFromDoesNotExist()
    {
        var report = AccessReport.Of(Fleet, AccessFilter.Everything with { Keys = Keys(2, 7, 99) });
        Assert.Equal(["skey-00000002: ins-00000001", "skey-00000007: "], Lines(report));
        Assert.Equal([Key(99)], report.MissingKeys);
        Assert.Empty(report.Keyless);
    }

    [Fact]
    public void Of_Instances_TellsWhichDoNotExist()
    {
        var report = AccessReport.Of(Fleet, AccessFilter.Everything with { Instances = Instances(3, 9) });
        Assert.Equal(["skey-00000001: ins-00000003"], Lines(report));
        Assert.Equal([Ins(9)], report.MissingInstances);
        Assert.Equal(1, report.InstanceCount);
    }

    [Fact]
    public void Of_Tags_AllMustMatch()
    {
        var report = AccessReport.Of(Fleet, AccessFilter.Everything with { Tags = Tagged(("role", "web"), ("stage", "live")) });
        Assert.Equal(["skey-00000001: ins-00000001", "skey-00000002: ins-00000001"], Lines(report));
    }

    [Fact]
    public void Of_InstancesAndTags_BothMustHold() =>
        Assert.Empty(AccessReport.Of(Fleet, new AccessFilter(KeySet.Empty, Instances(3), Tagged(("stage", "live")))).Keys);
}
