using System.Text;
using KeyBindingProvider.TestKit.Secrets;

namespace KeyBindingProvider.Cvm.Tests.Secrets;

/// <summary>The search for canaries finds one in each form, wherever it stands: without this no test of secrets would mean anything.</summary>
public class CanarySearchTests
{
    private static readonly Canary s_planted = Canary.Of("a place");
    private static readonly Canary s_other = Canary.Of("another place");

    public static TheoryData<string, string> Forms
    {
        get
        {
            var data = new TheoryData<string, string>
            {
                { "raw", s_planted.Text },
                { "raw", System.Text.Json.JsonSerializer.Serialize(s_planted.Text) },
                { "raw", s_planted.Text[..^8] },
                { "raw", Uri.EscapeDataString(s_planted.Text) },
                { "url-encoded", string.Concat(Encoding.UTF8.GetBytes(s_planted.Text).Select(letter => $"%{letter:X2}")) },
                { "hexadecimal", Convert.ToHexString(Encoding.UTF8.GetBytes(s_planted.Text)) },
            };
            for (var before = 0; before < 3; before++)
            {
                var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{new string('x', before)}{s_planted.Text} and more"));
                data.Add("base64", base64);
                data.Add("base64", base64.Replace('+', '-').Replace('/', '_').TrimEnd('='));
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void PlantedCanary_IsFound_WithItsSourceAndForm(string form, string text)
    {
        var found = CanarySearch.In($"before {text} after", [s_other, s_planted]);

        Assert.Contains($"a place, {form}", found, StringComparison.Ordinal);
        Assert.DoesNotContain("another place", found, StringComparison.Ordinal);
    }

    [Fact]
    public void TextWithoutACanary_HoldsNone() =>
        Assert.Equal("", CanarySearch.In($"AKID {s_planted.Core[..6]} skey-00000000 and so on", [s_planted, s_other]));

    /// <summary>Two sources with one secret would hide which of them is shown.</summary>
    [Fact]
    public void Sources_HaveCanariesOfTheirOwn()
    {
        Canary[] all = [.. SecretTable.Sources.SelectMany(source => CanaryCredentials.Of(source).All)];

        Assert.Equal(all.Length, all.Select(canary => canary.Core).Distinct().Count());
    }
}
