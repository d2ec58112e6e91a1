using Google.Protobuf.WellKnownTypes;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Lifecycle;

/// <summary>What a user is told to do fits what stands in the way, in each place where a problem is raised.</summary>
public class Remedies
{
    private const string Keep = "To give it up without a change set onDestroy: keep";

    [Theory]
    [InlineData(
        "STOPPED",
        $"  -> {Keep}; to leave an instance without a key set changePolicy.allowKeyless; to keep a way in bind another key first. Apply that first, then destroy."
    )]
    [InlineData(
        "RUNNING",
        $"  -> {Keep}; to let the instances be stopped set changePolicy.stopPolicy: graceful. Apply that first, then destroy."
    )]
    public void DestroyThatIsRefused_NamesWhatStandsInTheWayAndNothingElse(string state, string remedy) =>
        Play(
            // Of the running one another key stays: it is not the last key that is in the way.
            Fleet(Instance(1, state, state == "RUNNING" ? [New, Team] : [New])),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 1), [New]));

                var refused = Assert.Single(await stage.Deployment.DestroyAsync()).Error!.Status.Detail;

                Assert.EndsWith(remedy, refused, StringComparison.Ordinal);
            }
        );

    [Fact]
    public void DestroyOfMoreThanMaxStops_NamesThatField() =>
        Play(
            Fleet(Instances(1, 2, "RUNNING", New, Team)),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(
                    Association("web", Ids(1, 2), [New], Policy("graceful", ("maxStops", Value.ForNumber(1))))
                );

                var refused = Assert.Single(await stage.Deployment.DestroyAsync()).Error!.Status.Detail;

                Assert.EndsWith(
                    $"{Keep}; to let it stop that many raise changePolicy.maxStops. Apply that first, then destroy.",
                    refused,
                    StringComparison.Ordinal
                );
            }
        );

    [Fact]
    public void DestroyOfABlockedMachine_DoesNotAdviseASkipThatADestroyIgnores() =>
        Play(
            Fleet(Instance(1, "STOPPED", New, Team) with { StopCharging = true }),
            async stage =>
            {
                await stage.Deployment.SucceedAsync(Association("web", Ids(1, 1), [New]));

                var refused = Assert.Single(await stage.Deployment.DestroyAsync()).Error!.Status.Detail;

                Assert.EndsWith(
                    $"Start them, or stop them with KEEP_CHARGING, then destroy again. {Keep}, and apply that first.",
                    refused,
                    StringComparison.Ordinal
                );
            }
        );

    [Theory]
    [InlineData("maxUnavailable", "0%", "must be a count of at least 1, or a percentage from 1% to 100%, not '0%'.")]
    [InlineData("canary", "-1", "must be a whole number of at least 0, not '-1'.")]
    public void ValueOutOfRange_IsNotTreatedAsOneOfAList(string field, string value, string message) =>
        Play(
            Fleet(),
            async stage =>
            {
                var step = Assert.Single(
                    await stage.Deployment.PreviewAsync(Association("web", Ids(1, 1), [New], Values.Map((field, Values.Text(value)))))
                );

                Assert.EndsWith(
                    $"{field} {message}\n  -> Write it as the message says.",
                    step.Error!.Status.Detail,
                    StringComparison.Ordinal
                );
            }
        );

    [Fact]
    public void ValueOfAList_IsSaidToBeOne() =>
        Play(
            Fleet(),
            async stage =>
            {
                var step = Assert.Single(await stage.Deployment.PreviewAsync(Association("web", Ids(1, 1), [New], Policy("softly"))));

                Assert.EndsWith("Use one of the values that the message lists.", step.Error!.Status.Detail, StringComparison.Ordinal);
            }
        );

    [Fact]
    public void MachineThatIsGone_IsToBeRemovedFromInstanceIds_AtAnImportTheIdIsToBeCorrected() =>
        Play(
            Fleet(Instance(1, "STOPPED", New)),
            async stage =>
            {
                var step = Assert.Single(await stage.Deployment.PreviewAsync(Association("web", Ids(1, 2), [New])));
                Assert.EndsWith(
                    "  -> Remove what is gone from instanceIds; otherwise check account and region; or set changePolicy.onBlocked: skip.",
                    step.Error!.Status.Detail,
                    StringComparison.Ordinal
                );

                var import = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() =>
                    stage.Deployment.ImportAsync(InstanceKeysExclusiveKind.Instance, "all", Id(2))
                );
                Assert.Equal(
                    "KB3007: ins-00000002 does not exist in ap-guangzhou.\n  -> Correct the import id; where that is in another region than the "
                        + "provider's, write the region before it: [region:]ins-a[,ins-b].",
                    import.Status.Detail
                );

                var nothing = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() =>
                    stage.Deployment.ImportAsync(KeyPairAssociationKind.Instance, "none", Team)
                );
                Assert.EndsWith(
                    "  -> There is nothing to import: declare the resource and apply it, or correct the id.",
                    nothing.Status.Detail,
                    StringComparison.Ordinal
                );
            }
        );

    [Fact]
    public void WhatWasNotBegun_StandsBelowTheFailureThatItWasNotBegunFor() =>
        Play(
            // The one without a key is first by what it gets, last by its name.
            Fleet(Instances(1, 2, "RUNNING", Team), [Instance(3, "RUNNING")]),
            async stage =>
            {
                stage.Cloud.Faults.Add(
                    FaultRule.From(
                        "AssociateInstancesKeyPairs",
                        1,
                        new FaultEffect.RefuseWith("UnsupportedOperation.InstanceStateIsolating")
                    )
                );
                var policy = Values.Map(
                    ("stopPolicy", Values.Text("graceful")),
                    ("maxUnavailable", Value.ForNumber(1)),
                    ("canary", Value.ForNumber(1))
                );

                var step = Assert.Single(await stage.Deployment.UpAsync(Association("web", Ids(1, 3), [New], policy)));

                var said = step.Error!.Status.Detail;
                string[] codes =
                [
                    .. said.Split('\n').Where(line => line.StartsWith("KB", StringComparison.Ordinal)).Select(line => line[..6]),
                ];
                Assert.Equal(["KB4003", "KB4008", "KB4008"], codes);
                Assert.Contains($"\nKB4003: {Id(3)}", said, StringComparison.Ordinal);
                Assert.EndsWith(
                    "-> Solve the failures, then apply again; changePolicy.failureBudget says how many are tolerated.",
                    said,
                    StringComparison.Ordinal
                );
            }
        );

    [Fact]
    public void MachineThatCouldNotBeStarted_IsNotWaitedForToStop() =>
        Play(
            Fleet(Instances(1, 1, "RUNNING")),
            async stage =>
            {
                stage.Cloud.Faults.Add(
                    FaultRule.From("StartInstances", 1, new FaultEffect.RefuseWith("UnsupportedOperation.InstanceStateCorrupted"))
                );

                var failed = Assert.Single(await stage.Deployment.UpAsync(Association("web", Ids(1, 1), [New], Policy("graceful"))));

                Assert.EndsWith(
                    "  -> START IT BY HAND, or solve what the service names: under Pulumi and Terraform the next apply starts it. Its keys are as the message says.",
                    Assert.Single(failed.Partial!.Reasons),
                    StringComparison.Ordinal
                );
            }
        );

    [Fact]
    public void MachineThatNeverStops_IsToBeStartedOnceItHasStopped() =>
        Play(
            Fleet(Instance(1, "RUNNING") with { SoftStop = SoftStopManner.Hangs }),
            async stage =>
            {
                var failed = Assert.Single(
                    await stage.Deployment.UpAsync(
                        Association("web", Ids(1, 1), [New], Policy("graceful", ("stopTimeoutSeconds", Value.ForNumber(60))))
                    )
                );

                var said = failed.Error!.Status.Detail;
                Assert.DoesNotContain("(request )", said, StringComparison.Ordinal);
                Assert.Contains("KB4005", said, StringComparison.Ordinal);
                Assert.Contains("  -> It may still stop: START IT BY HAND as soon as it is STOPPED", said, StringComparison.Ordinal);
            }
        );

    [Fact]
    public void LookThatTakesTooLong_IsNoCancel() =>
        Play(
            Fleet(Instances(1, 1, "STOPPED")),
            async stage =>
            {
                var program = Association("web", Ids(1, 1), [New]);
                await stage.Deployment.SucceedAsync(program);
                stage.Cloud.Faults.Add(FaultRule.From("DescribeInstances", 1, new FaultEffect.RefuseWith("RequestLimitExceeded")));
                var stored = stage.Deployment.State["web"];
                var provider = await stage.StartConfiguredAsync();

                var failed = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() =>
                    provider.ReadAsync(
                        new ReadRequest
                        {
                            Id = stored.Id,
                            Urn = program.Urn,
                            Inputs = stored.Inputs,
                            Properties = stored.Outputs,
                            Timeout = 1,
                        }
                    )
                );

                Assert.StartsWith(
                    "KB4013: The custom time-out passed while it looked; this call has changed nothing.",
                    failed.Status.Detail,
                    StringComparison.Ordinal
                );
            }
        );

    [Fact]
    public void LookUpWithoutARegion_IsToldWhereAFunctionTakesOne() =>
        Play(
            Fleet(),
            async stage =>
            {
                var configuration = Configure();
                configuration.Fields.Remove("region");
                stage.Deployment.Configuration = configuration;
                var provider = await stage.StartConfiguredAsync();

                var answer = await provider.InvokeAsync(
                    new InvokeRequest { Tok = "keybinding:index:getKeyPairAssociations", Args = new Struct() }
                );

                Assert.Equal(
                    "KB1013 region: No region is known for it.\n  -> Give it the argument region or a provider that has one, or: "
                        + "pulumi config set keybinding:region ap-guangzhou",
                    Assert.Single(answer.Failures).Reason
                );
            }
        );

    [Fact]
    public void UnknownKeysOfInstancesThatAreThere_NothingIsSaidOfNewInstances() =>
        Play(
            Fleet(Instances(1, 1, "RUNNING")),
            async stage =>
            {
                await stage.Deployment.PreviewAsync(Association("web", Ids(1, 1), [Values.Unknown]));

                var said = Assert.Single(stage.Diagnostics, message => message.Severity == LogSeverity.Warning).Message;
                Assert.Equal(
                    "KB3019: Decided at apply: 1 of keyIds. At most 1 instance changes; none is stopped.\n  -> Under stopPolicy refuse the apply will fail "
                        + "if an instance that must change is RUNNING by then. Set changePolicy.stopPolicy: graceful, if they may be stopped.",
                    said
                );
            }
        );
}
