using KeyBindingProvider.Pulumi.Tests.Kit;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>The provider's <c>pinnedKeys</c>, as SDKs send it: neither an update nor a destroy takes one off a machine.</summary>
public class PinnedKeys
{
    [Fact]
    public void PinnedKey_IsTakenAwayByNothing() =>
        Play(
            Fleet(Instances(1, 2, "STOPPED")),
            async stage =>
            {
                stage.Deployment.Configuration = Configure(("pinnedKeys", Values.Text($"[\"{Old}\"]")));
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 2), [Old]));
                var writes = stage.Writes;

                var update = await stage.Deployment.UpAsync(Association("web", Ids(1, 2), [New]));
                var destroy = await stage.Deployment.UpAsync();

                Assert.Contains(update, step => step.ToString().Contains("KB3023", StringComparison.Ordinal));
                Assert.Contains(destroy, step => step.ToString().Contains("KB3023", StringComparison.Ordinal));
                Assert.Equal(writes, stage.Writes);
                Assert.All([1, 2], number => Assert.Contains(Old, stage.KeysOf(number)));
            }
        );
}
