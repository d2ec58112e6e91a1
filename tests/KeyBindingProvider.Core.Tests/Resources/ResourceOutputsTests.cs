using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Resources;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Core.Tests.Resources;

public class ResourceOutputsTests
{
    private static ResourceOutputs Full() =>
        new()
        {
            Bindings = Pairs((1, Keys(1))),
            ForeignBindings = Pairs((1, Keys(2))),
            PendingInstances = ImmutableSortedDictionary<InstanceId, PendingCode>.Empty.Add(Ins(1), PendingCode.Running),
            PowerCycledInstanceIds = Instances(1),
        };

    /// <summary>An engine shows a change where two outputs differ: each part counts, and an equal copy is no change.</summary>
    [Fact]
    public void Equals_ByValueInEveryPart()
    {
        Assert.Equal(Full(), Full());
        Assert.All(
            [
                Full() with
                {
                    Bindings = Pairs((1, Keys(3))),
                },
                Full() with
                {
                    ForeignBindings = Pairs((1, Keys(3))),
                },
                Full() with
                {
                    PendingInstances = Full().PendingInstances.SetItem(Ins(1), PendingCode.Unverified),
                },
                Full() with
                {
                    PowerCycledInstanceIds = Instances(2),
                },
            ],
            other => Assert.NotEqual(Full(), other)
        );
        Assert.False(Full().Equals(null));
    }
}
