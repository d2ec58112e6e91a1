using Grpc.Core;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;
using KeyBindingProvider.Simulator.Worlds;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Calls;

/// <summary>List: what the region has, by ids that an import accepts; paged, and honest about what is not known.</summary>
public partial class ListTests
{
    private static readonly string Associations = KeyPairAssociationKind.Instance.PulumiToken;
    private static readonly string Exclusives = InstanceKeysExclusiveKind.Instance.PulumiToken;

    private static World Some() =>
        Fleet(Instance(1, "RUNNING", New, Team), Instance(2, "STOPPED", Team), Instance(3, "RUNNING"), Instance(4, "RUNNING", New));

    [Fact]
    public void Associations_AreTheKeysThatOpenAnything() =>
        Play(
            Some(),
            async stage =>
                Assert.Equal([$"{New} ops_2026", $"{Team} team_web"], Lines(await ListAsync(stage, new() { Token = Associations })))
        );

    [Fact]
    public void ExclusiveSets_AreTheInstancesThatHaveAnyKey() =>
        Play(
            Some(),
            async stage =>
                Assert.Equal(
                    [$"{Id(1)} web-1", $"{Id(2)} web-2", $"{Id(4)} web-4"],
                    Lines(await ListAsync(stage, new() { Token = Exclusives }))
                )
        );

    [Fact]
    public void EveryId_ThatIsListed_IsImported_AndTheNextPlanIsEmpty() =>
        Play(
            Some(),
            async stage =>
            {
                var provider = await stage.StartConfiguredAsync();
                foreach (var kind in ResourceKinds.All.Where(kind => kind.IsListable))
                {
                    var listed = Results(await provider.ListAsync(new ListRequest { Token = kind.PulumiToken })).ToArray();
                    Assert.NotEmpty(listed);
                    foreach (var result in listed)
                    {
                        var read = await provider.ReadAsync(
                            new ReadRequest { Id = result.Id, Urn = $"urn:pulumi:d::p::{kind.PulumiToken}::x" }
                        );
                        Assert.Equal(result.Id, read.Id);
                        var check = await provider.CheckAsync(
                            new CheckRequest
                            {
                                Urn = $"urn:pulumi:d::p::{kind.PulumiToken}::x",
                                Olds = read.Inputs,
                                News = read.Inputs,
                            }
                        );
                        Assert.Empty(check.Failures);
                        var diff = await provider.DiffAsync(
                            new DiffRequest
                            {
                                Id = result.Id,
                                Urn = $"urn:pulumi:d::p::{kind.PulumiToken}::x",
                                Olds = read.Properties,
                                OldInputs = read.Inputs,
                                News = check.Inputs,
                            }
                        );
                        Assert.Equal(DiffResponse.Types.DiffChanges.DiffNone, diff.Changes);
                    }
                }

                Assert.Equal(0, stage.Writes);
            }
        );

    [Fact]
    public void OtherRegion_IsInTheIds_AndAnUnknownOneIsComputed() =>
        Play(
            Some()
                .AddKey(
                    new WorldKeyPair
                    {
                        Id = "skey-shangh00",
                        Name = "there",
                        Region = "ap-shanghai",
                    }
                )
                .AddInstance(
                    new WorldInstance
                    {
                        Id = "ins-shangh00",
                        Region = "ap-shanghai",
                        KeyIds = ["skey-shangh00"],
                    }
                ),
            async stage =>
            {
                var there = new ListRequest { Token = Associations, Query = Values.Of(("region", Values.Text("ap-shanghai"))) };
                Assert.Equal(["ap-shanghai:skey-shangh00 there"], Lines(await ListAsync(stage, there)));

                var unknown = new ListRequest { Token = Associations, Query = Values.Of(("region", Values.Text(Values.Unknown))) };
                Assert.Equal(ListResponse.ResponseOneofCase.Computed, Assert.Single(await ListAsync(stage, unknown)).ResponseCase);
            }
        );

    [Theory]
    [InlineData("keybinding:index:KeyRevocation", "region", "cannot be listed")]
    [InlineData("keybinding:index:Nothing", "region", "cannot be listed")]
    [InlineData("keybinding:index:KeyPairAssociation", "tags", "a list has no 'tags', only region.")]
    public void WhatCannotBeListed_IsRefused(string token, string argument, string text) =>
        Play(
            Some(),
            async stage =>
            {
                var error = await Assert.ThrowsAsync<RpcException>(() =>
                    ListAsync(stage, new() { Token = token, Query = Values.Of((argument, Values.Text("ap-guangzhou"))) })
                );
                Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
                Assert.Contains(text, error.Status.Detail, StringComparison.Ordinal);
            }
        );

    [Fact]
    public void NothingThere_IsAnEmptyStream() =>
        Play(Fleet(Instance(1, "RUNNING")), async stage => Assert.Empty(await ListAsync(stage, new() { Token = Associations })));

    [Fact]
    public void Schema_OffersTheListOfWhatCanBeListed()
    {
        var resources = KeyBindingProvider.Pulumi.Schema.PackageSchema.Build([])["resources"]!;
        Assert.All(
            ResourceKinds.All,
            kind => Assert.Equal(kind.IsListable, resources[kind.PulumiToken]!["listInputs"]?["properties"]?["region"] is not null)
        );
        Assert.False(KeyRevocationKind.Instance.IsListable);
    }

    private static async Task<IReadOnlyList<ListResponse>> ListAsync(Stage stage, ListRequest request) =>
        await (await stage.StartConfiguredAsync()).ListAsync(request);

    private static IEnumerable<ListResponse.Types.Result> Results(IEnumerable<ListResponse> answers) =>
        answers.Where(answer => answer.ResponseCase == ListResponse.ResponseOneofCase.Result).Select(answer => answer.Result);

    private static IEnumerable<string> Lines(IEnumerable<ListResponse> answers) =>
        Results(answers).Select(result => $"{result.Id} {result.Name}");
}
