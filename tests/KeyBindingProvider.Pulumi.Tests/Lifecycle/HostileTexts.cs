using KeyBindingProvider.Pulumi.Tests.Kit;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.TestKit;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>Whatever the service or a stranger wrote does nothing in what the engine is told; it obeys colours of its own kind as well.</summary>
public class HostileTexts
{
    private static readonly SimulatorOptions s_options = new() { RateLimits = false };

    [Theory]
    [InlineData(true, null, "Code InstanceId InstanceName InstanceState KeyId KeyName LatestOperationErrorMsg Message RequestId")]
    [InlineData(false, null, "Code InstanceName KeyName LatestOperationErrorMsg Message RequestId")]
    [InlineData(false, "StopInstances", "Code InstanceName KeyName Message RequestId")]
    [InlineData(false, "DescribeInstances", "Code Message RequestId")]
    public void EveryTextOfAnAnswer_InEveryMessage_DoesNothing(bool addsIds, string? refused, string places) =>
        Play(
            Fleet(Instance(1, "RUNNING", Old, Team) with { SoftStop = SoftStopManner.Reverts }, Instance(2, "STOPPED", Old, Team)),
            async stage =>
            {
                stage.Wire(account => new HostileAnswers(account, addsIds));
                if (refused is not null)
                {
                    stage.Cloud.Faults.Add(FaultRule.From(refused, 1, new FaultEffect.RefuseWith("UnauthorizedOperation")));
                }

                Declaration[] program =
                [
                    Association("web", Ids(1, 2), [New], Policy("graceful")),
                    Revocation("offboard", [Old], Policy("graceful")),
                ];
                var steps = new List<Step>();
                steps.AddRange(await stage.Deployment.PreviewAsync(program));
                steps.AddRange(await stage.Deployment.UpAsync(program));
                steps.AddRange(await stage.Deployment.RefreshAsync());

                string[] told =
                [
                    .. stage.Link.Messages().Select(message => message.Message),
                    .. steps.Select(step => step.Error?.Status.Detail ?? ""),
                    .. steps.SelectMany(step => step.Partial?.Reasons.AsEnumerable() ?? []),
                ];
                Assert.All(told, text => Assert.Null(HostileAnswers.FaultIn(text)));
                Assert.DoesNotContain("<{%", string.Concat(told), StringComparison.Ordinal);
                Assert.Equal(places, string.Join(' ', HostileAnswers.PlacesIn(string.Concat(told)).Order(StringComparer.Ordinal)));
            },
            s_options
        );
}
