using CsCheck;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Pulumi.Tests.Kit;
using KeyBindingProvider.Simulator.Worlds;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;
using Value = Google.Protobuf.WellKnownTypes.Value;

namespace KeyBindingProvider.Pulumi.Tests.Properties;

/// <summary>
/// Random programs over random fleets, driven as an engine drives them. <see cref="DiffRules"/> holds for every diff on the way; here is what must be so at the
/// end.
/// </summary>
public class DiffProperties
{
    private const int MostInstances = 5;
    private static readonly string[] Keys = [Old, New, Team];
    private static readonly string[] Policies = ["stoppedOnly", "graceful", "gracefulThenForce", "force"];

    private static readonly Gen<WorldInstance[]> Machines = Gen.Select(Gen.Bool, Gen.Int[0, 7])
        .Array[MostInstances]
        .Select(machines =>
            machines.Select((machine, i) => Instance(i + 1, machine.Item1 ? "RUNNING" : "STOPPED", Some(Keys, machine.Item2))).ToArray()
        );

    private static readonly Gen<Declaration> Program = Gen.Select(
            Gen.Int[0, 2],
            Gen.Int[1, (1 << MostInstances) - 1],
            Gen.Int[1, 7],
            Gen.Int[0, 3],
            Gen.Bool
        )
        .Select(
            (kind, instances, keys, policy, onSkip) =>
            {
                var chosen = Policy(
                    Policies[policy],
                    ("onBlocked", Values.Text(onSkip ? "skip" : "refuse")),
                    ("allowKeyless", Value.ForBool(true))
                );
                var (ids, keyIds) = (Some([.. Ids(1, MostInstances)], instances), Some(Keys, keys));
                return kind switch
                {
                    0 => Association("x", ids, keyIds, chosen),
                    1 => Exclusive("x", ids, keyIds, chosen),
                    _ => Revocation("x", keyIds, chosen),
                };
            }
        );

    [Fact]
    public void AppliedThenApplied_IsSame_AndWritesNothing() =>
        Gen.Select(Machines, Program)
            .Sample(
                (machines, program) =>
                    Play(
                        Fleet(machines),
                        async stage =>
                        {
                            await stage.Deployment.SucceedAsync(program);
                            await stage.SettleAsync();
                            var (writes, outputs) = (stage.Writes, stage.Deployment.State["x"].Outputs);

                            var steps = await stage.Deployment.SucceedAsync(program);

                            Assert.Equal(["refresh x", "same x"], steps.Select(step => step.ToString()));
                            Assert.Equal(writes, stage.Writes);
                            Assert.Equal(outputs.Without("__observation"), stage.Deployment.State["x"].Outputs.Without("__observation"));
                        }
                    ),
                iter: 60
            );

    [Fact]
    public void EditOfThePolicyAlone_IsSameWhenNothingWaits() =>
        Gen.Select(Machines, Program, Gen.Int[0, 3])
            .Sample(
                (machines, program, other) =>
                    Play(
                        Fleet(machines),
                        async stage =>
                        {
                            await stage.Deployment.SucceedAsync(program);
                            var writes = stage.Writes;
                            if (stage.Deployment.State["x"].Outputs.Pairs("pendingInstances").Length > 0)
                            {
                                return;
                            }

                            var edited = program with
                            {
                                Inputs = program.Inputs.With("changePolicy", Policy(Policies[other], ("maxStops", Value.ForNumber(99)))),
                            };
                            var steps = await stage.Deployment.SucceedAsync(edited);

                            Assert.Equal("same", steps[^1].Op);
                            Assert.Equal(writes, stage.Writes);
                        }
                    ),
                iter: 60
            );

    [Fact]
    public void OneProgramThenAnother_EndsAsTheLastOneDeclares_StrangersKeysStay() =>
        Gen.Select(Machines, Program, Program)
            .Where((_, first, second) => first.Kind == second.Kind)
            .Sample(
                (machines, first, second) =>
                    Play(
                        Fleet(machines),
                        async stage =>
                        {
                            var before = machines.ToDictionary(machine => machine.Id, machine => machine.KeyIds.ToHashSet());
                            await stage.Deployment.SucceedAsync(Graceful(first));
                            await stage.Deployment.SucceedAsync(Graceful(second));

                            Assert.Equal("", stage.Deployment.State["x"].Outputs.Pairs("pendingInstances"));
                            Assert.All(machines, machine => Assert.Equal(machine.State, stage.Cloud.View[machine.Id].State));
                            Assert.All(machines, machine => AssertKeys(stage, machine, before[machine.Id], first, second));
                        }
                    ),
                iter: 60
            );

    private static void AssertKeys(Stage stage, WorldInstance machine, HashSet<string> before, Declaration first, Declaration second)
    {
        var keys = stage.Cloud.View[machine.Id].KeyIds.ToHashSet();
        var declared = second.Inputs.Strings("keyIds").ToHashSet();
        switch (second.Kind)
        {
            case KeyRevocationKind:
                Assert.Empty(keys.Intersect(declared));
                break;
            case InstanceKeysExclusiveKind when second.Inputs.Strings("instanceIds").Contains(machine.Id):
                Assert.Equal(declared, keys);
                break;
            case KeyPairAssociationKind:
                var wanted = second.Inputs.Strings("instanceIds").Contains(machine.Id) ? declared : [];
                var owned = first.Inputs.Strings("instanceIds").Contains(machine.Id) ? first.Inputs.Strings("keyIds") : [];
                Assert.Equal(before.Except(owned).Union(wanted).Order(), keys.Order());
                break;
        }
    }

    private static Declaration Graceful(Declaration program) =>
        program with
        {
            Inputs = program.Inputs.With("changePolicy", Policy("graceful", ("allowKeyless", Value.ForBool(true)))),
        };

    private static string[] Some(string[] all, int bits) => [.. all.Where((_, i) => (bits & (1 << i)) != 0)];
}
