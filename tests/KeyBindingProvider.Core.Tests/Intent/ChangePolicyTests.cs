using CsCheck;
using KeyBindingProvider.Core.Intent;

namespace KeyBindingProvider.Core.Tests;

public class ChangePolicyTests
{
    private static readonly Gen<MaxUnavailable> Limit = Gen.Select(
        Gen.Bool,
        Gen.Int[1, 4],
        (percent, value) => percent ? MaxUnavailable.Percent(value) : MaxUnavailable.Count(value)
    );

    private static readonly Gen<ChangePolicy> Policy = Gen.Select(
        Gen.Select(Gen.Int[0, 4], Limit, Gen.Int[0, 3], Gen.Int[0, 3]),
        Gen.Select(Gen.Int[1, 4], Gen.Bool, Gen.Int[0, 3], Gen.Bool),
        (a, b) =>
            new ChangePolicy
            {
                StopPolicy = (StopPolicy)a.Item1,
                MaxUnavailable = [a.Item2],
                FailureBudget = a.Item3,
                Canary = a.Item4,
                StopTimeoutSeconds = b.Item1,
                AllowKeyless = b.Item2,
                MaxStops = b.Item3 == 3 ? null : b.Item3,
                OnBlocked = b.Item4 ? OnBlocked.Skip : OnBlocked.Refuse,
            }
    );

    [Fact]
    public void Strictest_Any_IsCommutativeAssociativeAndIdempotent() =>
        Gen.Select(Policy, Policy, Policy)
            .Sample(
                (a, b, c) =>
                {
                    Assert.Equal(a.Strictest(b), b.Strictest(a));
                    Assert.Equal(a.Strictest(b).Strictest(c), a.Strictest(b.Strictest(c)));
                    Assert.Equal(a, a.Strictest(a));
                    Assert.Equal(a.Strictest(b), a.Strictest(b).Strictest(a));
                }
            );

    [Fact]
    public void Strictest_Two_NeverAllowsMoreThanEither() =>
        Gen.Select(Policy, Policy, Gen.Int[0, 500])
            .Sample(
                (a, b, running) =>
                {
                    var both = a.Strictest(b);
                    foreach (var one in (ChangePolicy[])[a, b])
                    {
                        Assert.True(both.StopPolicy <= one.StopPolicy);
                        Assert.True(both.ResolveMaxUnavailable(running) <= one.ResolveMaxUnavailable(running));
                        Assert.True(both.FailureBudget <= one.FailureBudget);
                        Assert.True(one.Canary == 0 || (both.Canary > 0 && both.Canary <= one.Canary));
                        Assert.True(both.StopTimeoutSeconds >= one.StopTimeoutSeconds);
                        Assert.True(one.AllowKeyless || !both.AllowKeyless);
                        Assert.True((both.MaxStops ?? int.MaxValue) <= (one.MaxStops ?? int.MaxValue));
                        Assert.True(both.OnBlocked <= one.OnBlocked);
                    }
                }
            );

    [Fact]
    public void Equals_SameFields_IsByValue()
    {
        Assert.Equal(ChangePolicy.Default, new ChangePolicy());
        Assert.Equal(ChangePolicy.Default.GetHashCode(), new ChangePolicy().GetHashCode());
        Assert.NotEqual(ChangePolicy.Default, new ChangePolicy { MaxUnavailable = [MaxUnavailable.Count(25)] });
    }

    [Fact]
    public void Over_FieldByField_TakesResourceThenProviderThenBuiltIn()
    {
        var resource = new ChangePolicyInput { StopPolicy = StopPolicy.Force, MaxStops = 7 };
        var provider = new ChangePolicyInput
        {
            StopPolicy = StopPolicy.Graceful,
            MaxUnavailable = MaxUnavailable.Count(3),
            MaxStops = 9,
            OnBlocked = OnBlocked.Skip,
            AllowKeyless = true,
            Canary = 0,
        };
        var expected = new ChangePolicy
        {
            StopPolicy = StopPolicy.Force,
            MaxUnavailable = [MaxUnavailable.Count(3)],
            MaxStops = 7,
            OnBlocked = OnBlocked.Skip,
            AllowKeyless = true,
            Canary = 0,
            FailureBudget = 0,
            StopTimeoutSeconds = 300,
        };
        Assert.Equal(expected, resource.Over(provider));
        Assert.Equal(ChangePolicy.Default, ChangePolicyInput.None.Over(ChangePolicyInput.None));
    }

    [Fact]
    public void Over_ResourceSetsEveryField_IgnoresTheProvider()
    {
        var loose = new ChangePolicyInput
        {
            StopPolicy = StopPolicy.Force,
            MaxUnavailable = MaxUnavailable.Percent(100),
            FailureBudget = 9,
            Canary = 9,
            StopTimeoutSeconds = 9,
            AllowKeyless = true,
            MaxStops = 9,
            OnBlocked = OnBlocked.Skip,
        };
        var strict = new ChangePolicyInput
        {
            StopPolicy = StopPolicy.Refuse,
            MaxUnavailable = MaxUnavailable.Count(1),
            FailureBudget = 0,
            Canary = 0,
            StopTimeoutSeconds = 1,
            AllowKeyless = false,
            MaxStops = 0,
            OnBlocked = OnBlocked.Refuse,
        };
        Assert.Equal(strict.Over(ChangePolicyInput.None), strict.Over(loose));
        Assert.Equal(loose.Over(ChangePolicyInput.None), ChangePolicyInput.None.Over(loose));
    }

    [Fact]
    public void Default_Fields_AreTheDocumentedOnes() =>
        Assert.Equal(
            (StopPolicy.Refuse, "25%", 0, 1, 300, false, null, OnBlocked.Refuse),
            (
                ChangePolicy.Default.StopPolicy,
                string.Join('+', ChangePolicy.Default.MaxUnavailable),
                ChangePolicy.Default.FailureBudget,
                ChangePolicy.Default.Canary,
                ChangePolicy.Default.StopTimeoutSeconds,
                ChangePolicy.Default.AllowKeyless,
                ChangePolicy.Default.MaxStops,
                ChangePolicy.Default.OnBlocked
            )
        );
}
