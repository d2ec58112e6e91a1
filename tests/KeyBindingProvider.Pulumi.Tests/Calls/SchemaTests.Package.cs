using System.Text.RegularExpressions;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Kinds;

namespace KeyBindingProvider.Pulumi.Tests.Calls;

/// <content>Where the package comes from, and what its reference shows.</content>
public partial class SchemaTests
{
    /// <summary>The engine's generator takes the module of the Go SDK from the repository; the SDK's own imports take it from here.</summary>
    [Fact]
    public void Package_SaysWhereItComesFrom_AndTheGoImportPathFollowsFromIt()
    {
        var repository = new Uri(Schema.GetProperty("repository").GetString()!);
        Assert.Equal(
            $"{repository.Host}{repository.AbsolutePath}/sdk/go/keybinding",
            Schema.GetProperty("language").GetProperty("go").GetProperty("importBasePath").GetString()
        );
        Assert.Equal($"github://api.{repository.Host}{repository.AbsolutePath}", Schema.GetProperty("pluginDownloadURL").GetString());
        Assert.Equal(repository.AbsoluteUri, Schema.GetProperty("homepage").GetString());
        Assert.Equal("Apache-2.0", Schema.GetProperty("license").GetString());
        Assert.NotEqual("", Schema.GetProperty("publisher").GetString());
        Assert.EndsWith("/docs/logo.png", Schema.GetProperty("logoUrl").GetString(), StringComparison.Ordinal);
        Assert.Contains("kind/native", Texts(Schema.GetProperty("keywords")));
    }

    [Fact]
    public void EveryResource_HasAnExampleInEachLanguage_ThatNamesWhatItRequires() =>
        Assert.All(
            ResourceKinds.All,
            kind =>
            {
                var resource = Schema.GetProperty("resources").GetProperty(kind.PulumiToken);
                var description = resource.GetProperty("description").GetString()!;
                var example = description[description.IndexOf("{{% example %}}", StringComparison.Ordinal)..];
                Assert.Equal(
                    ["typescript", "python", "go", "csharp", "yaml"],
                    Fence().Matches(example).Select(match => match.Groups[1].Value)
                );
                Assert.All(
                    Fence().Matches(example),
                    block => Assert.All(kind.RequiredInputs, name => Assert.Contains(Ids[name], block.Value, StringComparison.Ordinal))
                );
                Assert.EndsWith(
                    kind.IsOfRegion ? "that plan is the update that takes them off." : "plan after it is empty.",
                    description,
                    StringComparison.Ordinal
                );
            }
        );

    [Fact]
    public void Region_OfTheProvider_HasATextOfItsOwn()
    {
        var ofProvider = Schema.GetProperty("provider").GetProperty("inputProperties").GetProperty("region").GetProperty("description");
        Assert.StartsWith("Region of resources that name none", ofProvider.GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("replaces", ofProvider.GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public void MaxUnavailable_IsANumberOrAText() =>
        Assert.Equal(
            ["integer", "string"],
            Schema
                .GetProperty("types")
                .GetProperty("keybinding:index:ChangePolicy")
                .GetProperty("properties")
                .GetProperty("maxUnavailable")
                .GetProperty("oneOf")
                .EnumerateArray()
                .Select(choice => choice.GetProperty("type").GetString())
        );

    private static readonly Dictionary<PropertyName, string> Ids = new()
    {
        [PropertyNames.InstanceIds] = "ins-web00001",
        [PropertyNames.KeyIds] = "skey-team0001",
    };

    [GeneratedRegex("```([a-z]+)\n.*?```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
