using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Engine.Observing;
using KeyBindingProvider.Engine.Tests.Scenarios;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Adversary;

/// <summary>What is read of a list is all of it, or nothing is: half a region would pass for one in which a revoked key is bound nowhere.</summary>
public class ListsThatLie
{
    /// <summary>The fault, how many instances there are, what is said, and how many calls that takes.</summary>
    public static TheoryData<ListFault, int, string, int> OfInstances =>
        new()
        {
            { ListFault.TotalMoves, 150, "never completely: TotalCount was 150 and then 151", 10 },
            { ListFault.TotalAbsent, 3, "the answer tells no TotalCount", 4 },
            { ListFault.TotalNull, 3, "the answer tells no TotalCount", 4 },
            { ListFault.TotalText, 3, "the answer tells no TotalCount", 4 },
            { ListFault.TotalNegative, 3, "the answer lists 3 with a TotalCount of -1", 4 },
            { ListFault.TotalTooSmall, 3, "the answer lists 3 with a TotalCount of 1", 4 },
            { ListFault.EntriesTwice, 3, "InstanceSet holds ins-00000001 twice", 4 },
            // The second page of each pass, from where the first one ends, is empty.
            { ListFault.EntryMissing, 3, "never completely: 2 were listed with a TotalCount of 3", 10 },
            { ListFault.EntryMissing, 1, "never completely: 0 were listed with a TotalCount of 1", 5 },
            { ListFault.PagesRepeat, 150, "never completely: ins-00000001 was listed twice", 10 },
            { ListFault.NeverEnds, 3, "a TotalCount of 1000000000 in ap-guangzhou; at most 100000 instances are read", 1 },
        };

    [Theory]
    [MemberData(nameof(OfInstances))]
    public void Region_ThatIsNotWhatItCounts_IsAnErrorAfterAFewCalls(ListFault fault, int instances, string says, int calls) =>
        Play(
            Fleet(Instances(1, instances, "RUNNING", Old)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(FaultRule.From("DescribeInstances", 1, new FaultEffect.MisreportList(fault)));
                var problem = await ProblemOf(scenario, FleetQuery.Everything);
                Assert.Equal(ProblemCodes.IncompleteList, problem.Code);
                Assert.Contains(says, problem.Message, StringComparison.Ordinal);
                Assert.Equal(calls, scenario.Calls("DescribeInstances").Length);
            },
            SimulatorOptions.Instant
        );

    [Theory]
    [InlineData(ListFault.TotalMoves, 150)]
    [InlineData(ListFault.TotalAbsent, 3)]
    [InlineData(ListFault.EntryMissing, 3)]
    [InlineData(ListFault.PagesRepeat, 150)]
    public void Region_ThatIsWellAgain_IsReadWhole(ListFault fault, int instances) =>
        Play(
            Fleet(Instances(1, instances, "RUNNING", Old)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(FaultRule.From("DescribeInstances", 1, new FaultEffect.MisreportList(fault)) with { Times = 3 });
                var fleet = await scenario.Engine.ObserveAsync(FleetQuery.Everything, CancellationToken.None);
                Assert.Equal(instances, fleet.Instances.Count);
            },
            SimulatorOptions.Instant
        );

    /// <summary>The price of being sure is nothing where the service behaves.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(250, 3)]
    public void Region_ThatIsWhatItCounts_CostsOneCallAPage(int instances, int calls) =>
        Play(
            Fleet(Instances(1, instances, "RUNNING", Old)),
            async scenario =>
            {
                var fleet = await scenario.Engine.ObserveAsync(FleetQuery.Everything, CancellationToken.None);
                Assert.Equal((instances, calls), (fleet.Instances.Count, scenario.Calls("DescribeInstances").Length));
            },
            SimulatorOptions.Instant
        );

    /// <summary>By id, all of one answer has to be there: what is not would be taken for gone.</summary>
    [Theory]
    [InlineData(ListFault.EntryMissing, "the answer lists 1 with a TotalCount of 2")]
    [InlineData(ListFault.EntriesTwice, "holds {0} twice")]
    public void ReadById_ThatListsLessThanItCounts_IsAnError(ListFault fault, string says) =>
        Play(
            Fleet(Instances(1, 2, "RUNNING", Old)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(FaultRule.From("DescribeInstances", 1, new FaultEffect.MisreportList(fault)));
                var instances = await ProblemOf(scenario, new FleetQuery([Id(1), Id(2)], Core.Identity.KeySet.Empty, WholeRegion: false));
                Assert.Equal(ProblemCodes.IncompleteList, instances.Code);
                Assert.Contains(string.Format(null, says, Id(1)), instances.Message, StringComparison.Ordinal);

                scenario.Cloud.Faults.Clear();
                scenario.Cloud.Faults.Add(FaultRule.From("DescribeKeyPairs", 1, new FaultEffect.MisreportList(fault)));
                var keys = await ProblemOf(scenario, new FleetQuery([], Core.Identity.KeySet.Of(New, Old), WholeRegion: false));
                Assert.Equal(ProblemCodes.IncompleteList, keys.Code);
                Assert.Contains(string.Format(null, says, Old), keys.Message, StringComparison.Ordinal);
            },
            SimulatorOptions.Instant
        );

    /// <summary>A count is of no use where every id that was asked for is there.</summary>
    [Theory]
    [InlineData(ListFault.TotalAbsent)]
    [InlineData(ListFault.TotalNegative)]
    [InlineData(ListFault.TotalTooSmall)]
    [InlineData(ListFault.NeverEnds)]
    public void ReadById_WithAllThatWasAskedFor_NeedsNoCount(ListFault fault) =>
        Play(
            Fleet(Instances(1, 2, "RUNNING", Old)),
            async scenario =>
            {
                scenario.Cloud.Faults.Add(FaultRule.From(null, 1, new FaultEffect.MisreportList(fault)));
                var fleet = await scenario.Engine.ObserveAsync(
                    new FleetQuery([Id(1), Id(2)], Core.Identity.KeySet.Of(Old), WholeRegion: false),
                    CancellationToken.None
                );
                Assert.Equal((2, 1), (fleet.Instances.Count, fleet.KeyPairs.Count));
            },
            SimulatorOptions.Instant
        );

    private static async Task<Problem> ProblemOf(FleetScenario scenario, FleetQuery query) =>
        (await Assert.ThrowsAsync<ProblemException>(() => scenario.Engine.ObserveAsync(query, CancellationToken.None))).Problems.Single();
}
