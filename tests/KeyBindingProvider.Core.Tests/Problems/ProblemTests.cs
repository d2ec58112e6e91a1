using KeyBindingProvider.Core.Problems;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests;

public class ProblemTests
{
    private static readonly Problem Some = Problem.Error(ProblemCodes.MissingKey, "It is not there.");

    [Fact]
    public void EffectiveRemedy_IsItsOwnElseThatOfItsCode()
    {
        Assert.Equal(ProblemCodes.MissingKey.Remedy, Some.EffectiveRemedy);
        Assert.Equal("Wait.", (Some with { Remedy = "Wait." }).EffectiveRemedy);
    }

    [Fact]
    public void Equals_ByValueInEveryPart()
    {
        Assert.Equal(Some with { Instances = [Ins(1)] }, Some with { Instances = [Ins(1)] });
        Assert.All(
            [
                Some with
                {
                    Instances = [Ins(1)],
                },
                Some with
                {
                    Remedy = "Wait.",
                },
                Problem.Warning(ProblemCodes.MissingKey, "It is not there."),
            ],
            other => Assert.NotEqual(Some, other)
        );
        Assert.False(Some.Equals(null));
    }
}
