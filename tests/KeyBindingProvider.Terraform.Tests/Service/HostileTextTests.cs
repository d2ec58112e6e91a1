using Grpc.Core;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Terraform.Wire;
using KeyBindingProvider.TestKit;
using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;
using static KeyBindingProvider.Terraform.Tests.Service.CallingClient;

namespace KeyBindingProvider.Terraform.Tests.Service;

/// <summary>Whatever the service or a stranger wrote does nothing in a diagnostic, nor in a name that is displayed.</summary>
public class HostileTextTests
{
    private const string Association = "keybinding_key_pair_association";
    private const string Exclusive = "keybinding_instance_keys_exclusive";

    [Theory]
    [InlineData(true, null, "Code InstanceId InstanceName KeyId KeyName Message RequestId")]
    [InlineData(false, null, "Code InstanceName KeyName Message RequestId")]
    [InlineData(false, "StopInstances", "Code InstanceName KeyName Message RequestId")]
    [InlineData(false, "DescribeInstances", "Code Message RequestId")]
    public async Task EveryTextOfAnAnswer_InEveryDiagnostic_DoesNothing(bool addsIds, string? refused, string places)
    {
        await using var client = await OpenThroughAsync(Fleet(1, 1, Ada), account => new HostileAnswers(account, addsIds));
        if (refused is not null)
        {
            client.Account.Cloud.Faults.Add(FaultRule.From(refused, 1, new FaultEffect.RefuseWith("UnauthorizedOperation")));
        }

        var told = new List<string>();
        void Hear(IEnumerable<Diagnostic> diagnostics) => told.AddRange(diagnostics.SelectMany(one => new[] { one.Summary, one.Detail }));

        foreach (var type in new[] { Association, Exclusive })
        {
            var config =
                $$$"""{"instance_ids":["{{{Id(1)}}}","{{{Id(2)}}}"],"key_ids":["{{{Bob}}}"],"change_policy":{"stop_policy":"graceful"}}""";
            var plan = await client.PlanAsync(type, config);
            Hear(plan.Diagnostics);
            if (plan.PlannedState is not null)
            {
                var applied = await client.ApplyAsync(type, plan);
                Hear(applied.Diagnostics);
                var read = await client.Calls.ReadResourceAsync(
                    new ReadResourceRequest
                    {
                        TypeName = type,
                        CurrentState = applied.NewState,
                        Private = applied.Private,
                    }
                );
                Hear(read.Diagnostics);
            }

            using var call = client.Calls.ListResource(
                new ListResourceRequest
                {
                    TypeName = type,
                    Config = ListResourceTests.Config(type, "{}"),
                    Limit = 100,
                }
            );
            await foreach (var one in call.ResponseStream.ReadAllAsync())
            {
                told.Add(one.DisplayName);
                Hear([.. new[] { one.Diagnostic }.OfType<Diagnostic>()]);
            }
        }

        Assert.All(told, text => Assert.Null(HostileAnswers.FaultIn(text)));
        Assert.Equal(places, string.Join(' ', HostileAnswers.PlacesIn(string.Concat(told)).Order(StringComparer.Ordinal)));
    }
}
