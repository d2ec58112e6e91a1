using System.Text.Json;

namespace KeyBindingProvider.Core.Intent.Inputs;

/// <summary>How a face spells names: Pulumi and its YAML in camelCase, Terraform in snake_case (rule <c>names</c>).</summary>
public enum Spelling
{
    /// <summary><c>instanceIds</c>, <c>gracefulThenForce</c>.</summary>
    Camel,

    /// <summary><c>instance_ids</c>, <c>graceful_then_force</c>.</summary>
    Snake,
}

/// <summary>One name in both spellings. Only the camelCase one is ever written down; the other is derived from it.</summary>
public sealed record PropertyName
{
    /// <summary>Creates the name from its camelCase spelling.</summary>
    public PropertyName(string camel) => (Camel, Snake) = (camel, JsonNamingPolicy.SnakeCaseLower.ConvertName(camel));

    /// <summary>As Pulumi programs spell it.</summary>
    public string Camel { get; }

    /// <summary>As Terraform configurations spell it.</summary>
    public string Snake { get; }

    /// <summary>The name in one spelling.</summary>
    public string In(Spelling spelling) => spelling == Spelling.Camel ? Camel : Snake;

    /// <summary>The name in the other spelling.</summary>
    public string InForeign(Spelling spelling) => spelling == Spelling.Camel ? Snake : Camel;

    /// <inheritdoc/>
    public override string ToString() => Camel;
}
