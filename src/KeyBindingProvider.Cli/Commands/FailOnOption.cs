using System.Collections.Immutable;
using System.CommandLine;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Cli.Commands;

/// <summary><c>audit --fail-on</c>: what an audit ends with exit code 2 for. A check that cannot fail is none: where nothing would be looked at for it, it is refused.</summary>
internal static class FailOnOption
{
    private const string Name = "--fail-on";

    private static readonly string s_findings = string.Join('|', AuditFindings.All.Select(each => each.Word));

    public static Option<ImmutableArray<AuditFinding>> Create()
    {
        var option = new Option<ImmutableArray<AuditFinding>>(Name)
        {
            Description = "End with exit code 2 when one of these is found; may be repeated or listed with commas.",
            HelpName = s_findings,
            AllowMultipleArgumentsPerToken = false,
            Arity = ArgumentArity.OneOrMore,
            DefaultValueFactory = _ => [],
            CustomParser = result =>
            {
                var findings = ImmutableArray.CreateBuilder<AuditFinding>();
                foreach (var word in result.Tokens.SelectMany(token => token.Value.Split(',')))
                {
                    var known = AuditFindings.All.Where(each => each.Word == word).Select(each => each.Finding).ToArray();
                    findings.AddRange(known);
                    if (known.Length == 0)
                    {
                        result.AddError($"{Name} is {s_findings.Replace("|", ", ", StringComparison.Ordinal)}, not '{word}'.");
                    }
                }

                return findings.ToImmutable();
            },
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. AuditFindings.All.Select(each => each.Word)]);
        return option;
    }

    public static ImmutableArray<AuditFinding> Read(ParseResult options) => options.GetValue<ImmutableArray<AuditFinding>>(Name);

    /// <summary>
    /// Before anything is read of a program. Without one there are findings that cannot be, and with keys that are asked for none of a machine without any. Throws
    /// <see cref="ProblemException"/>.
    /// </summary>
    public static void Check(ParseResult options, ImmutableArray<AuditFinding> failOn, AccessFilter filter) =>
        Throw([
            .. AuditFindings
                .All.Where(each => each.Finding != AuditFinding.Keyless && failOn.Contains(each.Finding) && !options.HasFile())
                .Select(each => Refused(ProblemCodes.AuditNeedsProgram, $"'{each.Word}' is found only where a program is given.", "")),
            .. failOn.Contains(AuditFinding.Keyless) && !filter.Keys.IsEmpty
                ?
                [
                    Refused(
                        ProblemCodes.AuditLooksAtNothing,
                        $"'keyless' is a machine that no key at all opens, and {FilterOptions.Keys} narrows the audit to some keys.",
                        $"Leave {FilterOptions.Keys} out, in a run of its own if need be; what narrows the machines may stay."
                    ),
                ]
                : (Problem[])[],
        ]);

    /// <summary>Before the account is asked for anything: a key that is pinned must be among those that are looked at. Throws <see cref="ProblemException"/>.</summary>
    public static void CheckPinned(ImmutableArray<AuditFinding> failOn, AccessFilter filter, IReadOnlyCollection<Scope> scopes)
    {
        if (!failOn.Contains(AuditFinding.PinnedMissing))
        {
            return;
        }

        if (scopes.All(scope => scope.Provider.PinnedKeys.IsEmpty))
        {
            Throw([
                Refused(
                    ProblemCodes.AuditLooksAtNothing,
                    "'pinned-missing' is asked for, and no provider of the program has pinnedKeys.",
                    "Write them at the provider, or leave the finding out."
                ),
            ]);
        }

        if (!filter.Keys.IsEmpty && scopes.All(scope => scope.Provider.PinnedKeys.Intersect(filter.Keys).IsEmpty))
        {
            Throw([
                Refused(
                    ProblemCodes.AuditLooksAtNothing,
                    $"'pinned-missing' is asked for, and {FilterOptions.Keys} names no key that is pinned.",
                    $"Name a pinned key, or leave {FilterOptions.Keys} out."
                ),
            ]);
        }
    }

    /// <summary>
    /// Once all is read, before anything of it is shown: where no machine is what was asked for, or none of the keys exists, nothing was looked at. Throws
    /// <see cref="ProblemException"/> with what was not found.
    /// </summary>
    public static void CheckLooked(ImmutableArray<AuditFinding> failOn, AccessFilter filter, AuditDocument document)
    {
        AccessReport[] reports = [.. document.Regions.Select(region => region.Access)];
        var regions = string.Join(", ", reports.Select(report => report.Region).Distinct());
        var why =
            failOn.IsEmpty ? null
            : filter.IsOfInstances && reports.All(report => report.InstanceCount == 0)
                ? $"no machine of {regions} is one that was asked for, so that none was looked at."
            : failOn.Contains(AuditFinding.Expired)
            && !filter.Keys.IsEmpty
            && reports.All(report => report.MissingKeys.Length == filter.Keys.Count)
                ? $"no key of {regions} is one that was asked for, so that none was looked at."
            : null;
        if (why is not null)
        {
            Throw([Refused(ProblemCodes.AuditLooksAtNothing, why, ""), .. LookUpWarnings.Of(reports)]);
        }
    }

    private static Problem Refused(ProblemCode code, string message, string remedy) =>
        Problem.Error(code, message) with
        {
            Path = Name,
            Remedy = remedy,
        };

    private static void Throw(Problem[] problems)
    {
        if (problems.Length > 0)
        {
            throw new ProblemException(problems);
        }
    }
}
