using System.Text.RegularExpressions;
using KeyBindingProvider.Cli.Demo;
using KeyBindingProvider.Terraform.Tests.Bench;
using KeyBindingProvider.Terraform.Tests.Examples;

namespace KeyBindingProvider.Terraform.Tests.Documents;

/// <summary>What the guide shows is what terraform prints, on the fleet of the demonstration.</summary>
public partial class GuideTests
{
    private const string Guide = "docs/terraform.md";

    [TerraformFact]
    public async Task Guide_PlanOfTheDemonstrationsOffBoarding_IsWhatTerraformPrints()
    {
        await using var account = await TestAccount.OpenAsync(DemoFleet.OffBoarding());
        using var shell = Shell.WithDocumentedMirror(account.Endpoint);
        var text = RepositoryFiles.Read(Guide);
        File.WriteAllText(Path.Combine(shell.Folder, "main.tf"), Program().Match(text).Groups["text"].Value);
        // Offline, from the mirror alone: the documented settings are all there is.
        var init = await shell.RunAsync("terraform init; echo \"exit code $?\"");
        Assert.True(init.Contains("exit code 0", StringComparison.Ordinal), init);
        Assert.Contains("Installed keybinding/keybinding v0.1.0", init);

        var steps = Transcript.Read(text);
        Assert.NotEmpty(steps);
        foreach (var step in steps)
        {
            var printed = await shell.RunAsync(step.Command);
            Assert.True(step.Matches(printed), $"{Guide}, line {step.Line}: $ {step.Command}\nshown:\n{step.Output}\nprinted:\n{printed}");
        }

        Assert.Equal(0, account.Writes);
        Assert.Equal(246, account.Cloud.View.Instances.Count(instance => instance.KeyIds.Contains(DemoFleet.Leaver)));
    }

    [GeneratedRegex("```hcl\n# offboard.tf\n(?<text>.*?)```\n", RegexOptions.Singleline)]
    private static partial Regex Program();
}
