using CsCheck;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Tests.Properties;

/// <summary>Values survive the way there and back, at every depth.</summary>
public class ValueProperties
{
    private static readonly Gen<string> Name = Gen.String[Gen.Char['a', 'z'], 1, 6];

    private static readonly Gen<PropertyValue> Leaf = Gen.OneOf<PropertyValue>(
        Gen.Const<PropertyValue>(PropertyValue.Null.Instance),
        Gen.Bool.Select(flag => (PropertyValue)new PropertyValue.Flag(flag)),
        Gen.Double[-1e9, 1e9].Select(number => (PropertyValue)new PropertyValue.Number(number)),
        Gen.String[Gen.Char[' ', '~'], 0, 12].Select(text => (PropertyValue)new PropertyValue.Text(text)),
        Gen.Const<PropertyValue>(PropertyValue.Unknown.Instance)
    );

    internal static readonly Gen<PropertyValue> Any = Gen.Recursive<PropertyValue>(
        (depth, inner) =>
            depth > 4
                ? Leaf
                : Gen.OneOf(
                    Leaf,
                    inner.Select(value => (PropertyValue)new PropertyValue.Secret(value)),
                    inner.Array[0, 3].Select(items => (PropertyValue)new PropertyValue.List([.. items])),
                    Gen.Select(Name, inner).Array[0, 3].Select(Map),
                    Gen.Select(inner.Select(value => value), Gen.Bool, Name.Array[0, 2])
                        .Select((value, isSecret, urns) => (PropertyValue)new PropertyValue.Output(value, isSecret, [.. urns])),
                    Name.Select(name => Reference(name))
                )
    );

    [Fact]
    public void WrittenAndRead_IsTheSame() =>
        Any.Sample(value =>
        {
            var bytes = ToProto.Value(value).ToByteArray();
            return FromProto.Value(Value.Parser.ParseFrom(bytes)).Equals(value);
        });

    [Fact]
    public void Plain_IsNeverASecretOrAnOutput() => Any.Sample(value => value.Plain is not (PropertyValue.Secret or PropertyValue.Output));

    [Theory]
    [InlineData("04da6b54-80e4-46f7-96ec-b56ff0331ba9")]
    [InlineData("1c4a061d-8072-4f0a-a4cb-0ff528b18fe7")]
    [InlineData("3eeb2bf0-c639-47a8-9e75-3b44932eb421")]
    [InlineData("6a19a0b0-7e62-4c92-b797-7f8e31da9cc2")]
    [InlineData("030794c1-ac77-496b-92df-f27374a8bd58")]
    [InlineData("e48ece36-62e2-4504-bad9-02848725956a")]
    [InlineData("dd056dcd-154b-4c76-9bd3-c8f88648b5ff")]
    public void EveryMarkOfUnknown_IsRead_AndATextThatHoldsOneIsAText(string mark)
    {
        Assert.Equal(PropertyValue.Unknown.Instance, FromProto.Value(Value.ForString(mark)));
        Assert.Equal(new PropertyValue.Text(mark + " "), FromProto.Value(Value.ForString(mark + " ")));
    }

    [Theory]
    [InlineData("instanceIds[3]", "instanceIds|3")]
    [InlineData("changePolicy.stopPolicy", "changePolicy|stopPolicy")]
    [InlineData("""tags["a.\"b]"].c""", "tags|a.\"b]|c")]
    [InlineData("bindings.*", "bindings|*")]
    [InlineData("steps[*].name", "steps|*|name")]
    [InlineData("broken[", "broken|")]
    [InlineData("broken[\"x", "broken|x")]
    [InlineData("", "")]
    public void Path_IsRead(string text, string steps) => Assert.Equal(steps, string.Join('|', PropertyPath.Parse(text).Steps));

    [Fact]
    public void PathOfAName_ReadsBackAsThatName() =>
        Gen.String[Gen.Char[' ', '~'], 1, 8]
            .Where(name => !name.Contains('\\'))
            .Sample(name => PropertyPath.Parse(PropertyPath.Of("root", name)).Steps.SequenceEqual(["root", name]));

    private static PropertyValue Map((string Name, PropertyValue Value)[] entries) =>
        entries.Aggregate(PropertyValue.Map.Empty, (map, entry) => map.With(entry.Name, entry.Value));

    private static PropertyValue Reference(string id) => FromProto.Value(Kit.Values.Reference("urn:pulumi:dev::demo::x:y:Z::n", id));
}
