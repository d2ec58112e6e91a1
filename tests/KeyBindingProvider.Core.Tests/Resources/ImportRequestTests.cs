using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests.Resources;

public class ImportRequestTests
{
    private static readonly FleetSnapshot Fleet = FleetOf(Running(1, 1, 2), Running(2, 1, 2, 3), Stopped(3, 1), Stopped(4));

    private static (ResourceInput? Declared, Problem? Problem) Match(ResourceKind kind, string id)
    {
        Assert.True(ImportRequest.TryParse(kind, id, out var request, out var problem), problem?.Message);
        return request.Match("web", Fleet);
    }

    [Theory]
    [InlineData("skey-00000002", new[] { 1, 2 }, new[] { 2 })]
    [InlineData("skey-00000001", new[] { 1, 2, 3 }, new[] { 1 })]
    [InlineData("skey-00000002,skey-00000001/ins-00000002,ins-00000001", new[] { 1, 2 }, new[] { 1, 2 })]
    public void Association_ExactRectangle_IsDeclared(string id, int[] instances, int[] keys)
    {
        var (declared, _) = Match(KeyPairAssociationKind.Instance, id);
        Assert.Equal(Instances(instances), declared!.InstanceIds);
        Assert.Equal(Keys(keys), declared.KeyIds);
    }

    [Fact]
    public void Association_NotExact_PrintsTheSplitAndEachPartCanBeImported()
    {
        var (declared, problem) = Match(KeyPairAssociationKind.Instance, "skey-00000001,skey-00000002");
        Assert.Null(declared);
        var parts = problem!.Message.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => word.Contains('/')).ToArray();
        Assert.Equal(["skey-00000001/ins-00000003", "skey-00000001,skey-00000002/ins-00000001,ins-00000002"], parts);
        Assert.All(parts, part => Assert.NotNull(Match(KeyPairAssociationKind.Instance, part).Declared));
    }

    [Fact]
    public void Association_KeyBoundNowhere_SaysSo() =>
        Assert.Equal(ProblemCodes.ImportNotExact, Match(KeyPairAssociationKind.Instance, "skey-00000040").Problem!.Code);

    [Fact]
    public void Association_NamedInstanceWithoutTheKey_IsNamed() =>
        Assert.Contains(
            "ins-00000004 has none",
            Match(KeyPairAssociationKind.Instance, "skey-00000001/ins-00000003,ins-00000004").Problem!.Message
        );

    [Theory]
    [InlineData("skey-00000040", "skey-00000040 is bound to no instance of ap-guangzhou.", "There is nothing to import")]
    [InlineData("skey-00000001/ins-00000004", "ins-00000004 has none of skey-00000001.", "There is nothing to import")]
    [InlineData(
        "skey-00000001,skey-00000002/ins-00000003",
        "Not every one of these instances has each of these keys. What is there is skey-00000001/ins-00000003",
        "Import the part that the message names"
    )]
    [InlineData(
        "skey-00000001,skey-00000002/ins-00000001,ins-00000003",
        "Not every one of these instances has the same of these keys. Import each of these as a resource of its own: "
            + "skey-00000001/ins-00000003  skey-00000001,skey-00000002/ins-00000001",
        "Import the parts that the message lists"
    )]
    public void Association_ThatIsNotThere_IsToldWhatToDoAboutJustThat(string id, string message, string remedy)
    {
        var problem = Match(KeyPairAssociationKind.Instance, id).Problem!;
        Assert.Equal(message, problem.Message);
        Assert.StartsWith(remedy, problem.EffectiveRemedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_ThatDoNotExist_AreToBeCorrected_NothingIsSaidOfAPolicy()
    {
        Assert.All(
            [
                Match(InstanceKeysExclusiveKind.Instance, "ins-00000077").Problem!,
                Match(KeyRevocationKind.Instance, "skey-99999999").Problem!,
            ],
            problem => Assert.StartsWith("Correct the import id;", problem.EffectiveRemedy, StringComparison.Ordinal)
        );
        Assert.EndsWith(
            "[region:]skey-a[,skey-b].",
            Match(KeyRevocationKind.Instance, "skey-99999999").Problem!.EffectiveRemedy,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Exclusive_EqualSets_AreDeclaredAndOthersAreSplit()
    {
        Assert.Equal(Keys(1, 2), Match(InstanceKeysExclusiveKind.Instance, "ins-00000001").Declared!.KeyIds);
        var problem = Match(InstanceKeysExclusiveKind.Instance, "ins-00000001,ins-00000002").Problem!;
        Assert.EndsWith("ins-00000001  ins-00000002", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Instance_ThatDoesNotExist_IsMissing() =>
        Assert.Equal(ProblemCodes.MissingInstance, Match(InstanceKeysExclusiveKind.Instance, "ins-00000077").Problem!.Code);

    [Fact]
    public void Revocation_IsImportedAsItIsWritten() =>
        Assert.Equal(Keys(1, 2), Match(KeyRevocationKind.Instance, "skey-00000002,skey-00000001").Declared!.KeyIds);

    [Fact]
    public void Region_Prefix_IsTakenAsExplicit() =>
        Assert.Equal(Region, Match(KeyPairAssociationKind.Instance, $"{Region}:skey-00000002").Declared!.Region);

    [Theory]
    [InlineData("KeyPairAssociation", "")]
    [InlineData("KeyPairAssociation", "skey-1")]
    [InlineData("KeyPairAssociation", "skey-00000001/")]
    [InlineData("KeyPairAssociation", "skey-00000001/ins-00000001/x")]
    [InlineData("KeyPairAssociation", "Nowhere!:skey-00000001")]
    [InlineData("KeyPairAssociation", "ins-00000001")]
    [InlineData("InstanceKeysExclusive", "skey-00000001")]
    [InlineData("InstanceKeysExclusive", "ins-00000001,,")]
    [InlineData("KeyRevocation", "skey-00000001/ins-00000001")]
    public void TryParse_AnotherForm_SaysWhichFormIsWanted(string kind, string id)
    {
        Assert.False(ImportRequest.TryParse(ResourceKinds.Named(kind)!, id, out _, out var problem));
        Assert.Equal(ProblemCodes.ImportId, problem!.Code);
        Assert.Contains("[region:]", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_WithARegion_PrintsIdsThatNameItAgain()
    {
        var problem = Match(KeyPairAssociationKind.Instance, $"{Region}:skey-00000001,skey-00000002").Problem!;
        Assert.EndsWith(
            $"{Region}:skey-00000001/ins-00000003  {Region}:skey-00000001,skey-00000002/ins-00000001,ins-00000002",
            problem.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Split_EveryInstanceHasAKey_SpeaksOfNoneWithout() =>
        Assert.Equal(
            "Not every one of these instances has the same of these keys. Import each of these as a resource of its own: ins-00000001  ins-00000002",
            Match(InstanceKeysExclusiveKind.Instance, "ins-00000001,ins-00000002").Problem!.Message
        );

    [Theory]
    [InlineData("Nowhere!:skey-00000001", "'Nowhere!' is not a region")]
    [InlineData("skey-00000001/ins-00000001/x", "there is a '/' too many")]
    [InlineData("ins-00000001", "'ins-00000001' is not a key pair id")]
    [InlineData("skey-00000001/ins-1", "'ins-1' is not an instance id")]
    public void TryParse_AnotherForm_SaysWhatIsWrong(string id, string why)
    {
        Assert.False(ImportRequest.TryParse(KeyPairAssociationKind.Instance, id, out _, out var problem));
        Assert.Contains($": {why}. Write [region:]skey-a", problem!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("skey-00000001", null, "")]
    [InlineData("skey-00000001", "ins-00000001", "")]
    [InlineData(null, null, "keyIds is missing")]
    [InlineData("", null, "keyIds is empty")]
    [InlineData("skey-00000001", "", "instanceIds is empty")]
    [InlineData("skey-1", null, "'skey-1' is not a key pair id")]
    public void TryRead_Lists_SaysWhichIsWrong(string? keys, string? instances, string why)
    {
        string[][] lists =
        [
            .. new[] { keys, instances }.OfType<string>().Select(list => list.Length == 0 ? Array.Empty<string>() : [list]),
        ];
        var read = ImportRequest.TryRead(KeyPairAssociationKind.Instance, Region, lists, out var request, out var problem);
        Assert.Equal(why.Length == 0, read);
        if (read)
        {
            Assert.Equal((Region, instances is null ? 0 : 1), (request.Region, request.InstanceIds.Count));
            return;
        }

        Assert.Equal($"This identity cannot be imported as KeyPairAssociation: {why}.", problem!.Message);
        Assert.Equal("Write keyIds and, where only some are meant, instanceIds, each with at least one id.", problem.Remedy);
    }
}
