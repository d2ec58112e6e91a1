using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering.Wire;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>
/// The refusals and warnings of a plan as SARIF 2.1.0, for a forge that shows them beside the lines of the program (<c>ADR 0057</c>): one result for each problem, at
/// the place that the text names.
/// </summary>
public static class PlanSarif
{
    /// <summary>What is of the machine that nobody can open any more.</summary>
    private static readonly ImmutableArray<ProblemCode> s_lockOut =
    [
        ProblemCodes.WouldBeKeyless,
        ProblemCodes.PinnedKey,
        ProblemCodes.CountsOnOthers,
        ProblemCodes.LeftKeyless,
    ];

    /// <summary>Renders all regions of a program.</summary>
    /// <param name="document">The plans.</param>
    /// <param name="program">The file that a problem without a place of its own is shown at.</param>
    public static string Render(PlanDocument document, string program) =>
        Write(
            document.Regions.SelectMany(region => region.Plan.Problems, Found.In),
            program,
            isSuccess: true,
            new SarifRunProperties
            {
                Program = document.Program,
                Verdict = Wording.Summary([.. document.Plans]),
                Digest = document.IsRefused ? null : document.Digest,
            }
        );

    /// <summary>Renders what kept a plan from being made.</summary>
    /// <inheritdoc cref="Render(PlanDocument, string)"/>
    public static string Render(IEnumerable<Problem> problems, string program) =>
        Write(
            problems.Select(problem => new Found("", problem, [problem.Location], problem.Path)),
            program,
            isSuccess: false,
            new SarifRunProperties { Program = "", Verdict = "There is no plan, for the reasons below." }
        );

    /// <summary>A problem, with where it is to be seen.</summary>
    /// <param name="Region">The region; empty where there is none.</param>
    /// <param name="Problem">The problem.</param>
    /// <param name="Places">Where, the first being the one that a forge shows.</param>
    /// <param name="Subject">What it is about, whatever its instances.</param>
    private sealed record Found(string Region, Problem Problem, ImmutableArray<string> Places, string Subject)
    {
        /// <summary>What several resources share has no place of its own: it is shown at each of those that want something of its machines.</summary>
        public static Found In(PlannedRegion region, Problem problem)
        {
            if (problem.Location.Length > 0 || problem.Path.Length > 0)
            {
                return new Found(region.Title, problem, [problem.Location], problem.Path);
            }

            var about = problem.Instances.ToHashSet();
            var names = region
                .Plan.Changes.Concat(region.Plan.Pending.Select(pending => pending.Change))
                .Where(change => about.Contains(change.Id))
                .SelectMany(change => change.Resources)
                .ToHashSet(StringComparer.Ordinal);
            string[] resources = [.. region.Plan.Resources.Select(resource => resource.Name).Where(names.Contains)];
            return new Found(
                region.Title,
                problem,
                [.. resources.Select(name => region.Places.GetValueOrDefault(name, "")).DefaultIfEmpty("")],
                string.Join(' ', resources)
            );
        }
    }

    private static string Write(IEnumerable<Found> found, string program, bool isSuccess, SarifRunProperties more)
    {
        Found[] all = [.. found];
        ProblemCode[] rules = [.. all.Select(each => each.Problem.Code).Distinct().OrderBy(code => code.Id, StringComparer.Ordinal)];
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var log = new SarifLog
        {
            Runs =
            [
                new SarifRun
                {
                    Tool = new SarifTool(
                        new SarifDriver { InformationUri = ProjectHome.Repository, Rules = [.. rules.Select(code => RuleOf(code, all))] }
                    ),
                    // The part before the slash is the kind of run, whoever the program belongs to.
                    AutomationDetails = new SarifAutomation($"keybinding-plan/{UntrustedText.Show(more.Program)}"),
                    Invocations = [new SarifInvocation(isSuccess)],
                    Results = [.. all.Select(each => ResultOf(each, Array.IndexOf(rules, each.Problem.Code), program, seen))],
                    Properties = more with { Program = UntrustedText.Show(more.Program) },
                },
            ],
        };
        return JsonSerializer.Serialize(log, RenderingJson.Default.SarifLog) + "\n";
    }

    private static SarifRule RuleOf(ProblemCode code, IEnumerable<Found> found) =>
        new()
        {
            Id = code.Id,
            ShortDescription = new SarifText(code.Title),
            FullDescription = new SarifText($"{code.Title}."),
            Help = new SarifHelp(code.Remedy, $"{MarkdownText.Escape(code.Remedy)}\n\n[{code.Id}]({ProjectHome.HelpOf(code)})"),
            HelpUri = ProjectHome.HelpOf(code),
            DefaultConfiguration = new SarifConfiguration(
                LevelOf(found.Where(each => each.Problem.Code == code).Max(each => each.Problem.Severity))
            ),
            Properties = new SarifTags([
                code.Area.ToString().ToLowerInvariant(),
                .. s_lockOut.Contains(code) ? ["lock-out"] : Array.Empty<string>(),
            ]),
        };

    private static SarifResult ResultOf(Found found, int rule, string program, Dictionary<string, int> seen)
    {
        var problem = found.Problem;
        return new SarifResult
        {
            RuleId = problem.Code.Id,
            RuleIndex = rule,
            Level = LevelOf(problem.Severity),
            Message = new SarifText(MessageOf(problem)),
            Locations =
            [
                new SarifLocation
                {
                    PhysicalLocation = PlaceOf(found.Places[0], program),
                    LogicalLocations = problem.Path.Length == 0 ? null : [new SarifLogicalLocation(PlainText.Escape(problem.Path))],
                },
            ],
            RelatedLocations =
                found.Places.Length == 1
                    ? null
                    : [.. found.Places.Skip(1).Select(place => new SarifLocation { PhysicalLocation = PlaceOf(place, program) })],
            PartialFingerprints = ImmutableDictionary<string, string>.Empty.Add("keybindingProblem/v1", FingerprintOf(found, seen)),
            Properties = new SarifResultProperties(
                UntrustedText.Show(found.Region),
                PlainText.Escape(problem.EffectiveRemedy),
                problem.Instances
            ),
        };
    }

    private static string LevelOf(Severity severity) => severity == Severity.Error ? "error" : "warning";

    /// <summary>A bracket before a parenthesis would be a link (3.11.6), also one that a stranger has named a machine by.</summary>
    private static string MessageOf(Problem problem) =>
        $"{PlainText.Escape(problem.Message.ReplaceLineEndings(" "))}\n{PlainText.Escape(problem.EffectiveRemedy.ReplaceLineEndings(" "))}".Replace(
            "](",
            "] (",
            StringComparison.Ordinal
        );

    /// <summary><c>infra/Pulumi.yaml:12:7</c>; the head of the program for what has no place.</summary>
    private static SarifPhysicalLocation PlaceOf(string location, string program)
    {
        var parts = location.Split(':');
        return
            parts.Length > 2
            && int.TryParse(parts[^2], NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var column)
            ? new SarifPhysicalLocation(FileOf(string.Join(':', parts[..^2])), new SarifRegion(Math.Max(1, line), Math.Max(1, column)))
            : new SarifPhysicalLocation(FileOf(program), new SarifRegion(1, 1));
    }

    /// <summary>A path from the root of the repository, which is where pipelines start; one from the root of the disk is a URI of its own.</summary>
    private static SarifArtifact FileOf(string path)
    {
        var isOfDrive = path.Length > 1 && path[1] == ':';
        var steps = (isOfDrive ? path[2..] : path).Replace('\\', '/').Split('/');
        var uri = string.Join('/', steps.SkipWhile(step => step == ".").Select(Uri.EscapeDataString));
        return isOfDrive ? new SarifArtifact { Uri = $"file:///{path[0]}:{uri}" }
            : path.StartsWith('/') ? new SarifArtifact { Uri = $"file://{uri}" }
            : new SarifArtifact { Uri = uri, UriBaseId = "%SRCROOT%" };
    }

    /// <summary>
    /// The same for the same problem of the same resource, wherever its line has moved and however many machines it is about now. A list's index is no part of it: an
    /// element that is added before would make another problem of it.
    /// </summary>
    private static string FingerprintOf(Found found, Dictionary<string, int> seen)
    {
        var what = $"{found.Problem.Code.Id}\n{found.Region}\n{WithoutIndexes(found.Subject)}";
        seen[what] = seen.GetValueOrDefault(what) + 1;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{what}\n{seen[what]}")));
    }

    private static string WithoutIndexes(string path) =>
        string.Join('[', path.Split('[').Select((part, at) => at == 0 ? part : part.TrimStart("0123456789".ToCharArray())));
}
