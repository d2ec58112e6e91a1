using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Tests.Docs;

/// <summary>What the documents say of a change policy is what the table of its fields says.</summary>
public class PolicyTableTests
{
    [Fact]
    public void Policies_TableOfFields_IsTheOneInCode() =>
        Golden.IsPartOf("docs/policies.md", "policy fields", $"\n{PolicyReference.Table(PolicyFields.All)}\n");
}
