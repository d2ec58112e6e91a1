using System.CommandLine;
using KeyBindingProvider.Cli.Output;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Engine;

namespace KeyBindingProvider.Cli.Commands;

/// <summary>The way from what was written and what the command line says to an account.</summary>
internal static class Connection
{
    /// <summary>Connects to the account of the environment, for commands without a program.</summary>
    public static (EngineFactory Account, string Region) OfMachine(ParseResult options, CliHost host)
    {
        var input = With(ProviderInput.None, options);
        var region =
            EngineFactory.FindRegion(input, host.Machine)
            ?? throw new ProblemException(
                Problem.Error(ProblemCodes.NoRegion, "No region is known.") with
                {
                    Remedy = "Pass --region ap-guangzhou, or set the variable TENCENTCLOUD_REGION.",
                }
            );
        return (To(input, host), region);
    }

    /// <summary>Connects, and warns of what whoever connects should know; no call is made yet.</summary>
    public static EngineFactory To(ProviderInput input, CliHost host)
    {
        var account = EngineFactory.Connect(input, host.Machine, host.Time, Telling(host), host.Calls, host.Handler);
        ProblemWriter.Write(host.Error, account.Warnings);
        return account;
    }

    /// <summary>Who waits for a plan is told for what.</summary>
    private static EngineOptions Telling(CliHost host) =>
        host.EngineOptions with
        {
            Waiting = waiting => host.Error.WriteLine($"{char.ToUpperInvariant(waiting[0])}{waiting[1..]}."),
        };

    /// <summary>What the command line says takes the place of what the program says.</summary>
    public static ProviderInput With(ProviderInput provider, ParseResult options)
    {
        var endpoint = options.Endpoint();
        if (endpoint is not null && EndpointForm.WhyNot(endpoint, provider.AllowInsecureEndpoint ?? false) is { } why)
        {
            throw new ProblemException(Problem.Error(ProblemCodes.EndpointNotAllowed, why) with { Path = "--endpoint" });
        }

        var region = options.Region();
        if (region is not null && !RegionForm.IsWellFormed(region))
        {
            throw new ProblemException(
                Problem.Error(ProblemCodes.InvalidValue, $"'{region}' is not a region such as ap-guangzhou.") with
                {
                    Path = "--region",
                    Remedy = "Write the region's id, as the console shows it beside the name.",
                }
            );
        }

        return provider with
        {
            Endpoint = endpoint ?? provider.Endpoint,
            Region = region ?? provider.Region,
        };
    }
}
