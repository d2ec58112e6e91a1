using System.Collections.Immutable;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;

namespace KeyBindingProvider.Terraform.Tests.Service;

/// <summary>Problems as the engine prints them.</summary>
public class DiagnosticsTests
{
    [Theory]
    [InlineData("one thing", "one thing. Apply again when wanted: it goes on from here. [KB4009]")]
    [InlineData("one thing.", "one thing. Apply again when wanted: it goes on from here. [KB4009]")]
    [InlineData("- one\n- another\n", "- one\n- another\nApply again when wanted: it goes on from here. [KB4009]")]
    public void Detail_EndsASentenceAndNoList(string message, string detail) =>
        Assert.Equal(detail, Diagnostics.Of(Problem.Error(ProblemCodes.Cancelled, message)).Detail);

    [Theory]
    [InlineData("1 hour")]
    [InlineData("-1")]
    [InlineData("0s")]
    public void Timeout_ThatIsNone_IsNotTreatedAsOneOfAList(string text)
    {
        var timeouts = new CtyValue.Map(ImmutableSortedDictionary<string, CtyValue>.Empty.Add("create", new CtyValue.Text(text)));
        var config = new CtyValue.Map(ImmutableSortedDictionary<string, CtyValue>.Empty.Add(AttributeNames.Timeouts, timeouts));
        Assert.Equal(
            $"create must be a duration such as 90s, 45m or 2h30m, of at most 30 days, not '{text}'. Write it as the message says. [KB1005]",
            Diagnostics.Of(Assert.Single(Timeouts.Check(config))).Detail
        );
    }
}
