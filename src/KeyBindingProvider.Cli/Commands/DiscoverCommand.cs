using System.Collections.Immutable;
using System.CommandLine;
using KeyBindingProvider.Cli.Output;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Engine.Observing;

namespace KeyBindingProvider.Cli.Commands;

/// <summary><c>keybinding discover</c>: what is bound in a region, as a program that takes it over and changes nothing. Never writes to the account.</summary>
internal static class DiscoverCommand
{
    private const string FormatName = "--format";

    private static readonly ImmutableArray<string> s_formats = ["pulumi-yaml", "terraform", "import-file"];

    public static Command Create(CliHost host)
    {
        var command = new Command("discover", "Write what is bound in a region as a program that takes it over and changes nothing.");
        var format = new Option<string>(FormatName)
        {
            Description = "pulumi-yaml (the default), terraform with import blocks, or import-file for pulumi import.",
            HelpName = string.Join('|', s_formats),
            DefaultValueFactory = _ => s_formats[0],
        };
        // Its own check says so in one line; that of the library lists them with tabs.
        format.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !s_formats.Contains(word))
            {
                result.AddError(
                    $"{FormatName} is {string.Join(", ", s_formats[..^1])} or {s_formats[^1]}, not '{word}'.{NameHints.DidYouMean(word, s_formats)}"
                );
            }
        });
        format.CompletionSources.Clear();
        format.CompletionSources.Add([.. s_formats]);
        command.Options.Add(format);
        FilterOptions.AddConditionsTo(command);
        SharedOptions.AddPlaceTo(command);
        command.SetAction(
            (options, cancellationToken) => Guard.RunAsync(host, OutputFormat.Text, () => RunAsync(options, host, cancellationToken))
        );
        return command;
    }

    private static async Task<int> RunAsync(ParseResult options, CliHost host, CancellationToken cancellationToken)
    {
        var filter = FilterOptions.ReadConditions(options);
        var (account, region) = Connection.OfMachine(options, host);
        using (account)
        {
            var fleet = await account.ForRegion(region).ObserveAsync(FleetQuery.Everything, filter, cancellationToken);
            var report = AccessReport.Of(fleet, filter);
            var clusters = AccessCluster.Of(report);
            await host.Out.WriteAsync(
                options.GetValue<string>(FormatName) switch
                {
                    "terraform" => AdoptionText.Terraform(region, clusters),
                    "import-file" => AdoptionText.ImportFile(clusters),
                    _ => AdoptionText.PulumiYaml(region, clusters),
                }
            );
            ProblemWriter.Write(host.Error, LookUpWarnings.Of(report));
            await host.Error.WriteLineAsync(Summary(region, report, clusters));
            return ExitCodes.Done;
        }
    }

    private static string Summary(string region, AccessReport report, ImmutableArray<AccessCluster> clusters)
    {
        var pairs = report.Keys.Sum(key => key.Instances.Length);
        var keyless = report.Keyless.Length;
        var opened = report.Keys.SelectMany(key => key.Instances).Select(instance => instance.Id).Distinct().Count();
        return $"{region}: {Grammar.Count(clusters.Length, "resource")} for {Grammar.Pairs(pairs)} on {Grammar.Instances(opened)}"
            + (keyless > 0 ? $"; {Grammar.Instances(keyless)} {Grammar.Pick(keyless, "has", "have")} no key" : "")
            + ".";
    }
}
