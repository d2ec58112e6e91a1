using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using KeyBindingProvider.Pulumi.Tests.Kit;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>The property <c>notAfter</c>: what a check derives, what a diff shows, and what the update takes away (rule <c>access-ends</c>).</summary>
public class AccessThatEnds
{
    private const string Expired = "expired";

    private static readonly SimulatorOptions s_noLags = new() { KeysLag = DurationRange.None, StateLag = DurationRange.None };

    [Fact]
    public void End_IsADiff_AndTheUpdateTakesThePairsAway() =>
        Run(async stage =>
        {
            var declared = Guest(stage, hours: 5);
            await stage.Deployment.SucceedAsync(declared);
            Assert.False(stage.Deployment.State["guest"].Outputs.Fields[Expired].BoolValue);
            Assert.Equal((Old, true), (stage.KeysOf(1).Split(' ')[0], stage.KeysOf(1).Contains(Team, StringComparison.Ordinal)));
            Assert.Contains(stage.Diagnostics, message => message.Message.Contains("KB3025", StringComparison.Ordinal));
            Assert.Equal("same", (await stage.Deployment.SucceedAsync(declared))[^1].Op);

            await stage.WaitAsync(TimeSpan.FromHours(6));
            var preview = (await stage.Deployment.PreviewAsync(declared))[^1];
            Assert.Equal("update", preview.Op);
            Assert.Contains(Expired, preview.Diff!.Diffs);
            Assert.Contains(preview.Diff.DetailedDiff.Keys, path => path.Contains(Id(1), StringComparison.Ordinal));

            await stage.Deployment.SucceedAsync(declared);
            Assert.True(stage.Deployment.State["guest"].Outputs.Fields[Expired].BoolValue);
            Assert.DoesNotContain(Team, stage.KeysOf(1), StringComparison.Ordinal);
            Assert.DoesNotContain(Team, stage.KeysOf(2), StringComparison.Ordinal);
            Assert.Equal("same", (await stage.Deployment.SucceedAsync(declared))[^1].Op);

            // A later end gives them back; a resource without one has no such output.
            await stage.Deployment.SucceedAsync(Guest(stage, hours: 5));
            Assert.Contains(Team, stage.KeysOf(1), StringComparison.Ordinal);
            await stage.Deployment.SucceedAsync(Association("guest", Ids(1, 2), [Team]));
            Assert.False(stage.Deployment.State["guest"].Outputs.Fields.ContainsKey(Expired));
        });

    [Fact]
    public void RefreshAfterTheEnd_SaysWhatIsBound_AndTheNextUpEndsIt() =>
        Run(async stage =>
        {
            var declared = Guest(stage, hours: 5);
            await stage.Deployment.SucceedAsync(declared);
            await stage.WaitAsync(TimeSpan.FromHours(6));
            await stage.Deployment.RefreshAsync();
            Assert.False(stage.Deployment.State["guest"].Outputs.Fields[Expired].BoolValue);
            await stage.Deployment.SucceedAsync(declared);
            Assert.DoesNotContain(Team, stage.KeysOf(1), StringComparison.Ordinal);
            await stage.Deployment.DestroyAsync();
        });

    [Fact]
    public void EndInThePast_FailsThePreview_AndTheUp_BeforeAnyWrite() =>
        Run(async stage =>
        {
            var declared = Guest(stage, hours: -3);
            Assert.Contains("KB3028", Assert.Single(await stage.Deployment.PreviewAsync(declared)).ToString(), StringComparison.Ordinal);
            Assert.Contains(
                "3 hours in the past",
                Assert.Single(await stage.Deployment.UpAsync(declared)).ToString(),
                StringComparison.Ordinal
            );
            Assert.Equal(0, stage.Writes);
        });

    [Fact]
    public void EndThatIsNotKnown_IsDecidedAtApply() =>
        Run(async stage =>
        {
            var declared = Guest(stage, hours: 5);
            declared = declared with { Inputs = declared.Inputs.With("notAfter", Values.Text(Values.Unknown)) };
            Assert.Null(Assert.Single(await stage.Deployment.PreviewAsync(declared)).Error);
        });

    [Fact]
    public void DerivedProperty_FromAUser_IsAMistake() =>
        Run(async stage =>
        {
            var declared = Guest(stage, hours: 5);
            declared = declared with { Inputs = declared.Inputs.With(Expired, Value.ForBool(true)) };
            Assert.Contains(
                "'expired' is an output",
                Assert.Single(await stage.Deployment.UpAsync(declared)).ToString(),
                StringComparison.Ordinal
            );
            Assert.Equal(0, stage.Writes);
        });

    private static Declaration Guest(Stage stage, int hours)
    {
        var declared = Association("guest", Ids(1, 2), [Team]);
        var end = stage.Cloud.Clock.AddHours(hours).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return declared with { Inputs = declared.Inputs.With("notAfter", Values.Text(end)) };
    }

    private static void Run(Func<Stage, Task> story) =>
        Play(Stage.Fleet([Instance(1, "STOPPED", Old), Instance(2, "STOPPED", Old)]), story, s_noLags);
}
