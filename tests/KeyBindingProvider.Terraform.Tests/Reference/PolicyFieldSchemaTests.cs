using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;

namespace KeyBindingProvider.Terraform.Tests.Reference;

/// <summary>A field of a change policy that is nothing but a row is in the schema.</summary>
public class PolicyFieldSchemaTests
{
    [Fact]
    public void MadeUpField_OfTheTable_IsInTheSchema()
    {
        var attribute = ChangePolicySchema
            .Of([.. PolicyFields.All, PolicyField.Count("restSeconds", 7, Math.Max, "How long {maxStops} rests.")])
            .Nested[^1];
        Assert.Equal(
            ("rest_seconds", CtyType.Number, Mode.Optional, "How long `max_stops` rests. 7 unless set."),
            (attribute.Name, attribute.Type, attribute.Mode, attribute.Description)
        );
    }
}
