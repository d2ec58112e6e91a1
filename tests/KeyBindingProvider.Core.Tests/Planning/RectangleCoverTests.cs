using CsCheck;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

public class RectangleCoverTests
{
    /// <summary>Groups of instances that share a key set, some of them larger than a call.</summary>
    private static readonly Gen<KeyValuePair<InstanceId, KeySet>[]> Needs = Gen.Select(
            Gen.Frequency((6, Gen.Int[1, 4]), (1, Gen.Int[90, 230])),
            Gen.Int[0, 63]
        )
        .Array[0, 7]
        .Select(groups =>
            groups
                .SelectMany(group => Enumerable.Repeat(group.Item2, group.Item1))
                .Select((mask, index) => KeyValuePair.Create(Ins(index), Masked(mask)))
                .ToArray()
        );

    [Fact]
    public void Of_AnyDemand_IsExactlyThePairsEachOnceInLegalCalls() =>
        Needs.Sample(needs =>
        {
            var rectangles = RectangleCover.Of(needs).ToArray();
            AssertExact(needs, rectangles);
            Assert.True(rectangles.Length <= Math.Min(ByInstance(needs), ByKey(needs)));
        });

    [Fact]
    public void Of_AnyOrderOfDemand_IsTheSame() =>
        Gen.Select(Needs, Gen.Int)
            .Sample(
                (needs, seed) =>
                {
                    var shuffled = needs.ToArray();
                    new Random(seed).Shuffle(shuffled);
                    Assert.Equal(Text(RectangleCover.Of(needs)), Text(RectangleCover.Of(shuffled)));
                }
            );

    /// <summary>The promise of the method: no choice of whole rows and whole columns costs less.</summary>
    [Fact]
    public void Of_AnyDemand_IsNeverMoreThanTheBestChoiceOfRowsAndColumns() =>
        Gen.Select(Gen.Int[1, 340], Gen.Int[1, 63])
            .Array[4, 8]
            .Sample(
                groups =>
                {
                    var rows = groups
                        .GroupBy(group => group.Item2, group => group.Item1)
                        .Select(row => (Mask: row.Key, Size: row.Sum()))
                        .ToArray();
                    var needs = rows.SelectMany(row => Enumerable.Repeat(row.Mask, row.Size))
                        .Select((mask, i) => KeyValuePair.Create(Ins(i), Masked(mask)));
                    Assert.True(RectangleCover.Of([.. needs]).Count() <= BestChoice(rows));
                },
                iter: 60
            );

    [Fact]
    public void Of_EveryFleetOfThreeByFour_IsOptimalInAlmostAll()
    {
        var (optimal, total) = (0, 0);
        var leastOf = LeastRectangles();
        for (var matrix = 0; matrix < 1 << 12; matrix++)
        {
            int[] rows = [matrix & 15, (matrix >> 4) & 15, matrix >> 8];
            var needs = rows.Select((mask, index) => KeyValuePair.Create(Ins(index), Masked(mask))).ToArray();
            var count = RectangleCover.Of(needs).Count();
            var least = leastOf[matrix];
            Assert.True(count >= least, $"{count} calls cannot cover what needs {least}");
            optimal += count == least ? 1 : 0;
            total++;
        }

        Assert.True(optimal >= total * 99 / 100, $"optimal in {optimal} of {total}");
    }

    [Fact]
    public void Of_OneKeyOnManyAndManyKeysOnOne_CutsBothWays()
    {
        // 120 instances lose key 1, one of them also loses 2 to 5: by instance 3 calls, by key 6.
        var needs = Enumerable.Range(1, 120).Select(n => KeyValuePair.Create(Ins(n), n == 7 ? Keys(1, 2, 3, 4, 5) : Keys(1))).ToArray();
        var rectangles = RectangleCover.Of(needs).ToArray();
        AssertExact(needs, rectangles);
        Assert.Equal(3, rectangles.Length);
    }

    /// <summary>Three copies of a fleet in which a first, greedy assignment must be turned round along a path.</summary>
    [Fact]
    public void Of_GreedyChoiceIsWrongSeveralTimes_StillTakesTheBest()
    {
        var number = 0;
        var needs = new List<KeyValuePair<InstanceId, KeySet>>();
        foreach (var first in (int[])[1, 11, 21])
        {
            Add(1, first, first + 1);
            Add(1, first, first + 2);
            Add(1, first + 2);
            Add(300, first + 1, first + 3);
        }

        var rectangles = RectangleCover.Of(needs).ToArray();
        AssertExact([.. needs], rectangles);
        Assert.Equal(3 * 6, rectangles.Length);

        void Add(int instances, params int[] keys) =>
            needs.AddRange(Enumerable.Range(0, instances).Select(_ => KeyValuePair.Create(Ins(number++), Keys(keys))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(250)]
    public void Of_MoreThanAHundredKeys_SplitsAndCountsTheKeysToo(int keys)
    {
        var all = KeySet.Of(Enumerable.Range(1, keys).Select(Key));
        KeyValuePair<InstanceId, KeySet>[] needs =
        [
            .. Enumerable.Range(1, 150).Select(n => KeyValuePair.Create(Ins(n), all)),
            KeyValuePair.Create(Ins(200), KeySet.Of(Key(1))),
            KeyValuePair.Create(Ins(201), KeySet.Of(Key(keys))),
        ];
        var rectangles = RectangleCover.Of(needs).ToArray();
        AssertExact(needs, rectangles);
        Assert.True(rectangles.Length <= Math.Min(ByInstance(needs), ByKey(needs)));
    }

    [Fact]
    public void Of_NothingDemanded_IsNoCall() =>
        Assert.Empty(RectangleCover.Of([KeyValuePair.Create(Ins(1), KeySet.Empty), KeyValuePair.Create(Ins(2), KeySet.Empty)]));

    [Fact]
    public void ByEqualKeys_AnyDemand_NamesEachInstanceOnceInLegalCalls() =>
        Needs.Sample(needs =>
        {
            var rectangles = KeyGrouping.ByEqualKeys(needs).ToArray();
            AssertExact(needs, rectangles);
            Assert.Equal(ByInstance(needs), rectangles.Length);
            Assert.Equal(needs.Count(demand => !demand.Value.IsEmpty), rectangles.SelectMany(r => r.Instances).Distinct().Count());
        });

    private static KeySet Masked(int mask) => KeySet.Of(Enumerable.Range(0, 6).Where(bit => (mask >> bit & 1) == 1).Select(Key));

    private static void AssertExact(KeyValuePair<InstanceId, KeySet>[] needs, KeyRectangle[] rectangles)
    {
        Assert.All(
            rectangles,
            rectangle =>
            {
                Assert.InRange(rectangle.Instances.Length, 1, CvmLimits.InstancesPerCall);
                Assert.InRange(rectangle.Keys.Count, 1, CvmLimits.KeysPerCall);
                Assert.Equal(rectangle.Instances.Order(), rectangle.Instances);
            }
        );
        Assert.Equal(
            needs.SelectMany(demand => demand.Value, (demand, key) => (demand.Key, key)).Order(),
            rectangles.SelectMany(r => r.Instances.SelectMany(_ => r.Keys, (id, key) => (id, key))).Order()
        );
    }

    private static int ByInstance(KeyValuePair<InstanceId, KeySet>[] needs) =>
        needs
            .Where(demand => !demand.Value.IsEmpty)
            .GroupBy(demand => demand.Value)
            .Sum(group => CvmLimits.Calls(group.Count()) * ((group.Key.Count + CvmLimits.KeysPerCall - 1) / CvmLimits.KeysPerCall));

    private static int ByKey(KeyValuePair<InstanceId, KeySet>[] needs) =>
        needs.SelectMany(demand => demand.Value).CountBy(key => key).Sum(count => CvmLimits.Calls(count.Value));

    /// <summary>Brute force over all matrices of 3 x 4: the fewest rectangles that hold each pair exactly once.</summary>
    private static int[] LeastRectangles()
    {
        var rectangles = new List<int>();
        for (var rows = 1; rows < 8; rows++)
        {
            for (var columns = 1; columns < 16; columns++)
            {
                rectangles.Add(Enumerable.Range(0, 3).Where(row => (rows >> row & 1) == 1).Sum(row => columns << (4 * row)));
            }
        }

        var least = new int[1 << 12];
        for (var matrix = 1; matrix < least.Length; matrix++)
        {
            var lowest = matrix & -matrix;
            least[matrix] = rectangles
                .Where(rectangle => (rectangle & lowest) != 0 && (rectangle & ~matrix) == 0)
                .Min(rectangle => 1 + least[matrix ^ rectangle]);
        }

        return least;
    }

    /// <summary>Brute force over the rows: what is not in a chosen row needs its column, and equal columns travel together.</summary>
    private static int BestChoice((int Mask, int Size)[] rows) =>
        Enumerable
            .Range(0, 1 << rows.Length)
            .Min(chosen =>
            {
                bool IsChosen(int row) => ((chosen >> row) & 1) == 1;
                var columns = Enumerable
                    .Range(0, 6)
                    .Select(bit => Enumerable.Range(0, rows.Length).Where(row => ((rows[row].Mask >> bit) & 1) == 1).ToArray())
                    .Where(column => column.Any(row => !IsChosen(row)))
                    .DistinctBy(column => string.Join(',', column));
                return Enumerable.Range(0, rows.Length).Where(IsChosen).Sum(row => CvmLimits.Calls(rows[row].Size))
                    + columns.Sum(column => CvmLimits.Calls(column.Sum(row => rows[row].Size)));
            });

    private static string Text(IEnumerable<KeyRectangle> rectangles) =>
        string.Join('\n', rectangles.Select(r => $"{string.Join(' ', r.Instances)} x {r.Keys}"));
}
