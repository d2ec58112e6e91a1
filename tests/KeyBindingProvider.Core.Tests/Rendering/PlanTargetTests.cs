using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Rendering;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests.Rendering;

/// <summary>What the digest of a document binds beside its plans.</summary>
public class PlanTargetTests
{
    [Fact]
    public void Of_NothingConfigured_IsTheUsual() => Assert.Equal(PlanTarget.Usual, PlanTarget.Of(ProviderInput.None, roleArn: null));

    [Fact]
    public void Of_ARole_IsItsAccount_WhicheverRoleOfItIs()
    {
        var reads = PlanTarget.Of(ProviderInput.None, "qcs::cam::uin/100000000001:roleName/reads");
        Assert.Equal("100000000001", reads.Account);
        Assert.Equal(reads, PlanTarget.Of(ProviderInput.None, "qcs::cam::uin/100000000001:roleName/writes"));
        Assert.Null(PlanTarget.Of(ProviderInput.None, "qcs::cam::roleName/reads").Account);
    }

    [Theory]
    [InlineData("https://a.example.com", null, null, null)]
    [InlineData(null, "1", null, null)]
    [InlineData(null, null, "20%", null)]
    [InlineData(null, null, null, 3)]
    public void Digest_OfAnotherTarget_IsAnother(string? endpoint, string? account, string? maxUnavailable, int? maxStops)
    {
        var plan = PlanOf(FleetOf(Running(1, 1, 9)), Revocation(Keys(1), Graceful));
        var usual = new PlannedRegion(Region, plan);
        var other = usual with { Target = new PlanTarget(endpoint, account, maxUnavailable, maxStops) };

        Assert.Equal(plan.Digest, new PlanDocument("p", [usual]).Digest);
        Assert.NotEqual(plan.Digest, new PlanDocument("p", [other]).Digest);
        // Who signs is shown and not bound: reviewer and pipeline have secrets of their own.
        Assert.Equal(
            new PlanDocument("p", [other]).Digest,
            new PlanDocument("p", [other]) { Signers = [new Signer("environment", null, null)] }.Digest
        );
        Assert.NotEqual(new PlanDocument("p", [usual, usual]).Digest, new PlanDocument("p", [usual, other]).Digest);
    }
}
