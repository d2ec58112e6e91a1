using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using KeyBindingProvider.Cli.Rehearse;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Cli.Commands;

/// <summary>The options of <c>keybinding plan --simulate</c>, and what they ask for.</summary>
internal static class RehearsalOptions
{
    private const string Simulate = "--simulate";
    private const string FaultName = "--fault";
    private const string Seed = "--seed";
    private const string EveryFault = "all";

    private static IEnumerable<string> Names => Fault.All.Select(fault => fault.Name).Append(EveryFault);

    /// <summary>New ones: an option remembers its parents.</summary>
    public static Option[] Create()
    {
        var simulate = new Option<bool>(Simulate)
        {
            Description =
                "Rehearse the plan on a copy of the fleet in this process: most machines down at once, longest down and keyless, calls against limits, forecast. Nothing more is sent.",
        };
        var fault = new Option<IReadOnlyList<Fault>>(FaultName)
        {
            Description =
                $"With {Simulate}: rehearse once more with this going wrong: {string.Join(", ", Names)}. May be repeated, or several with commas.",
            HelpName = "fault",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            CustomParser = Parse,
        };
        fault.CompletionSources.Add([.. Names]);
        var seed = new Option<int>(Seed)
        {
            Description = $"With {Simulate}: what every draw of the simulation follows from.",
            HelpName = "number",
            DefaultValueFactory = _ => 1,
            CustomParser = result =>
            {
                if (
                    result.Tokens is [{ Value: var text }]
                    && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                )
                {
                    return number;
                }

                result.AddError($"{Seed} is a whole number from 0 on, not '{string.Join(' ', result.Tokens)}'.");
                return 0;
            },
        };
        foreach (var option in new Option[] { fault, seed })
        {
            option.Validators.Add(result =>
            {
                if (!result.Implicit && result.Parent?.GetValue(simulate) != true)
                {
                    result.AddError($"{option.Name} is for a rehearsal: write {Simulate} with it.");
                }
            });
        }

        return [simulate, fault, seed];
    }

    /// <summary>The document with its rehearsal, where one was asked for.</summary>
    public static PlanDocument Rehearse(
        ParseResult options,
        CliHost host,
        Workspace workspace,
        PlanDocument document,
        CancellationToken cancellationToken
    ) =>
        options.GetValue<bool>(Simulate)
            ? document with
            {
                Rehearsal = Rehearsing.Of(
                    document,
                    workspace.Scopes,
                    options.GetValue<IReadOnlyList<Fault>>(FaultName) ?? [],
                    options.GetValue<int>(Seed),
                    host,
                    cancellationToken
                ),
            }
            : document;

    /// <summary>Each fault once, in the order of the documents.</summary>
    private static IReadOnlyList<Fault> Parse(ArgumentResult result)
    {
        string[] written =
        [
            .. result.Tokens.SelectMany(token =>
                token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            ),
        ];
        foreach (var word in written.Except(Names))
        {
            result.AddError($"{FaultName} is one of {string.Join(", ", Names)}, not '{word}'.{NameHints.DidYouMean(word, Names)}");
        }

        return [.. Fault.All.Where(fault => written.Contains(fault.Name) || written.Contains(EveryFault))];
    }
}
