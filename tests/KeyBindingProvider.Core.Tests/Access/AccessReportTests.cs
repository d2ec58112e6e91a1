using System.Collections.Immutable;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
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

    private static AccessFilter Asking(InstanceConditions conditions) => AccessFilter.Everything with { Conditions = conditions };

    private static ImmutableSortedDictionary<string, ImmutableSortedSet<string>> Tags(params (string Key, string Value)[] tags) =>
        InstanceConditions.TagsOf(tags.Select(tag => KeyValuePair.Create(tag.Key, tag.Value)));

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
    public void Of_Tags_AllKeysMustMatch_ValuesOfOneAreAlternatives()
    {
        var report = AccessReport.Of(Fleet, Asking(new() { Tags = Tags(("role", "web"), ("stage", "live")) }));
        Assert.Equal(["skey-00000001: ins-00000001", "skey-00000002: ins-00000001"], Lines(report));
        Assert.Equal(2, AccessReport.Of(Fleet, Asking(new() { Tags = Tags(("stage", "test"), ("stage", "live")) })).InstanceCount);
    }

    [Fact]
    public void Of_InstancesAndTags_BothMustHold() =>
        Assert.Empty(AccessReport.Of(Fleet, new AccessFilter(KeySet.Empty, Instances(3), new() { Tags = Tags(("stage", "live")) })).Keys);

    [Fact]
    public void Of_GroupsAndNames_NarrowEachOther_AndTellWhatNobodyHas()
    {
        var fleet = FleetOf(InGroup(1, "web", "asg-group001"), InGroup(2, "web", "asg-group002"), InGroup(3, "db", "asg-group001"));
        var report = AccessReport.Of(fleet, Asking(new() { AutoScalingGroups = ["asg-group001", "asg-nothere0"], Names = ["web", "Web"] }));
        Assert.Equal(["skey-00000001: ins-00000001"], Lines(report));
        Assert.Equal(["asg-nothere0"], report.MissingGroups);
        Assert.Equal(["Web"], report.MissingNames);
        Assert.Equal(
            [
                "KB3029 No instance of ap-guangzhou is a member of asg-nothere0.",
                "KB3029 No instance of ap-guangzhou is named 'Web'. Did you mean 'web'?",
            ],
            LookUpWarnings.Of(report).Select(problem => $"{problem.Code} {problem.Message}")
        );
    }

    /// <summary>Who names instances reads no others, and nothing can be said of those.</summary>
    [Fact]
    public void Of_InstancesAndNames_DoesNotCallANameMissing()
    {
        var filter = new AccessFilter(KeySet.Empty, Instances(1), new() { Names = ["db"], AutoScalingGroups = ["asg-group001"] });
        var report = AccessReport.Of(FleetOf(InGroup(1, "web", "asg-group002")), filter);
        Assert.Equal(0, report.InstanceCount);
        Assert.Empty(report.MissingGroups);
        Assert.Empty(report.MissingNames);
    }

    [Fact]
    public void Undecided_AreThoseWhoseTagsCannotBeRead_WhereTagsAreAskedFor()
    {
        var fleet = FleetOf(InGroup(1, "web", "asg-group001"), Running(2, 1) with { AreTagsTold = false });
        var inGroup = Asking(new() { AutoScalingGroups = ["asg-group001"] });
        Assert.Equal([Ins(2)], inGroup.Undecided(fleet));
        Assert.Empty((inGroup with { Instances = Instances(1) }).Undecided(fleet));
        Assert.Empty(Asking(new() { Names = ["web"] }).Undecided(fleet));
    }

    private static InstanceSnapshot InGroup(int n, string name, string group) =>
        Running(n, 1) with
        {
            Name = name,
            Tags = Tagged((InstanceConditions.GroupTag, group)),
        };
}
