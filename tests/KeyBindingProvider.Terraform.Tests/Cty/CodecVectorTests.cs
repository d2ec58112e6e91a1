using KeyBindingProvider.Terraform.Cty;

namespace KeyBindingProvider.Terraform.Tests.Cty;

/// <summary>Bytes that the engine sends and accepts, both ways (rule <c>plugin-values</c>).</summary>
public class CodecVectorTests
{
    private static readonly CtyType s_texts = new CtyType.Set(CtyType.Text);
    private static readonly CtyType s_object = CtyType.Object.Of(("a", CtyType.Text), ("n", CtyType.Number));

    public static TheoryData<string, string, string> Vectors =>
        new()
        {
            { "null", "string", "c0" },
            { "unknown", "string", "d40000" },
            { "'web'", "string", "a3776562" },
            { "''", "string", "a0" },
            { "'é'", "string", "a2c3a9" },
            { "0", "number", "00" },
            { "-1", "number", "ff" },
            { "42", "number", "2a" },
            { "200", "number", "ccc8" },
            { "65536", "number", "ce00010000" },
            { "9223372036854775807", "number", "cf7fffffffffffffff" },
            { "-9223372036854775808", "number", "d38000000000000000" },
            { "1.5", "number", "cb3ff8000000000000" },
            { "18446744073709551616", "number", "b43138343436373434303733373039353531363136" },
            { "true", "bool", "c3" },
            { "false", "bool", "c2" },
            { "[]", "texts", "90" },
            { "['a','b']", "texts", "92a161a162" },
            { "['a',unknown]", "texts", "92a161d40000" },
            { "{a:'x',n:null}", "object", "82a161a178a16ec0" },
            { "{a:unknown,n:7}", "object", "82a161d40000a16e07" },
        };

    /// <summary>What the engine may send in another form than we do.</summary>
    public static TheoryData<string, string, string> AlsoRead =>
        new()
        {
            // Refined unknown: not null, begins with "ins-x-".
            { "unknown", "string", "c70b0c8201c202a6696e732d782d" },
            { "unknown", "string", "c7030c8101c2" },
            { "unknown", "number", "d5000000" },
            { "7", "number", "d30000000000000007" },
            { "7", "number", "cc07" },
            { "7", "number", "cb401c000000000000" },
            { "7", "number", "a137" },
            { "9223372036854775808", "number", "cf8000000000000000" },
            { "'web'", "string", "d903776562" },
            { "['b','a','a']", "texts", "dc0003a162a161a161" },
            { "{a:'x',n:null}", "object", "de0002a16ec0a161a178" },
        };

    public static TheoryData<string, string> Wrong =>
        new()
        {
            { "string", "" },
            { "string", "01" },
            { "string", "c0c0" },
            { "string", "a2c328" },
            { "string", "a3776" + "5" },
            { "number", "a3616263" },
            { "number", "c3" },
            { "bool", "01" },
            { "texts", "a0" },
            { "texts", "9201" },
            { "object", "81a161a178" },
            { "object", "83a161a178a16ec0a17ac0" },
            { "object", "82a161a178016ec0" },
            { "object", "90" },
        };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Encode_And_Decode_AreInverse(string value, string type, string hex)
    {
        Assert.Equal(hex, Convert.ToHexStringLower(CtyMessagePack.Encode(ValueOf(value), TypeOf(type)).Span));
        Assert.Equal(ValueOf(value), CtyMessagePack.Decode(Convert.FromHexString(hex), TypeOf(type)));
    }

    [Theory]
    [MemberData(nameof(AlsoRead))]
    public void Decode_OtherFormsOfTheSameValue_ReadAsThat(string value, string type, string hex) =>
        Assert.Equal(ValueOf(value), CtyMessagePack.Decode(Convert.FromHexString(hex), TypeOf(type)));

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Decode_WrongBytes_AreAnErrorThatSaysWhere(string type, string hex)
    {
        var exception = Assert.Throws<CtyFormatException>(() => CtyMessagePack.Decode(Convert.FromHexString(hex), TypeOf(type)));
        Assert.NotEmpty(exception.Message);
    }

    [Fact]
    public void Null_Unknown_AndEmpty_AreThreeThings()
    {
        Assert.NotEqual(CtyValue.Nothing, CtyValue.NotKnown);
        Assert.NotEqual(CtyValue.Nothing, CtyValue.EmptySet);
        Assert.NotEqual(CtyValue.NotKnown, CtyValue.EmptySet);
        Assert.False(new CtyValue.Set([CtyValue.NotKnown]).IsWhollyKnown);
        Assert.True(CtyValue.Nothing.IsWhollyKnown);
    }

    private static CtyType TypeOf(string name) =>
        name switch
        {
            "string" => CtyType.Text,
            "number" => CtyType.Number,
            "bool" => CtyType.Flag,
            "texts" => s_texts,
            _ => s_object,
        };

    private static CtyValue ValueOf(string text) =>
        text switch
        {
            "null" => CtyValue.Nothing,
            "unknown" => CtyValue.NotKnown,
            "true" or "false" => new CtyValue.Flag(text == "true"),
            ['\'', .. var inner, '\''] => new CtyValue.Text(inner),
            ['[', .. var inner, ']'] => new CtyValue.Set([.. inner.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(ValueOf)]),
            ['{', .. var inner, '}'] => CtyValue.Map.Of(
                inner.Split(',').Select(entry => (entry.Split(':')[0], ValueOf(entry.Split(':')[1])))
            ),
            _ => new CtyValue.Number(CtyNumber.TryParse(text, out var number) ? Exact(number, text) : throw new FormatException(text)),
        };

    private static CtyNumber Exact(CtyNumber number, string text) =>
        text.Contains('.', StringComparison.Ordinal) ? CtyNumber.Of(number.Real) : number;
}
