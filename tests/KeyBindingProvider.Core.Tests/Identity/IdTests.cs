using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Tests;

public class IdTests
{
    [Theory]
    [InlineData("ins-0123abcd", true)]
    [InlineData("ins-zzzzzzzz", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("ins-", false)]
    [InlineData("ins-0123abc", false)]
    [InlineData("ins-0123abcde", false)]
    [InlineData("INS-0123abcd", false)]
    [InlineData("ins-0123ABCD", false)]
    [InlineData("ins-0123abc_", false)]
    [InlineData(" ins-0123abcd", false)]
    [InlineData("ins-0123abcd\n", false)]
    [InlineData("ins-0123abc\u0661", false)]
    [InlineData("skey-0123abcd", false)]
    public void TryParse_InstanceId_AcceptsOnlyTheDocumentedForm(string? text, bool expected)
    {
        Assert.Equal(expected, InstanceId.TryParse(text, out var id));
        Assert.Equal(expected ? text : null, id?.Value);
    }

    [Theory]
    [InlineData("skey-0123abcd", true)]
    [InlineData(null, false)]
    [InlineData("skey-0123abc", false)]
    [InlineData("skey-0123abcD", false)]
    [InlineData("key-0123abcde", false)]
    [InlineData("ins-0123abcd", false)]
    public void TryParse_KeyId_AcceptsOnlyTheDocumentedForm(string? text, bool expected)
    {
        Assert.Equal(expected, KeyId.TryParse(text, out var id));
        Assert.Equal(expected ? text : null, id?.ToString());
    }

    [Fact]
    public void CompareTo_DigitsAndLetters_IsOrdinal()
    {
        string[] texts = ["ins-zzzzzzzz", "ins-00000000", "ins-a0000000", "ins-9zzzzzzz"];
        Assert.Equal(texts.Order(StringComparer.Ordinal), texts.Select(InstanceId.FromService).Order().Select(id => id.Value));
    }

    [Fact]
    public void FromService_UnknownForm_IsCarriedAsItIs() => Assert.Equal("lhins-1", InstanceId.FromService("lhins-1").ToString());

    [Fact]
    public void Equality_IsThatOfTheText()
    {
        var (id, same) = (InstanceId.FromService("ins-a0000000"), InstanceId.FromService(string.Concat("ins-", "a0000000")));
        Assert.Equal(id, same);
        Assert.Equal(id.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(id, InstanceId.FromService("ins-A0000000"));
        Assert.NotEqual<object>(id, KeyId.FromService("ins-a0000000"));
    }
}
