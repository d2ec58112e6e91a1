using CsCheck;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Resources;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests.Access;

public class AccessClusterTests
{
    private static readonly Gen<FleetSnapshot> s_fleets = Gen.Int[0, 5]
        .Array[0, 4]
        .Array[0, 12]
        .Select(machines =>
            FleetOf(machines.Select((keys, i) => Running(i + 1, [.. keys.Select(key => key + 1).Distinct()]) with { Name = $"web-{i}" }))
        );

    /// <summary>What engines list are the same clusters, and each is imported by its id as exactly what it lists.</summary>
    [Fact]
    public void Listing_ImportsEachByItsId() =>
        s_fleets.Sample(
            fleet =>
            {
                var listed = KeyPairAssociationKind.Instance.List(AccessReport.Of(fleet, AccessFilter.Everything)).ToList();
                Assert.Equal(Of(fleet).Length, listed.Count);
                Assert.All(
                    listed,
                    one =>
                    {
                        Assert.True(ImportRequest.TryParse(KeyPairAssociationKind.Instance, one.Id, out var request, out _));
                        var (declared, problem) = request!.Match("adopted", fleet);
                        Assert.Null(problem);
                        Assert.Equal(one.Keys, declared!.KeyIds);
                        Assert.Equal(one.Instances, declared.InstanceIds);
                    }
                );
            },
            iter: 300
        );

    /// <summary>Every pair that is there stands in exactly one cluster, nothing else does, and each can be imported by the id that it names.</summary>
    [Fact]
    public void Clusters_HoldEveryPairOnce_AndImportAsTheyAre() =>
        s_fleets.Sample(
            fleet =>
            {
                var clusters = Of(fleet);
                var pairs = clusters
                    .SelectMany(cluster => cluster.Instances.SelectMany(instance => cluster.Keys.Select(key => (instance.Id, key.Key))))
                    .ToList();
                Assert.Equal(pairs.Count, pairs.Distinct().Count());
                Assert.Equal(
                    fleet.Instances.Values.SelectMany(instance => instance.Keys.Select(key => (instance.Id, key))).Order(),
                    pairs.Order()
                );
                Assert.Equal(clusters.Length, clusters.Select(cluster => cluster.Name).Distinct().Count());
                Assert.All(
                    clusters,
                    cluster =>
                    {
                        Assert.True(ImportRequest.TryParse(KeyPairAssociationKind.Instance, cluster.ImportId, out var request, out _));
                        var (declared, problem) = request!.Match(cluster.Name, fleet);
                        Assert.Null(problem);
                        Assert.Equal(KeySet.Of(cluster.Keys.Select(key => key.Key)), declared!.KeyIds);
                    }
                );
            },
            iter: 1000
        );

    [Fact]
    public void KeysWithTheSameInstances_AreOne() =>
        Assert.Equal(
            ["skey-00000001,skey-00000002/ins-00000001,ins-00000002", "skey-00000003/ins-00000001"],
            Of(FleetOf(Running(1, 1, 2, 3), Running(2, 1, 2))).Select(cluster => cluster.ImportId)
        );

    /// <summary>Three keys in all combinations are three keys, but one machine with many keys is one resource.</summary>
    [Fact]
    public void InstancesWithTheSameKeys_AreOne_WhereThatIsLess() =>
        Assert.Equal(
            [
                "skey-00000001,skey-00000002,skey-00000003,skey-00000004/ins-00000001",
                "skey-00000003,skey-00000005,skey-00000006/ins-00000002",
            ],
            Of(FleetOf(Running(1, 1, 2, 3, 4), Running(2, 3, 5, 6))).Select(cluster => cluster.ImportId)
        );

    [Theory]
    [InlineData("Team Öps/Prod", "team-ps-prod")]
    [InlineData("2026", "k-2026")]
    [InlineData("yes", "k-yes")]
    [InlineData("'; drop\n- x: {", "drop-x")]
    [InlineData("的", "skey-00000001")]
    [InlineData("", "skey-00000001")]
    public void Name_IsReadableAndHarmless(string given, string name)
    {
        var fleet = FleetOf(Running(1, 1));
        var named = new FleetSnapshot(
            Region,
            fleet.Instances,
            new Dictionary<KeyId, KeyPairSnapshot> { [Key(1)] = new(Key(1), given, []) }
        );

        Assert.Equal(name, Assert.Single(Of(named)).Name);
    }

    private static System.Collections.Immutable.ImmutableArray<AccessCluster> Of(FleetSnapshot fleet) =>
        AccessCluster.Of(AccessReport.Of(fleet, AccessFilter.Everything));
}
