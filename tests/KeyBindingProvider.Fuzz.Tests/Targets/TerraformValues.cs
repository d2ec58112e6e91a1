using System.Collections.Immutable;
using CsCheck;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Fuzz.Tests.Fuzzing;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;

namespace KeyBindingProvider.Fuzz.Tests.Targets;

/// <summary>
/// Values as Terraform's engine sends them, against every schema: a <see cref="CtyFormatException"/>, or a value that is written and read back the same and that
/// the checks of configuration read. The first byte of an input chooses the schema, the others are MessagePack.
/// </summary>
internal static class TerraformValues
{
    private static readonly ImmutableArray<ResourceSchema> s_resources = [.. ResourceSchemas.ByType.Values];

    private static readonly CtyType.Object[] s_types =
    [
        .. s_resources.Select(schema => schema.Definition.Type),
        .. s_resources.Select(schema => schema.Identity.Type),
        ProviderSchema.Definition.Type,
        AssociationsSchema.Definition.Type,
        CtyType.Object.Of(("all", new CtyType.List(new CtyType.Map(CtyType.Number))), ("flag", CtyType.Flag)),
    ];

    public static FuzzTarget Target { get; } =
        new("terraform-value", Run)
        {
            OfFile = OfJson,
            Generated = Gen.Int[0, s_types.Length - 1]
                .SelectMany(index =>
                    KnownOf(s_types[index])
                        .Select(value => (byte[])[(byte)index, .. CtyMessagePack.Encode(value, s_types[index]).ToByteArray()])
                ),
            Tokens =
            [
                "\u00c0",
                "key_ids",
                "instance_ids",
                "region",
                "change_policy",
                "timeouts",
                "id",
                "create",
                "1h30m",
                "9999999999h",
                "all",
                "flag",
            ],
        };

    private static string Run(byte[] bytes)
    {
        var index = bytes.Length == 0 ? 0 : bytes[0] % s_types.Length;
        var type = s_types[index];
        CtyValue value;
        try
        {
            value = CtyMessagePack.Decode(bytes.AsMemory(Math.Min(1, bytes.Length)), type);
        }
        catch (CtyFormatException exception)
        {
            return $"{index} {string.Concat(exception.Message.Where(c => char.IsAsciiLetterLower(c) || c == ' ').Take(40))}";
        }

        Assert.Equal(value, CtyMessagePack.Decode(CtyMessagePack.Encode(value, type).Memory, type));
        if (value is not CtyValue.Map map)
        {
            return $"{index} {value.GetType().Name}";
        }

        _ = Timeouts.Check(map).Count();
        _ = AssociationsFilter.Read(map);
        var provider = ProviderCheck.Check(InputValues.Of(map, PropertyNames.OfProvider), "", Spelling.Snake);
        var problems = 0;
        if (index < s_resources.Length)
        {
            problems = StateObject.Check(map, s_resources[index], provider.Value.ChangePolicy).Problems.Length;
            Assert.NotNull(StateObject.Read(map, s_resources[index], observation: null));
        }

        return $"{index} {map.IsWhollyKnown} {Math.Min(problems, 3)} {provider.Problems.Length}";
    }

    /// <summary>A line with the number of the schema, then a value in JSON.</summary>
    private static byte[] OfJson(byte[] file)
    {
        var index = (byte)(file[0] - '0');
        var type = s_types[index];
        return [index, .. CtyMessagePack.Encode(CtyJson.Decode(file.AsMemory(1), type), type).ToByteArray()];
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
            CtyType.Primitive when type == CtyType.Text => Gen.OneOf(
                    Pick.Of("ins-00000001", "skey-00000001", "ap-guangzhou", "graceful", "1h30m", "lose skey-a; no stop (change 1)", ""),
                    Gen.String[Gen.Char.AlphaNumeric, 0, 20]
                )
                .Select(CtyValue.OfText),
            CtyType.Primitive when type == CtyType.Flag => Gen.Bool.Select(flag => (CtyValue)new CtyValue.Flag(flag)),
            CtyType.Primitive => Gen.OneOf(
                    Gen.Long.Select(CtyNumber.Of),
                    Gen.Double.Select(CtyNumber.Of),
                    Gen.Long.Select(number => CtyNumber.TryParse($"{number}{number & 0xffff}123456789", out var big) ? big : default)
                )
                .Select(number => (CtyValue)new CtyValue.Number(number)),
            CtyType.List list => ValueOf(list.Element).Array[0, 3].Select(items => (CtyValue)new CtyValue.List([.. items])),
            CtyType.Set set => ValueOf(set.Element).Array[0, 3].Select(items => (CtyValue)new CtyValue.Set([.. items])),
            CtyType.Map map => Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 0, 12], ValueOf(map.Element))
                .Array[0, 3]
                .Select(entries => (CtyValue)CtyValue.Map.Of(entries)),
            CtyType.Object of => of
                .Attributes.Aggregate(
                    Gen.Const(ImmutableSortedDictionary.Create<string, CtyValue>(StringComparer.Ordinal)),
                    (gen, attribute) =>
                        Gen.Select(gen, ValueOf(attribute.Value)).Select((built, value) => built.SetItem(attribute.Key, value))
                )
                .Select(entries => (CtyValue)new CtyValue.Map(entries)),
            _ => throw new InvalidOperationException($"no generator for {type}"),
        };
}
