using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Engine.Conducting;
using KeyBindingProvider.Harness.Cases;
using KeyBindingProvider.Harness.Judging;
using KeyBindingProvider.Harness.Running;

namespace KeyBindingProvider.Engine.Tests.Properties;

/// <summary>
/// The promises over a wider space than <see cref="PromiseProperties"/> draw from: calls that take their time, answers that are lost while the call lands
/// late (stops and forced calls too), several faults in one run, and looks that fail.
/// </summary>
public class WideTests
{
    /// <summary>All broken promises of all cases at once: KEYBINDING_SOAK says how many cases, KEYBINDING_SEED from where.</summary>
    [Fact]
    public void EveryPromiseHolds_InTheWideSpace()
    {
        var cases = int.TryParse(Environment.GetEnvironmentVariable("KEYBINDING_SOAK"), out var many) ? many : 400;
        var start = ulong.TryParse(Environment.GetEnvironmentVariable("KEYBINDING_SEED"), out var given) ? given : 1;
        var broken = Enumerable
            .Range(0, cases)
            .AsParallel()
            .AsOrdered()
            .SelectMany(offset => Broken(WideCase.Of(start + (ulong)offset)))
            .ToArray();
        Assert.True(broken.Length == 0, string.Join('\n', broken));
    }

    /// <summary>Cases that once broke a promise or never ended.</summary>
    [Theory]
    [InlineData(292)]
    [InlineData(1866)]
    [InlineData(1959)]
    [InlineData(2207)]
    [InlineData(2633)]
    [InlineData(3154)]
    [InlineData(3408)]
    [InlineData(4635)]
    [InlineData(9669)]
    [InlineData(16481)]
    [InlineData(16983)]
    [InlineData(118860)]
    [InlineData(121777)]
    [InlineData(137368)]
    [InlineData(146185)]
    [InlineData(217136)]
    [InlineData(312113)]
    [InlineData(20022453)]
    [InlineData(60011614)]
    public void FoundBefore_StaysFixed(ulong seed) => Assert.Empty(Broken(WideCase.Of(seed)));

    [Fact]
    public void Rerun_WideSeedFromTheEnvironment()
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("KEYBINDING_WIDE_SEED"), out var given) ? given : 1;
        var recorder = new LoopRecorder();
        CaseRun run;
        try
        {
            run = CaseRun.Execute(WideCase.Of(seed), RunRules.All, recorder);
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidOperationException($"{exception.Message}\n{WideCase.Of(seed)}\n{recorder.Ends}", exception);
        }

        var broken = Promises.Broken(run);
        Assert.True(broken.Count == 0, $"{run.Case}\n{string.Join('\n', broken)}\n{recorder}\n{CallStory.Text(run.Cloud)}");
    }

    private static string[] Broken(FleetCase fleetCase)
    {
        try
        {
            return [.. Promises.Broken(CaseRun.Execute(fleetCase, RunRules.All)).Select(line => $"{line} [{fleetCase}]")];
        }
        catch (Exception exception)
        {
            return [$"{exception.GetType().Name}: {exception.Message} [{fleetCase}]"];
        }
    }
}
