using KeyBindingProvider.TestKit.Secrets;

namespace KeyBindingProvider.Cli.Tests.Docs;

/// <summary>SECURITY.md lists the sources and places that the tests of secrets go through.</summary>
public class SecretTableTests
{
    [Fact]
    public void Security_TableOfSecrets_IsTheOneOfTheTests() => Golden.IsPartOf("SECURITY.md", "secrets", SecretTable.Markdown());
}
