using Google.Protobuf.WellKnownTypes;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;
using KeyBindingProvider.Simulator.Worlds;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>What starts machines with a revoked key, as an engine drives it: shown in the preview, rewritten, quiet afterwards.</summary>
public class KeySources
{
    private static World WithSources(params string[] keys) =>
        Fleet(Instances(1, 1, "STOPPED", Old, New))
            .AddLaunchConfiguration(new WorldLaunchConfiguration { Id = "asc-web00001", KeyIds = keys })
            .AddLaunchTemplate(new WorldLaunchTemplate { Id = "lt-web00001", Versions = [keys] });

    private static Declaration Declared(params (string Name, Value Value)[] more)
    {
        var declared = Revocation("offboard", [Old]);
        return more.Aggregate(declared, (with, entry) => with with { Inputs = with.Inputs.With(entry.Name, entry.Value) });
    }

    [Fact]
    public void Rewritten_ShownFirst_AndNothingIsLeft() =>
        Play(
            WithSources(Old),
            async stage =>
            {
                var declared = Declared(("rewriteSources", Value.ForBool(true)), ("replacementKeyId", Values.Text(Team)));
                await stage.Deployment.PreviewAsync(declared);
                Assert.Contains(stage.Diagnostics, said => said.Message.Contains("2 key sources rewritten", StringComparison.Ordinal));
                Assert.Empty(stage.Calls("CreateLaunchTemplateVersion"));

                await stage.Deployment.SucceedAsync(declared);
                Assert.All(stage.Cloud.View.Sources, source => Assert.Equal([Team], source.KeyIds));
                var again = await stage.Deployment.SucceedAsync(declared);
                Assert.Equal("same", again[^1].Op);
                Assert.Single(stage.Calls("CreateLaunchTemplateVersion"));
            }
        );

    [Fact]
    public void ReplacementThatNothingIsGiven_IsAFailureOfTheCheck() =>
        Play(
            WithSources(Old),
            async stage =>
            {
                var provider = await stage.StartConfiguredAsync();
                var check = await provider.CheckAsync(
                    new CheckRequest
                    {
                        Urn = "urn:pulumi:dev::keys::keybinding:index:KeyRevocation::offboard",
                        News = Declared(("replacementKeyId", Values.Text(Team))).Inputs,
                    }
                );
                var failure = Assert.Single(check.Failures);
                Assert.Equal("replacementKeyId", failure.Property);
                Assert.Contains("stands without rewriteSources", failure.Reason, StringComparison.Ordinal);
            }
        );

    [Fact]
    public void Found_IsAWarning() =>
        Play(
            WithSources(Old),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Declared(("findSources", Value.ForBool(true))));

                Assert.Contains(
                    stage.Diagnostics,
                    said =>
                        said.Message.StartsWith(
                            "KB3026 resources.offboard.properties.keyIds: 'offboard' revokes what the next machine",
                            StringComparison.Ordinal
                        )
                );
                Assert.All(stage.Cloud.View.Sources, source => Assert.Equal([Old], source.KeyIds));
            }
        );
}
