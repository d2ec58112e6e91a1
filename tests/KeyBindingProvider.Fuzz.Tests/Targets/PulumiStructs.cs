using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Fuzz.Tests.Fuzzing;
using KeyBindingProvider.Pulumi.Resources;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Fuzz.Tests.Targets;

/// <summary>
/// Objects as Pulumi's engine sends them: inputs, outputs of a state, configuration, arguments. What the message parser lets through is read, is written back the
/// same, is checked with problems as the only objection, and, as a kept state, can be planned over.
/// </summary>
internal static class PulumiStructs
{
    private static readonly Gen<string> s_name = Gen.OneOf(
        Pick.Of(
            "keyIds",
            "instanceIds",
            "region",
            "changePolicy",
            "bindings",
            "pendingInstances",
            "__observation",
            "assumeRole",
            "value",
            "id"
        ),
        Gen.Const(WireSignatures.Key),
        Gen.String[Gen.Char['a', 'z'], 0, 3]
    );

    private static readonly Gen<string> s_text = Gen.OneOf(
        Pick.Of(
            "ins-00000001",
            "skey-00000001",
            "ap-guangzhou",
            "graceful",
            "25%",
            "true",
            "3",
            "{\"roleArn\":\"a\"}",
            "[1e999,\"\\ud83d\"]"
        ),
        Pick.Of(WireSignatures.Secret, WireSignatures.Output, WireSignatures.Reference, WireSignatures.Unknown),
        Gen.String[Gen.Char[' ', '~'], 0, 8]
    );

    private static readonly Gen<Value> s_value = Gen.Recursive<Value>(
        (depth, inner) =>
            depth > 5
                ? s_text.Select(Value.ForString)
                : Gen.Frequency(
                    (3, s_text.Select(Value.ForString)),
                    (1, Gen.Double.Select(Value.ForNumber)),
                    (1, Gen.Bool.Select(Value.ForBool)),
                    (1, Gen.Const(0).Select(_ => new Value())),
                    (2, inner.Array[0, 4].Select(items => Value.ForList(items))),
                    (3, Gen.Select(s_name, inner).Array[0, 4].Select(fields => Value.ForStruct(StructOf(fields))))
                )
    );

    public static FuzzTarget Target { get; } =
        new("pulumi-struct", Run)
        {
            OfFile = bytes => JsonParser.Default.Parse<Struct>(Encoding.UTF8.GetString(bytes)).ToByteArray(),
            Generated = Gen.Select(s_name, s_value).Array[0, 8].Select(fields => StructOf(fields).ToByteArray()),
            Tokens =
            [
                WireSignatures.Key,
                WireSignatures.Secret,
                WireSignatures.Output,
                WireSignatures.Reference,
                WireSignatures.Unknown,
                "keyIds",
                "instanceIds",
                "changePolicy",
                "__observation",
                "\"\\ud800\"",
                "{\"v\":1,\"instances\":[{},{}]}",
            ],
        };

    private static string Run(byte[] bytes)
    {
        Struct fields;
        try
        {
            fields = Struct.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            return "no message";
        }

        var map = FromProto.Map(fields);
        Assert.Equal(map, FromProto.Map(ToProto.Struct(map)));
        Assert.Equal(map, FromProto.Map(Struct.Parser.ParseFrom(ToProto.Struct(map).ToByteArray())));
        foreach (var (name, value) in map.Entries)
        {
            Assert.Equal(
                ["root", name.Replace("\\", "", StringComparison.Ordinal)],
                PathOf(name.Replace("\\", "", StringComparison.Ordinal))
            );
            _ = ToInput.Value(value);
        }

        var problems = new List<Problem>();
        AccessArguments.Read(map, problems);
        AccessArguments.Region(map, problems);
        var config = ConfigProperties.Check(map);
        problems.AddRange(config.Problems);
        var states = "";
        foreach (var kind in ResourceKinds.All)
        {
            var inputs = DeclaredInputs.Read(new ResourceName(kind, "web", "urn"), map, config.Value.ChangePolicy);
            problems.AddRange(inputs.Checked.Problems);
            _ = (inputs.WantedBindings, inputs.HasSecretIds, inputs.HasUnknownIds);
            if (StoredState.TryRead(inputs.Value, map) is { } state)
            {
                var plan = StoredPlan.Of(inputs.Value, state, config.Value.ChangePolicy).Plan;
                states += $"{plan.IsRefused}{plan.IsActionable}";
                var written = StoredState.Write(map, state);
                Assert.Equal(written, StoredState.Write(written, StoredState.TryRead(inputs.Value, written)!));
            }
        }

        Assert.All(problems, problem => Assert.NotEqual("", problem.Message));
        return $"{string.Join(' ', problems.Select(problem => problem.Code.Id).Distinct().Order(StringComparer.Ordinal))} {states}";
    }

    private static ImmutableArray<string> PathOf(string name) => PropertyPath.Parse(PropertyPath.Of("root", name)).Steps;

    private static Struct StructOf((string Name, Value Value)[] fields)
    {
        var made = new Struct();
        foreach (var (name, value) in fields)
        {
            made.Fields[name] = value;
        }

        return made;
    }
}
