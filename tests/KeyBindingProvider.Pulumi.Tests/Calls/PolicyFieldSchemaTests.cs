using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Pulumi.Schema;

namespace KeyBindingProvider.Pulumi.Tests.Calls;

/// <summary>A field of a change policy that is nothing but a row is in the package schema.</summary>
public class PolicyFieldSchemaTests
{
    [Fact]
    public void MadeUpField_OfTheTable_IsInThePackageSchema()
    {
        var types = PackageSchema.Build([
            .. PolicyFields.All,
            PolicyField.Count("restSeconds", 7, Math.Max, "How long it rests."),
            PolicyField.Choice<DayOfWeek>("restDay", "When it rests.", (DayOfWeek.Sunday, "Then."), (DayOfWeek.Friday, "Or then.")),
        ])["types"]!;
        var properties = types["keybinding:index:ChangePolicy"]!["properties"]!;
        Assert.Equal("""{"type":"integer","description":"How long it rests. 7 unless set."}""", properties["restSeconds"]!.ToJsonString());
        Assert.Equal("#/types/keybinding:index:RestDay", properties["restDay"]!["$ref"]!.GetValue<string>());
        Assert.Equal(
            """[{"name":"Sunday","value":"sunday","description":"Then."},{"name":"Friday","value":"friday","description":"Or then."}]""",
            types["keybinding:index:RestDay"]!["enum"]!.ToJsonString()
        );
    }
}
