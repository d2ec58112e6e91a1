using Google.Protobuf.WellKnownTypes;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Pulumi.Tests.Kit;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>The property <c>instances</c>: what a check derives, who joins, who leaves, and what is refused (rule <c>selectors</c>).</summary>
public class Selectors
{
    private const string Selected = "selectedInstanceIds";

    private static readonly SimulatorOptions s_noLags = new()
    {
        KeysLag = DurationRange.None,
        StateLag = DurationRange.None,
        TagLag = DurationRange.None,
    };

    [Fact]
    public void Fleet_IsBound_AndTheNextUpIsTheSame() =>
        Run(async stage =>
        {
            await stage.Deployment.SucceedAsync(Selecting("web", Role("web")));
            Assert.Equal([Id(1), Id(2)], stage.Deployment.State["web"].Outputs.Strings(Selected));
            Assert.Equal((Team, Team, ""), (stage.KeysOf(1), stage.KeysOf(2), stage.KeysOf(3)));
            Assert.Equal("same", (await stage.Deployment.SucceedAsync(Selecting("web", Role("web"))))[^1].Op);
            await stage.Deployment.DestroyAsync();
            Assert.Equal(("", ""), (stage.KeysOf(1), stage.KeysOf(2)));
        });

    [Fact]
    public void WhoJoinsAndWhoLeaves_IsShownByTheDiff_AndHealed() =>
        Run(async stage =>
        {
            await stage.Deployment.SucceedAsync(Selecting("web", Role("web")));
            stage.Cloud.TagByHand(Id(3), "role", "web");
            stage.Cloud.TagByHand(Id(2), "role", "db");

            var preview = (await stage.Deployment.PreviewAsync(Selecting("web", Role("web"))))[^1];
            Assert.Equal("update", preview.Op);
            Assert.Contains(Selected, preview.Diff!.Diffs);
            Assert.Contains($"bindings[\"{Id(2)}\"]", preview.Diff.DetailedDiff.Keys.Select(Normal));
            Assert.Contains($"bindings[\"{Id(3)}\"]", preview.Diff.DetailedDiff.Keys.Select(Normal));

            await stage.Deployment.SucceedAsync(Selecting("web", Role("web")));
            Assert.Equal((Team, "", Team), (stage.KeysOf(1), stage.KeysOf(2), stage.KeysOf(3)));
            Assert.Equal([Id(1), Id(3)], stage.Deployment.State["web"].Outputs.Strings(Selected));
            Assert.Equal("same", (await stage.Deployment.SucceedAsync(Selecting("web", Role("web"))))[^1].Op);
        });

    /// <summary>A refresh says what is bound; it does not take a machine into the resource, nor out of it.</summary>
    [Fact]
    public void Refresh_LeavesTheSelectionAlone() =>
        Run(async stage =>
        {
            await stage.Deployment.SucceedAsync(Selecting("web", Role("web")));
            stage.Cloud.TagByHand(Id(2), "role", "db");
            await stage.Deployment.RefreshAsync();
            Assert.Equal([Id(1), Id(2)], stage.Deployment.State["web"].Outputs.Strings(Selected));
            await stage.Deployment.SucceedAsync(Selecting("web", Role("web")));
            Assert.Equal("", stage.KeysOf(2));
        });

    [Fact]
    public void ExclusiveSet_WhoLeaves_KeepsTheKeysOfOthers() =>
        Run(async stage =>
        {
            var declared = Selecting("web", Role("web"), InstanceKeysExclusiveKind.Instance);
            declared = declared with { Inputs = declared.Inputs.With("onDestroy", Values.Text("unbind")) };
            await stage.Deployment.SucceedAsync(declared);
            stage.Cloud.BindByHand(Id(2), New);
            stage.Cloud.TagByHand(Id(2), "role", "db");
            await stage.Deployment.SucceedAsync(declared);
            Assert.Equal((Team, New), (stage.KeysOf(1), stage.KeysOf(2)));
        });

    [Theory]
    [InlineData("wbe", 5, "KB3024 instances: 'web': instances selects nothing: no instance has tag role 'wbe'.")]
    [InlineData("web", 1, "KB3024 instances: 'web': instances selects 2 instances, and maxInstances is 1")]
    public void Bounds_FailThePreview_AndTheUp_BeforeAnyWrite(string role, int most, string message) =>
        Run(async stage =>
        {
            var declared = Selecting("web", Role(role, most));
            Assert.Contains(message, Assert.Single(await stage.Deployment.PreviewAsync(declared)).ToString(), StringComparison.Ordinal);
            Assert.Contains(message, Assert.Single(await stage.Deployment.UpAsync(declared)).ToString(), StringComparison.Ordinal);
            Assert.Equal(0, stage.Writes);
        });

    /// <summary>A value that selects nobody beside one that does: a warning in each run, once, whatever check, diff and read follow each other.</summary>
    [Fact]
    public void DeadValueBesideALiveOne_IsAWarning_OnceInARun() =>
        Run(async stage =>
        {
            const string Warning =
                "KB3030 resources.web.properties.instances.tags.role: 'web': no instance of ap-guangzhou has tag role 'wbe'. Did you mean 'web'?";
            var selector = Values.Map(("tags", Values.Map(("role", Values.Texts("web", "wbe")))), ("maxInstances", Value.ForNumber(5)));
            async Task<int> CountAsync(Func<Task> run)
            {
                var before = Told(stage, Warning);
                await run();
                return Told(stage, Warning) - before;
            }

            Assert.Equal(1, await CountAsync(() => stage.Deployment.PreviewAsync(Selecting("web", selector))));
            Assert.Equal(1, await CountAsync(() => stage.Deployment.SucceedAsync(Selecting("web", selector))));
            Assert.Equal(1, await CountAsync(() => stage.Deployment.RefreshAsync()));
            Assert.Equal(1, await CountAsync(() => stage.Deployment.SucceedAsync(Selecting("web", selector))));
            // What corrects it is refreshed first, by what was stored: that is the last word of the value.
            await stage.Deployment.SucceedAsync(Selecting("web", Role("web")));
            Assert.Equal(0, await CountAsync(() => stage.Deployment.SucceedAsync(Selecting("web", Role("web")))));
        });

    [Fact]
    public void DeadValueOfASecretSelector_IsNotNamed() =>
        Run(async stage =>
        {
            var selector = Values.Map(("tags", Values.Map(("role", Values.Texts("web", "hidden")))), ("maxInstances", Value.ForNumber(5)));
            await stage.Deployment.SucceedAsync(Selecting("web", Values.Secret(selector)));
            Assert.Equal(1, Told(stage, "KB3030 instances: 'web': a value of instances, which is secret, selects no instance."));
            await stage.Deployment.RefreshAsync();
            Assert.Equal(0, Told(stage, "hidden"));
        });

    [Fact]
    public void SecretSelector_ThatSelectsNothing_IsRefused_AndNotNamed() =>
        Run(async stage =>
        {
            var declared = Selecting("web", Values.Secret(Role("hiddem")));
            stage.Cloud.TagByHand(Id(3), "role", "hidden");
            foreach (var failures in new[] { await stage.Deployment.PreviewAsync(declared), await stage.Deployment.UpAsync(declared) })
            {
                var failure = Assert.Single(failures).ToString();
                Assert.Contains("KB3024", failure, StringComparison.Ordinal);
                Assert.DoesNotContain("hidde", failure, StringComparison.Ordinal);
            }

            Assert.Equal(0, Told(stage, "hidde"));
            Assert.Equal(0, stage.Writes);
        });

    private static int Told(Stage stage, string text) =>
        stage.Diagnostics.Count(message => message.Message.Contains(text, StringComparison.Ordinal));

    /// <summary>Whoever loses every machine at once, by a mistake with tags, loses no key.</summary>
    [Fact]
    public void EverybodyLeaves_IsRefused() =>
        Run(async stage =>
        {
            await stage.Deployment.SucceedAsync(Selecting("web", Role("web")));
            var writes = stage.Writes;
            stage.Cloud.TagByHand(Id(1), "role", null);
            stage.Cloud.TagByHand(Id(2), "role", null);
            Assert.Contains(
                "KB3024",
                (await stage.Deployment.UpAsync(Selecting("web", Role("web"))))[^1].ToString(),
                StringComparison.Ordinal
            );
            Assert.Equal(writes, stage.Writes);
            Assert.Equal((Team, Team), (stage.KeysOf(1), stage.KeysOf(2)));
        });

    [Fact]
    public void ListedInstances_BecomeASelector_WithoutAWrite() =>
        Run(async stage =>
        {
            await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [Team]));
            Assert.False(stage.Deployment.State["web"].Outputs.Fields.ContainsKey(Selected));
            var writes = stage.Writes;
            await stage.Deployment.SucceedAsync(Selecting("web", Role("web")));
            await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [Team]));
            Assert.Equal(writes, stage.Writes);
            Assert.False(stage.Deployment.State["web"].Outputs.Fields.ContainsKey(Selected));
        });

    [Fact]
    public void SelectorThatIsNotKnown_IsDecidedAtApply_AtMostAsManyAsItMayMean() =>
        Run(async stage =>
        {
            var unknown = Values.Map(("names", Values.Texts(Values.Unknown)), ("maxInstances", Value.ForNumber(7)));
            var preview = Assert.Single(await stage.Deployment.PreviewAsync(Selecting("web", unknown)));
            Assert.Null(preview.Error);
            Assert.Contains(stage.Diagnostics, message => message.Message.Contains("At most 7 instances change", StringComparison.Ordinal));
        });

    [Fact]
    public void DerivedProperty_FromAUser_IsAMistake() =>
        Run(async stage =>
        {
            var declared = Selecting("web", Role("web"));
            declared = declared with { Inputs = declared.Inputs.With(Selected, Values.Texts(Id(3))) };
            Assert.Contains(
                "'selectedInstanceIds' is an output",
                Assert.Single(await stage.Deployment.UpAsync(declared)).ToString(),
                StringComparison.Ordinal
            );
            Assert.Equal(0, stage.Writes);
        });

    /// <summary>What a secret tag selects is a secret, too.</summary>
    [Fact]
    public void SecretSelector_MakesItsInstancesSecret() =>
        Run(async stage =>
        {
            await stage.Deployment.SucceedAsync(Selecting("web", Values.Secret(Role("web"))));
            Assert.True(stage.Deployment.State["web"].Outputs.Fields[Selected].StructValue.Fields.ContainsKey(Values.SignatureKey));
            Assert.Equal((Team, Team), (stage.KeysOf(1), stage.KeysOf(2)));
            Assert.DoesNotContain(stage.Diagnostics, message => message.Message.Contains(Id(1), StringComparison.Ordinal));
        });

    private static string Normal(string path) =>
        path.Replace(
            $"bindings.{path[(path.IndexOf('.') + 1)..]}",
            $"bindings[\"{path[(path.IndexOf('.') + 1)..]}\"]",
            StringComparison.Ordinal
        );

    private static Value Role(string role, int most = 5) =>
        Values.Map(("tags", Values.Map(("role", Values.Texts(role)))), ("maxInstances", Value.ForNumber(most)));

    private static Declaration Selecting(string name, Value selector, ResourceKind? kind = null) =>
        new(
            kind ?? KeyPairAssociationKind.Instance,
            name,
            Values.Of(
                ("instances", selector),
                ("keyIds", Values.Texts(Team)),
                ("changePolicy", Values.Map(("stopPolicy", Values.Text("graceful")), ("allowKeyless", Value.ForBool(true))))
            )
        );

    private static void Run(Func<Stage, Task> story) => Play(Fleet(Tagged(1, "web"), Tagged(2, "web"), Tagged(3, "db")), story, s_noLags);

    private static IEnumerable<WorldInstance> Tagged(int number, string role) =>
        [Instance(number, "STOPPED") with { Tags = new Dictionary<string, string> { ["role"] = role } }];

    private static World Fleet(params IEnumerable<WorldInstance>[] some) => Stage.Fleet(some.SelectMany(each => each));
}
