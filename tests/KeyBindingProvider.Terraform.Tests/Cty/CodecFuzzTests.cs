using System.Collections.Immutable;
using CsCheck;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;

namespace KeyBindingProvider.Terraform.Tests.Cty;

/// <summary>Bytes from nowhere: an error, bounded memory, no crash.</summary>
public class CodecFuzzTests
{
    private const long MostMemory = 64 * 1024 * 1024;

    private static readonly CtyType.Object s_schema = ResourceSchemas.ByType["keybinding_key_pair_association"].Definition.Type;

    [Fact]
    public void RoundTrip_AnyValueOfTheSchema_IsTheSame() =>
        ValueOf(s_schema)
            .Sample(
                value => Assert.Equal(value, CtyMessagePack.Decode(CtyMessagePack.Encode(value, s_schema).Memory, s_schema)),
                iter: 500
            );

    [Fact]
    public void Decode_RandomBytes_AreAValueOrAnError() => Gen.Byte.Array[0, 200].Sample(bytes => TryDecode(bytes), iter: 20_000);

    [Fact]
    public void Decode_DamagedValues_AreAValueOrAnError() =>
        Gen.Select(ValueOf(s_schema), Gen.Int[0, 4000], Gen.Byte, Gen.Int[0, 4000])
            .Sample(
                (value, at, with, cut) =>
                {
                    var bytes = CtyMessagePack.Encode(value, s_schema).ToByteArray();
                    bytes[at % bytes.Length] = with;
                    TryDecode(bytes);
                    TryDecode(bytes[..(cut % bytes.Length)]);
                },
                iter: 2_000
            );

    [Theory]
    [InlineData("dd ff ff ff ff")]
    [InlineData("df ff ff ff ff")]
    [InlineData("db ff ff ff ff")]
    [InlineData("c9 ff ff ff ff 00")]
    [InlineData("dd 7f ff ff ff c0 c0 c0")]
    [InlineData("dc ff ff")]
    public void Decode_HugeLengthsWithNothingBehind_ReserveNoMemory(string hex)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        foreach (var type in new CtyType[] { CtyType.Text, new CtyType.Set(CtyType.Text), new CtyType.Map(CtyType.Text), s_schema })
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<CtyFormatException>(() => CtyMessagePack.Decode(bytes, type));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
        }
    }

    [Theory]
    [InlineData(0x91)]
    [InlineData(0x81)]
    [InlineData(0xdd)]
    public void Decode_DeepNesting_IsAnErrorNotAStackOverflow(byte code)
    {
        var bytes = Enumerable.Repeat(code, 4_000_000).ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<CtyFormatException>(() => CtyMessagePack.Decode(bytes, s_schema));
        Assert.Throws<CtyFormatException>(() => CtyMessagePack.Decode(bytes, new CtyType.Set(CtyType.Text)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
    }

    [Fact]
    public void Decode_MoreValuesOrLongerTextsThanTheLimits_IsAnError()
    {
        var limits = new CodecLimits(Values: 10, TextBytes: 8);
        var type = new CtyType.Set(CtyType.Text);
        var many = CtyMessagePack.Encode(CtyValue.OfTexts(Enumerable.Repeat("a", 10)), type);
        var tooLong = CtyMessagePack.Encode(CtyValue.OfTexts(["123456789"]), type);
        Assert.Contains(
            "more than 10 values",
            Assert.Throws<CtyFormatException>(() => CtyMessagePack.Decode(many.Memory, type, limits)).Message
        );
        Assert.Contains(
            "more than 8 bytes",
            Assert.Throws<CtyFormatException>(() => CtyMessagePack.Decode(tooLong.Memory, type, limits)).Message
        );
        CtyMessagePack.Decode(CtyMessagePack.Encode(CtyValue.OfTexts(Enumerable.Repeat("12345678", 9)), type).Memory, type, limits);
    }

    [Fact]
    public void DecodeJson_DeepOrWrongStates_AreErrors()
    {
        Assert.Throws<CtyFormatException>(() => CtyJson.Decode(Utf8(string.Concat(Enumerable.Repeat("{\"id\":", 100_000))), s_schema));
        Assert.Throws<CtyFormatException>(() => CtyJson.Decode(Utf8("{\"id\":7}"), s_schema));
        Assert.Throws<CtyFormatException>(() => CtyJson.Decode(Utf8("[]"), s_schema));
        Gen.String.Sample(text => Assert.True(text is not null && TryJson(text)), iter: 2_000);
    }

    private static bool TryJson(string text)
    {
        try
        {
            CtyJson.Decode(Utf8(text), s_schema);
        }
        catch (CtyFormatException)
        {
            // The only acceptable one.
        }

        return true;
    }

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static void TryDecode(byte[] bytes)
    {
        try
        {
            CtyMessagePack.Decode(bytes, s_schema);
        }
        catch (CtyFormatException)
        {
            // The only acceptable one.
        }
    }

    private static Gen<CtyValue> ValueOf(CtyType type) =>
        Gen.Frequency(
            (1, Gen.Const(CtyValue.Nothing)),
            (1, Gen.Const(CtyValue.NotKnown)),
            (6, Gen.Const(0).SelectMany(_ => KnownOf(type)))
        );

    private static Gen<CtyValue> KnownOf(CtyType type) =>
        type switch
        {
            CtyType.Primitive when type == CtyType.Text => Gen.String[Gen.Char.AlphaNumeric, 0, 40]
                .Select(text => (CtyValue)new CtyValue.Text(text)),
            CtyType.Primitive when type == CtyType.Flag => Gen.Bool.Select(flag => (CtyValue)new CtyValue.Flag(flag)),
            CtyType.Primitive => Gen.OneOf(
                    Gen.Long.Select(CtyNumber.Of),
                    Gen.Double.Where(double.IsFinite).Select(CtyNumber.Of),
                    Gen.Long.Select(number => CtyNumber.TryParse($"{number}{number & 0xffff}123456789", out var big) ? big : default)
                )
                .Select(number => (CtyValue)new CtyValue.Number(number)),
            CtyType.List list => ValueOf(list.Element).Array[0, 4].Select(items => (CtyValue)new CtyValue.List([.. items])),
            CtyType.Set set => ValueOf(set.Element).Array[0, 4].Select(items => (CtyValue)new CtyValue.Set([.. items])),
            CtyType.Map map => Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 12], ValueOf(map.Element))
                .Array[0, 4]
                .Select(entries => (CtyValue)CtyValue.Map.Of(entries)),
            CtyType.Object of => of
                .Attributes.Aggregate(
                    Gen.Const(ImmutableSortedDictionary.Create<string, CtyValue>(StringComparer.Ordinal)),
                    (gen, attribute) =>
                        Gen.Select(gen, ValueOf(attribute.Value)).Select((built, value) => built.SetItem(attribute.Key, value))
                )
                .Select(entries => (CtyValue)new CtyValue.Map(entries)),
            _ => throw new InvalidOperationException(),
        };
}
