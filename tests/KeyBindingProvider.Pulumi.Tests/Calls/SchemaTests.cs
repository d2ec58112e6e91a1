using System.Text.Json;
using System.Text.RegularExpressions;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Calls;

/// <summary>The package schema against the metaschema's rules (protocol facts, section 9) and against what the checks read.</summary>
public partial class SchemaTests
{
    private static readonly string[] Sections = ["types", "resources", "functions"];
    private static readonly string[] Sides = ["inputs", "outputs"];
    private static readonly JsonElement Schema = Read();

    [Fact]
    public void Version_IsThatOfThePlugin_AndOtherFormatsAreRefused() =>
        Play(
            Fleet(),
            async stage =>
            {
                var provider = stage.Start();
                Assert.Equal((await provider.GetPluginInfoAsync()).Version, Schema.GetProperty("version").GetString());
                Assert.Matches(@"^\d+\.\d+\.\d+", Schema.GetProperty("version").GetString()!);
                var error = await Assert.ThrowsAsync<Grpc.Core.RpcException>(() =>
                    provider.GetSchemaAsync(new GetSchemaRequest { Version = 1 })
                );
                Assert.Equal(Grpc.Core.StatusCode.InvalidArgument, error.StatusCode);
            }
        );

    [Fact]
    public void Name_IsTheFirstPartOfEveryToken()
    {
        Assert.Equal("keybinding", Schema.GetProperty("name").GetString());
        var tokens = Sections.SelectMany(section => Schema.GetProperty(section).EnumerateObject());
        Assert.All(tokens, token => Assert.Matches(Token(), token.Name));
    }

    [Fact]
    public void Resources_HaveExactlyTheInputsThatTheChecksRead_AndTheOutputsThatAreSent()
    {
        Assert.Equal(
            ResourceKinds.All.Select(kind => kind.PulumiToken),
            Schema.GetProperty("resources").EnumerateObject().Select(resource => resource.Name)
        );
        Assert.All(
            ResourceKinds.All,
            kind =>
            {
                var resource = Schema.GetProperty("resources").GetProperty(kind.PulumiToken);
                var inputs = kind.Inputs.Select(name => name.Camel).ToArray();
                Assert.Equal(inputs, Names(resource.GetProperty("inputProperties")));
                var outputs = Names(resource.GetProperty("properties")).Except(inputs).ToArray();
                Assert.Equal(kind == KeyPairAssociationKind.Instance, outputs.Contains("foreignBindings"));
                Assert.Subset(Names(resource.GetProperty("properties")).ToHashSet(), Texts(resource.GetProperty("required")).ToHashSet());
                Assert.Subset(inputs.ToHashSet(), Texts(resource.GetProperty("requiredInputs")).ToHashSet());
                Assert.Contains("Import", resource.GetProperty("description").GetString()!, StringComparison.Ordinal);
                Assert.DoesNotContain(Names(resource.GetProperty("properties")), name => name is "id" or "urn" or "pulumi");
            }
        );
    }

    [Fact]
    public void ProviderAndConfigVariables_AreAlike_SecretsMarked()
    {
        var provider = Schema.GetProperty("provider").GetProperty("inputProperties");
        Assert.Equal(PropertyNames.OfProvider.Select(name => name.Camel), Names(provider));
        Assert.Equal(provider.GetRawText(), Schema.GetProperty("config").GetProperty("variables").GetRawText());
        Assert.Equal(
            PropertyNames.Secrets.Select(name => name.Camel),
            provider.EnumerateObject().Where(property => property.Value.TryGetProperty("secret", out _)).Select(property => property.Name)
        );
        Assert.DoesNotContain(Names(provider), name => name is "version" or "pulumi");
    }

    [Fact]
    public void NoProperty_HasADefault_OrAnEnvironmentForItsValue() =>
        Assert.All(
            AllProperties(),
            property => Assert.False(property.TryGetProperty("default", out _) || property.TryGetProperty("defaultInfo", out _))
        );

    [Fact]
    public void EveryProperty_HasAKnownTypeAndADescription() =>
        Assert.All(
            AllProperties(),
            property =>
            {
                Assert.NotEqual("", property.GetProperty("description").GetString());
                Assert.DoesNotContain("{", property.GetProperty("description").GetString()!, StringComparison.Ordinal);
                CheckType(property);
            }
        );

    [Fact]
    public void Enumerations_AreThoseThatTheChecksAccept()
    {
        Check<StopPolicy>();
        Check<OnBlocked>();
        Check<OnDestroy>();
        Check<PendingCode>();

        static void Check<T>()
            where T : struct, Enum
        {
            var values = Schema
                .GetProperty("types")
                .GetProperty($"keybinding:index:{typeof(T).Name}")
                .GetProperty("enum")
                .EnumerateArray()
                .ToArray();
            Assert.Equal(EnumNames.All<T>(Spelling.Camel), values.Select(value => value.GetProperty("value").GetString()));
            Assert.All(values, value => Assert.NotEqual("", value.GetProperty("description").GetString()));
        }
    }

    [Fact]
    public void Languages_FollowTheVersion()
    {
        Assert.Equal(["nodejs", "python", "go", "csharp", "java"], Names(Schema.GetProperty("language")));
        Assert.All(
            ["nodejs", "python", "go", "csharp"],
            language => Assert.True(Schema.GetProperty("language").GetProperty(language).GetProperty("respectSchemaVersion").GetBoolean())
        );
    }

    private static IEnumerable<JsonElement> AllProperties() =>
        new[]
        {
            Schema.GetProperty("provider").GetProperty("inputProperties"),
            Schema.GetProperty("provider").GetProperty("properties"),
            Schema.GetProperty("config").GetProperty("variables"),
        }
            .Concat(Schema.GetProperty("resources").EnumerateObject().Select(resource => resource.Value.GetProperty("properties")))
            .Concat(Schema.GetProperty("resources").EnumerateObject().Select(resource => resource.Value.GetProperty("inputProperties")))
            .Concat(
                Schema
                    .GetProperty("types")
                    .EnumerateObject()
                    .Where(type => type.Value.GetProperty("type").GetString() == "object")
                    .Select(type => type.Value.GetProperty("properties"))
            )
            .Concat(
                Schema
                    .GetProperty("functions")
                    .EnumerateObject()
                    .SelectMany(function => Sides.Select(side => function.Value.GetProperty(side).GetProperty("properties")))
            )
            .SelectMany(properties => properties.EnumerateObject().Select(property => property.Value));

    private static void CheckType(JsonElement type)
    {
        if (type.TryGetProperty("$ref", out var reference))
        {
            var target = reference.GetString()!;
            Assert.StartsWith("#/types/", target, StringComparison.Ordinal);
            Assert.True(Schema.GetProperty("types").TryGetProperty(target["#/types/".Length..], out _), target);
            return;
        }

        if (type.TryGetProperty("oneOf", out var choices))
        {
            Assert.All(choices.EnumerateArray(), CheckType);
            return;
        }

        switch (type.GetProperty("type").GetString())
        {
            case "array":
                CheckType(type.GetProperty("items"));
                break;
            case "object":
                CheckType(type.GetProperty("additionalProperties"));
                break;
            case var primitive:
                Assert.Contains(primitive, (string[])["string", "integer", "number", "boolean"]);
                break;
        }
    }

    private static string[] Names(JsonElement map) => [.. map.EnumerateObject().Select(entry => entry.Name)];

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];

    private static JsonElement Read()
    {
        JsonElement schema = default;
        Play(Fleet(), async stage => schema = Values.Json((await stage.Start().GetSchemaAsync(new GetSchemaRequest())).Schema));
        return schema;
    }

    [GeneratedRegex("^keybinding:([^0-9][a-zA-Z0-9._/-]*)?:[^0-9][a-zA-Z0-9._/]*$")]
    private static partial Regex Token();
}
