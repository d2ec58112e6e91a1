using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Translation;
using Kind = KeyBindingProvider.Pulumi.Protocol.PropertyDiff.Types.Kind;

namespace KeyBindingProvider.Pulumi.Tests.Kit;

/// <summary>What an engine insists on, in every diff.</summary>
internal static class DiffRules
{
    public static void Hold(DiffResponse diff)
    {
        Assert.True(diff.HasDetailedDiff);
        Assert.NotEqual(DiffResponse.Types.DiffChanges.DiffUnknown, diff.Changes);
        Assert.Equal(diff.Diffs.Distinct(), diff.Diffs);
        Assert.Equal(diff.Replaces.Distinct(), diff.Replaces);
        Assert.Equal(diff.Changes == DiffResponse.Types.DiffChanges.DiffSome, diff.DetailedDiff.Count > 0);
        Assert.Equal(
            diff.DetailedDiff.Keys.Select(path => PropertyPath.Parse(path).Root).Distinct().Order(StringComparer.Ordinal),
            diff.Diffs.Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            diff.DetailedDiff.Where(entry => entry.Value.Kind is Kind.AddReplace or Kind.DeleteReplace or Kind.UpdateReplace)
                .Select(entry => PropertyPath.Parse(entry.Key).Root)
                .Distinct(),
            diff.Replaces
        );
        Assert.All(
            diff.DetailedDiff,
            entry =>
                Assert.Equal(
                    !entry.Key.StartsWith("bindings", StringComparison.Ordinal)
                        && !entry.Key.StartsWith("pending", StringComparison.Ordinal),
                    entry.Value.InputDiff
                )
        );
    }
}
