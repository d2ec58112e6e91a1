using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

/// <summary>Which instances a selector means, what it refuses, and how it is read (rule <c>selectors</c>).</summary>
public class InstanceSelectorTests
{
    private const string Group = "asg-group001";

    private static readonly FleetSnapshot s_region = FleetOf(
        Tagged(1, "web-1", ("env", "prod"), ("role", "web")),
        Tagged(2, "web-2", ("env", "stage"), ("role", "web"), (InstanceConditions.GroupTag, Group)),
        Tagged(3, "db-1", ("env", "prod"), ("role", "db")),
        Tagged(4, "bare")
    );

    private static InstanceSelector Any => new() { MaxInstances = 10 };

    [Fact]
    public void Tags_AllKeysMustMatch_EachWithOneOfItsValues()
    {
        Assert.Equal(Instances(1, 3), Selected(Any with { Conditions = new() { Tags = Tags(("env", ["prod"])) } }));
        Assert.Equal(Instances(1), Selected(Any with { Conditions = new() { Tags = Tags(("env", ["prod"]), ("role", ["web"])) } }));
        Assert.Equal(Instances(1, 2, 3), Selected(Any with { Conditions = new() { Tags = Tags(("env", ["prod", "stage"])) } }));
        Assert.Empty(Selected(Any with { Conditions = new() { Tags = Tags(("Env", ["prod"])) } }));
    }

    [Fact]
    public void GroupsAndNames_NarrowTags_IdsAreAdded()
    {
        Assert.Equal(Instances(2), Selected(Any with { Conditions = new() { AutoScalingGroups = [Group] } }));
        Assert.Empty(
            Selected(
                Any with
                {
                    Conditions = new() { AutoScalingGroups = [Group], Tags = Tags(("env", ["prod"])) },
                }
            )
        );
        Assert.Equal(Instances(1, 3), Selected(Any with { Conditions = new() { Names = ["web-1", "db-1", "web"] } }));
        Assert.Equal(
            Instances(1),
            Selected(
                Any with
                {
                    Conditions = new() { Names = ["web-1", "db-1"], Tags = Tags(("role", ["web"])) },
                }
            )
        );
        Assert.Equal(
            Instances(2, 4),
            Selected(
                Any with
                {
                    Conditions = new() { AutoScalingGroups = [Group] },
                    Ids = Instances(4),
                }
            )
        );
    }

    /// <summary>A named instance that is not there is not passed over: the plan says that it is missing.</summary>
    [Fact]
    public void Ids_Alone_SelectNothingElse_AndStayWhereTheyAreMissing() =>
        Assert.Equal(Instances(1, 99), Selected(Any with { Ids = Instances(1, 99) }));

    [Fact]
    public void Bounds_AreRefusals_ThatNameWhatWasFoundAndTheWayOut()
    {
        var selector = Any with
        {
            Conditions = new() { Tags = Tags(("env", ["prod"])) },
            MaxInstances = 1,
        };
        var many = selector.Refusal("web", Instances(1, 3))!;
        Assert.Equal(ProblemCodes.SelectionOutOfBounds, many.Code);
        Assert.Equal("'web': instances selects 2 instances, and maxInstances is 1: ins-00000001, ins-00000003.", many.Message);
        Assert.Null(selector.Refusal("web", Instances(1)));

        var none = selector.Refusal("web", [])!;
        Assert.Equal("'web': instances selects nothing: no instance has tag env 'prod'.", none.Message);
        Assert.Contains("minInstances: 0", none.Remedy, StringComparison.Ordinal);
        Assert.Null((selector with { MinInstances = 0 }).Refusal("web", []));

        var few = (selector with { MinInstances = 2, MaxInstances = 9 }).Refusal("web", Instances(1))!;
        Assert.Equal("'web': instances selects 1 instance, and minInstances is 2: ins-00000001.", few.Message);
    }

    /// <summary>Tags that could not be read leave it open whether a machine is meant: neither taken in nor passed over.</summary>
    [Fact]
    public void UnreadableTags_AreUndecided_UnlessTheMachineIsNamed()
    {
        var region = FleetOf(Tagged(1, "web-1", ("env", "prod")), Tagged(2, "web-2") with { AreTagsTold = false });
        var byTag = Any with { Conditions = new() { Tags = Tags(("env", ["prod"])) } };
        Assert.Equal([Ins(2)], byTag.Undecided(region));
        Assert.Empty((byTag with { Ids = Instances(2) }).Undecided(region));
        Assert.Empty((Any with { Conditions = new() { Names = ["web-2"] } }).Undecided(region));
    }

    [Fact]
    public void SameSelection_BoundsAside()
    {
        var one = Any with { Conditions = new() { Tags = Tags(("env", ["prod", "stage"])) } };
        Assert.True(
            one.SelectsTheSameAs(
                Any with
                {
                    Conditions = new() { Tags = Tags(("env", ["stage", "prod"])) },
                    MaxInstances = 3,
                    MinInstances = 0,
                }
            )
        );
        Assert.False(one.SelectsTheSameAs(Any with { Conditions = new() { Tags = Tags(("env", ["prod"])) } }));
        Assert.False(one.SelectsTheSameAs(null));
        Assert.NotEqual(one, one with { MaxInstances = 3 });
        Assert.Equal(one, Any with { Conditions = new() { Tags = Tags(("env", ["stage", "prod"])) } });
    }

    [Fact]
    public void Program_IsReadWithEveryPart()
    {
        var result = Check(
            ("ids", List(Text("ins-00000001"))),
            ("tags", Map(("env", List(Text("prod"), Text("stage"))), ("tier", new InputValue.Number(1)))),
            ("autoScalingGroups", List(Text(Group))),
            ("names", List(Text("web-1"))),
            ("minInstances", new InputValue.Number(0)),
            ("maxInstances", new InputValue.Number(30))
        );
        Assert.True(result.IsValid);
        Assert.Equal(
            new InstanceSelector
            {
                Ids = Instances(1),
                Conditions = new()
                {
                    Tags = Tags(("env", ["prod", "stage"]), ("tier", ["1"])),
                    AutoScalingGroups = [Group],
                    Names = ["web-1"],
                },
                MinInstances = 0,
                MaxInstances = 30,
            },
            result.Value.Instances
        );
        Assert.Empty(result.Value.InstanceIds);
    }

    [Fact]
    public void BadInput_IsSaidAllAtOnce()
    {
        var result = Check(
            ("tags", Map(("env", List()), ("role", List(Map())))),
            ("autoScalingGroups", List(Text("web-group"))),
            ("names", List(Text(""))),
            ("minInstances", new InputValue.Number(-1)),
            ("zones", List())
        );
        Assert.Equal(
            [
                ".instances.zones: there is no property 'zones'. Known here: ids, tags, autoScalingGroups, names, minInstances, maxInstances.",
                ".instances.tags[env]: tag 'env' lists no value, so that nothing could match.",
                ".instances.tags[role]: must be a list of texts.",
                ".instances.autoScalingGroups[0]: 'web-group' is not the id of a scaling group (asg- and 8 of 0-9 a-z).",
                ".instances.names[0]: '' is not the name of an instance.",
                ".instances.minInstances: minInstances must be a whole number of at least 0, not -1.",
                ".instances.maxInstances: 'maxInstances' is required.",
            ],
            result.Problems.Select(problem => $"{problem.Path}: {problem.Message}").Order(StringComparer.Ordinal).OrderBy(Rank)
        );

        static int Rank(string problem) =>
            Array.FindIndex(
                ["zones", "tags[env]", "tags[role]", "autoScalingGroups", "names", "minInstances", "maxInstances"],
                part => problem.StartsWith($".instances.{part}", StringComparison.Ordinal)
            );
    }

    [Fact]
    public void NothingToSelectBy_IsAnError()
    {
        foreach (var tags in new InputValue[] { new InputValue.Null(), Map() })
        {
            var problem = Assert.Single(Check(("tags", tags), ("maxInstances", new InputValue.Number(5))).Problems);
            Assert.Equal((".instances", "selects by nothing."), (problem.Path, problem.Message));
        }
    }

    [Fact]
    public void MoreThanTheMost_AtLeast_IsAnError() =>
        Assert.Contains(
            "minInstances is 6, more than the 5 of maxInstances.",
            Assert
                .Single(
                    Check(
                        ("names", List(Text("web-1"))),
                        ("minInstances", new InputValue.Number(6)),
                        ("maxInstances", new InputValue.Number(5))
                    ).Problems
                )
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void BesideInstanceIds_IsAnError()
    {
        var result = ResourceCheck.Check(
            "web",
            KeyPairAssociationKind.Instance,
            Map(
                ("instanceIds", List(Text("ins-00000001"))),
                ("keyIds", List(Text("skey-00000001"))),
                ("instances", Map(("names", List(Text("web-1"))), ("maxInstances", new InputValue.Number(5))))
            ),
            "",
            Spelling.Camel,
            ChangePolicyInput.None
        );
        var problem = Assert.Single(result.Problems);
        Assert.Equal(".instances", problem.Path);
        Assert.Contains("beside instanceIds", problem.Message, StringComparison.Ordinal);
    }

    /// <summary>A revocation is about the whole region: it has no selector.</summary>
    [Fact]
    public void Revocation_HasNone() => Assert.DoesNotContain(PropertyNames.Instances, KeyRevocationKind.Instance.Inputs);

    [Fact]
    public void PartThatIsNotKnown_MakesTheInstancesUnknown_AndIsNoEmptySelector()
    {
        foreach (
            var tags in new InputValue[]
            {
                new InputValue.Unknown(),
                Map(("env", new InputValue.Unknown())),
                Map(("env", List(new InputValue.Unknown()))),
            }
        )
        {
            var result = Check(("tags", tags), ("maxInstances", new InputValue.Number(5)));
            Assert.True(result.IsValid);
            Assert.True(new UnknownInputs(result.Unknowns, Spelling.Camel).Instances);
        }
    }

    [Fact]
    public void Observation_KeepsWhatWasSelected_WithWhatWasSeenOfIt()
    {
        var input = new ResourceInput
        {
            Name = "web",
            Kind = KeyPairAssociationKind.Instance,
            Instances = Any with { Conditions = new() { Tags = Tags(("env", ["prod"])) } },
            InstanceIds = Instances(1),
            KeyIds = Keys(1),
        };
        var seen = Observation
            .Of(input.ToIntent(Region, ChangePolicyInput.None, []), s_region)
            .Selecting(Selected(input.Instances), s_region);
        var again = Observation.TryDecode(seen.Encode())!;
        Assert.Equal(Instances(1, 3), again.Selected!);
        Assert.Equal([Ins(1), Ins(3)], again.Fleet.Instances.Keys.Order());
        Assert.False(again.LookedFor(Ins(2)));
        Assert.Null(Observation.TryDecode(Observation.NothingLookedFor(Region).Encode())!.Selected);
    }

    private static ImmutableSortedSet<Core.Identity.InstanceId> Selected(InstanceSelector selector) => selector.Select(s_region);

    private static ImmutableSortedDictionary<string, ImmutableSortedSet<string>> Tags(params (string Key, string[] Values)[] tags) =>
        tags.ToImmutableSortedDictionary(
            tag => tag.Key,
            tag => tag.Values.ToImmutableSortedSet(StringComparer.Ordinal),
            StringComparer.Ordinal
        );

    private static InstanceSnapshot Tagged(int number, string name, params (string Key, string Value)[] tags) =>
        Stopped(number) with
        {
            Name = name,
            Tags = tags.ToImmutableDictionary(tag => tag.Key, tag => tag.Value),
        };

    private static Checked<ResourceInput> Check(params (string Name, InputValue Value)[] selector) =>
        ResourceCheck.Check(
            "web",
            KeyPairAssociationKind.Instance,
            Map(("keyIds", List(Text("skey-00000001"))), ("instances", Map(selector))),
            "",
            Spelling.Camel,
            ChangePolicyInput.None
        );

    private static InputValue.Text Text(string text) => new(text);

    private static InputValue.List List(params InputValue[] items) => new([.. items]);

    private static InputValue.Map Map(params (string Name, InputValue Value)[] entries) =>
        new([.. entries.Select(entry => new InputEntry(entry.Name, entry.Value))]);
}
