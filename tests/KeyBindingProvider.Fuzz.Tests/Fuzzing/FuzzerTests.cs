using CsCheck;

namespace KeyBindingProvider.Fuzz.Tests.Fuzzing;

/// <summary>The fuzzer finds what it is there to find, and says how to see it again.</summary>
[Collection(FuzzTests.Memory)]
public class FuzzerTests
{
    private static readonly FuzzBudget s_budget = new(Cases: 2_000, Time: null, Seed: 7, Patience: TimeSpan.FromMinutes(1));

    [Fact]
    public void Run_AReaderThatFailsOnWhatNoExampleHas_FindsItAndShortensIt()
    {
        var report = Run(bytes => bytes.AsSpan().IndexOf("{{"u8) >= 0 ? throw new FormatException("twice") : "read");
        var finding = Assert.Single(report.Findings);
        Assert.Equal("{{"u8.ToArray(), finding.Input);
        Assert.Contains("FormatException: twice", finding.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AReaderThatTakesMemoryWithoutMeasure_FindsIt() =>
        Assert.Contains(
            "bytes are allocated for an input of",
            Assert.Single(Run(bytes => $"{new byte[bytes.Length is > 3 and < 1000 ? 16 << 20 : 1].Length}").Findings).Why,
            StringComparison.Ordinal
        );

    [Fact]
    public void Run_AReaderThatKeepsWhatItRead_FindsIt()
    {
        var kept = new List<byte[]>();
        var report = Run(bytes =>
        {
            kept.Add(new byte[100_000]);
            return "read";
        });
        Assert.Contains("bytes stay", Assert.Single(report.Findings).Why, StringComparison.Ordinal);
        GC.KeepAlive(kept);
    }

    [Fact]
    public void Run_AReaderThatDoesNotEnd_FindsItAndItsInput()
    {
        using var released = new ManualResetEventSlim();
        var report = Run(
            bytes =>
            {
                if (bytes.Length == 0)
                {
                    released.Wait(TestContext.Current.CancellationToken);
                }

                return "read";
            },
            s_budget with
            {
                Patience = TimeSpan.FromMilliseconds(200),
            }
        );
        released.Set();
        var finding = Assert.Single(report.Findings);
        Assert.Empty(finding.Input);
        Assert.StartsWith("no end within", finding.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TheSameSeed_GivesTheSameCases()
    {
        var (first, second) = (new List<string>(), new List<string>());
        var few = s_budget with { Cases = 300 };
        Run(bytes => Note(first, bytes), few);
        Run(bytes => Note(second, bytes), few);
        Assert.Equal(first, second);
        Assert.True(first.Distinct().Count() > 200);
    }

    private static string Note(List<string> inputs, byte[] bytes)
    {
        inputs.Add(Convert.ToBase64String(bytes));
        return $"{bytes.Length}";
    }

    private static FuzzReport Run(Func<byte[], string> run, FuzzBudget? budget = null) =>
        new Fuzzer(new FuzzTarget("api-response", run) { Generated = Gen.Byte.Array[0, 9] }, budget ?? s_budget).Run();
}
