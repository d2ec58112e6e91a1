using System.Text.Json;
using System.Text.RegularExpressions;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Tests.Service;

/// <summary>The engine's own rules for schemas, and ours: everything is described, in this face's spelling.</summary>
public partial class SchemaTests
{
    public static TheoryData<string> Names => [.. All().Select(schema => schema.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void EachAttribute_IsWellFormedAndDescribed(string name)
    {
        var message = SchemaToProto.Convert(All().Single(schema => schema.Name == name).Definition);
        Assert.NotEmpty(message.Block.Description);
        foreach (var attribute in Flatten(message.Block.Attributes))
        {
            Assert.Matches("^[a-z][a-z_]*$", attribute.Name);
            Assert.True(
                attribute.Required ^ (attribute.Optional || attribute.Computed),
                $"{name}.{attribute.Name}: required, optional or computed"
            );
            Assert.True(attribute.Type.IsEmpty ^ (attribute.NestedType is null), $"{name}.{attribute.Name}: type or nested type");
            Assert.NotEmpty(attribute.Description);
            Assert.DoesNotMatch(CamelCase(), attribute.Description);
            if (!attribute.Type.IsEmpty)
            {
                using var type = JsonDocument.Parse(attribute.Type.Memory);
                Assert.True(type.RootElement.ValueKind is JsonValueKind.String or JsonValueKind.Array);
            }
        }
    }

    [Fact]
    public void Inputs_AreTheSharedTablesAndNoneHasADefault()
    {
        foreach (var schema in ResourceSchemas.ByType.Values)
        {
            var writable = schema
                .Definition.Attributes.Where(attribute => attribute.Mode != Mode.Computed)
                .Select(attribute => attribute.Name);
            Assert.Equal([.. schema.Kind.Inputs.Select(property => property.Snake), AttributeNames.Timeouts], writable);
        }

        Assert.Equal(
            PropertyNames.OfProvider.Select(property => property.Snake),
            ProviderSchema.Definition.Attributes.Select(attribute => attribute.Name)
        );
    }

    [Fact]
    public void Secrets_AreSensitive() =>
        Assert.Equal(
            PropertyNames.Secrets.Select(property => property.Snake),
            ProviderSchema.Definition.Attributes.Where(attribute => attribute.IsSensitive).Select(attribute => attribute.Name)
        );

    [Theory]
    [InlineData("Set changePolicy.stopPolicy: graceful", "Set change_policy = { stop_policy = \"graceful\" }")]
    [InlineData("set onDestroy: keep; to let", "set on_destroy = \"keep\"; to let")]
    [InlineData("set changePolicy.maxStops: 3, then", "set change_policy = { max_stops = 3 }, then")]
    [InlineData("Set changePolicy.stopPolicy: graceful stops it", "Set change_policy.stop_policy: \"graceful\" stops it")]
    [InlineData("region: eu stays, onBlocked: nonsense too", "region: eu stays, on_blocked: nonsense too")]
    [InlineData("'onDestroy: keep' was written", "'onDestroy: keep' was written")]
    [InlineData("'stoppedOnly' and gracefulThenForce", "'stoppedOnly' and graceful_then_force")]
    [InlineData("KeyPairAssociation of instanceIds[3]", "keybinding_key_pair_association of instance_ids[3]")]
    [InlineData("ins-AbCd1234 stays, forceStop too", "ins-AbCd1234 stays, forceStop too")]
    public void Texts_AreSpelledAsThisFaceSpells(string text, string expected) => Assert.Equal(expected, SnakeText.Of(text));

    [Theory]
    [InlineData("", "")]
    [InlineData("resources.web", "")]
    [InlineData(".instance_ids[3]", "instance_ids")]
    [InlineData("change_policy.max_stops", "change_policy max_stops")]
    [InlineData("resources.web.properties.keyIds", "key_ids")]
    public void Paths_PointAtAttributes(string path, string steps) =>
        Assert.Equal(steps, string.Join(' ', AttributePaths.Parse(path)?.Steps.Select(step => step.AttributeName) ?? []));

    private static (string Name, SchemaDefinition Definition)[] All() =>
        [
            ("provider", ProviderSchema.Definition),
            (AssociationsSchema.TypeName, AssociationsSchema.Definition),
            .. ResourceSchemas.ByType.Select(schema => (schema.Key, schema.Value.Definition)),
        ];

    private static IEnumerable<Schema.Types.Attribute> Flatten(IEnumerable<Schema.Types.Attribute> attributes) =>
        attributes.SelectMany(attribute =>
            attribute.NestedType is null ? [attribute] : Flatten(attribute.NestedType.Attributes).Prepend(attribute)
        );

    [GeneratedRegex(@"\b[a-z]+[A-Z][A-Za-z]+\b")]
    private static partial Regex CamelCase();
}
