using System.Text.Json.Nodes;
using KeyBindingProvider.Pulumi.Tests.Kit;
using KeyBindingProvider.Pulumi.Tests.Recorded;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.TestKit;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Wire;

/// <summary>
/// The provider as a process, driven by the recorded calls of a first <c>pulumi up</c> (<see cref="RecordedUp"/>), ended at each call of a rollout: what is down then, and after one further <c>up</c>, whose
/// engine knows nothing of the first.
/// </summary>
public class KillTests(ITestOutputHelper output)
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    /// <summary>The first three in every run of the tests, all where the matrix is whole.</summary>
    public static TheoryData<string, Victim> Rows()
    {
        var rows = new TheoryData<string, Victim>
        {
            { "auto", Victim.Both },
            { "auto", Victim.Engine },
            { "off", Victim.Both },
        };
        if (KillMatrix.IsWhole)
        {
            rows.Add("auto", Victim.Provider);
            rows.Add("auto", Victim.ProviderAsked);
            rows.Add("auto", Victim.Terminal);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task EndedAtAnyCall_NothingStaysDown_WithTheMarker(string marker, Victim victim)
    {
        var tally = await KillMatrix.RunAsync(
            marker == "off" ? 2 : 5,
            (call, afterItsEffect) => GatedAccount.StartAsync(Fleet(Instances(1, 3, "RUNNING", Old)), call, afterItsEffect),
            async account =>
            {
                var up = await Up.StartAsync(account, marker);
                return new DyingRun(() => up.EndAsync(victim), up.Ended, () => { });
            },
            async account =>
            {
                var up = await Up.StartAsync(account, marker);
                await up.Ended;
                return up.Said;
            },
            (account, story) =>
            {
                Assert.All(account.Cloud.View.Instances, instance => Assert.True(instance.KeyIds.SequenceEqual([New]), story));
                Assert.All(account.Cloud.View.Instances, instance => Assert.True(instance.State == "RUNNING" || marker == "off", story));
                Assert.All(account.Cloud.View.Instances, instance => Assert.False(instance.Tags.ContainsKey("keybinding-restart"), story));
            }
        );

        output.WriteLine($"pulumi, {victim}, restartMarker {marker}: {tally}");
        Assert.True(tally.Calls > 0);
        Assert.Equal(victim is Victim.Provider or Victim.Both, tally.DownBefore > 0);
        Assert.Equal(marker == "off", tally.DownAfter > 0);
    }

    /// <summary>An engine and its provider, in the middle of a first <c>up</c>.</summary>
    private sealed class Up(FakeEngineServer engine, ProviderProgram provider)
    {
        private Task _engineGone = Task.CompletedTask;

        /// <summary>What became of the Create.</summary>
        public string Said { get; private set; } = "";

        /// <summary>Completes when nothing of it is left.</summary>
        public Task Ended { get; private set; } = Task.CompletedTask;

        public static async Task<Up> StartAsync(GatedAccount account, string marker)
        {
            var engine = await FakeEngineServer.StartAsync();
            var provider = ProviderProgram.Start(
                $"127.0.0.1:{engine.Port}",
                start =>
                {
                    start.Environment["TENCENTCLOUD_SECRET_ID"] = SimulatorOptions.DefaultSecretId;
                    start.Environment["TENCENTCLOUD_SECRET_KEY"] = SimulatorOptions.DefaultSecretKey;
                }
            );
            var calls = provider.Connect(await provider.ReadPortAsync(Test));
            var recorded = new RecordedUp(calls, $"127.0.0.1:{engine.Port}", account.Endpoint);
            await recorded.ConfigureAsync();
            var up = new Up(engine, provider);
            up.Ended = up.RunAsync(recorded, marker);
            return up;
        }

        public async Task EndAsync(Victim victim)
        {
            if (victim is Victim.Engine or Victim.Both)
            {
                _engineGone = engine.DisposeAsync().AsTask();
                provider.EndInput();
            }

            switch (victim)
            {
                case Victim.Provider or Victim.Both:
                    provider.Signal("KILL");
                    break;
                case Victim.ProviderAsked:
                    provider.Signal("TERM");
                    break;
                case Victim.Terminal:
                    provider.Signal("HUP");
                    break;
            }

            await _engineGone;
        }

        private async Task RunAsync(RecordedUp recorded, string marker)
        {
            var policy = new JsonObject
            {
                ["stopPolicy"] = "graceful",
                ["maxUnavailable"] = "100%",
                ["canary"] = 0,
                ["restartMarker"] = marker,
            };
            var created = await recorded.CreateAsync(Ids(1, 3), New, policy);
            Said = (string?)created["error"] ?? $"{created}";
            if (created["error"] is null || Said.Contains("code = Unknown", StringComparison.Ordinal))
            {
                // It is still there: an engine that is done with it asks it to go.
                provider.Signal("TERM");
            }

            await provider.WaitForExitAsync(Test);
            provider.Dispose();
            await _engineGone;
            await engine.DisposeAsync();
        }
    }
}
