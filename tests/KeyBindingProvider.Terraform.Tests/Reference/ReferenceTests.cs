namespace KeyBindingProvider.Terraform.Tests.Reference;

/// <summary>The published reference is the schema.</summary>
public class ReferenceTests
{
    private const string Page = "docs/terraform-reference.md";

    [Fact]
    public void Reference_OfEverySchema_IsThePublishedPage()
    {
        var path = RepositoryFiles.PathOf(Page);
        var actual = ReferencePage.Write();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"{Page} does not exist; UPDATE_GOLDEN=1 writes it.");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
