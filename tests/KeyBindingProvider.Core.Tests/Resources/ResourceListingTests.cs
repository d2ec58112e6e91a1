using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Resources;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests.Resources;

public class ResourceListingTests
{
    private static readonly FleetSnapshot Fleet = FleetOf(Running(2, 1), Stopped(1, 1, 2) with { Name = "one" }, Stopped(3));

    public static TheoryData<string> Kinds => [.. ResourceKinds.All.Select(kind => kind.Name)];

    [Fact]
    public void Of_Associations_OneForEachKeyThatOpensSomething() =>
        Assert.Equal(
            [
                "skey-00000001 (name-skey-00000001): skey-00000001 / ins-00000001 ins-00000002",
                "skey-00000002 (name-skey-00000002): skey-00000002 / ins-00000001",
            ],
            Lines("KeyPairAssociation", AccessFilter.Everything)
        );

    [Fact]
    public void Of_ExclusiveSets_OneForEachInstanceWithAKey_WithAllOfItsKeys() =>
        Assert.Equal(
            ["ins-00000001 (one): skey-00000001, skey-00000002 / ins-00000001", "ins-00000002 (): skey-00000001 / ins-00000002"],
            Lines("InstanceKeysExclusive", AccessFilter.Everything)
        );

    [Fact]
    public void Of_SomeKeysOrInstances_LeavesOutTheRest()
    {
        var second = AccessFilter.Everything with { Keys = Keys(2) };
        Assert.Equal(["ins-00000001 (one): skey-00000001, skey-00000002 / ins-00000001"], Lines("InstanceKeysExclusive", second));
        var keyless = AccessFilter.Everything with { Keys = Keys(3) };
        Assert.Empty(Lines("KeyPairAssociation", keyless));
        var one = AccessFilter.Everything with { Instances = Instances(2) };
        Assert.Equal(["skey-00000001 (name-skey-00000001): skey-00000001 / ins-00000002"], Lines("KeyPairAssociation", one));
    }

    /// <summary>What is listed is what an import of it finds.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Of_AnyKind_IsImportedAsItIs(string name)
    {
        var kind = ResourceKinds.Named(name)!;
        var listed = ResourceListing.Of(kind, Fleet, AccessFilter.Everything).Resources;
        Assert.Equal(kind.IsListable, !listed.IsEmpty);
        foreach (var one in listed)
        {
            var declared = ResourceListing.Declare(kind, "web", one);
            string[][] lists =
            [
                .. kind.ImportForm.Lists.Select(list =>
                    list == ImportList.Keys
                        ? declared.KeyIds.Select(key => key.Value).ToArray()
                        : [.. declared.InstanceIds.Select(id => id.Value)]
                ),
            ];
            Assert.True(ImportRequest.TryRead(kind, null, lists, out var request, out _));
            var (found, problem) = request.Match("web", Fleet);
            Assert.Null(problem);
            Assert.True(found!.DeclaresTheSameAs(declared));
        }
    }

    private static string[] Lines(string kind, AccessFilter filter) =>
        [
            .. ResourceListing
                .Of(ResourceKinds.Named(kind)!, Fleet, filter)
                .Resources.Select(found => $"{found.Id} ({found.Name}): {found.Keys} / {string.Join(' ', found.Instances)}"),
        ];
}
