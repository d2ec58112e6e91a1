using System.Collections.Immutable;
using System.Text;
using System.Xml;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>
/// Drift as JUnit XML, for the test report of a pipeline (<c>ADR 0057</c>): one suite for each resource, one test for each machine that it speaks of. What has drifted
/// is a failure, what could not be read or planned an error, what waits as the policy has it is skipped. There is a failure or an error exactly where <c>drift</c> ends with
/// another code than 0.
/// </summary>
public static class DriftJUnit
{
    private const string ToDo = "Look at the plan and apply it; or write in the program what is meant.";

    private enum Verdict
    {
        Passed,
        Failure,
        Error,
        Skipped,
    }

    /// <param name="Name">What is tested.</param>
    /// <param name="Verdict">How it went.</param>
    /// <param name="Type">In one word, why; a problem code where there is one.</param>
    /// <param name="What">In one line, why.</param>
    /// <param name="ToDo">What to do.</param>
    private sealed record Case(string Name, Verdict Verdict, string Type = "", string What = "", string ToDo = "");

    /// <param name="Name">Under which name.</param>
    /// <param name="Cases">What is tested.</param>
    private sealed record Suite(string Name, ImmutableArray<Case> Cases)
    {
        /// <summary>What is said beside the tests, one line each.</summary>
        public ImmutableArray<string> Notes { get; init; } = [];
    }

    /// <summary>Renders all regions of a program.</summary>
    public static string Render(PlanDocument document) => Write($"Drift of {document.Program}", [.. document.Regions.SelectMany(Of)]);

    /// <summary>Renders what kept drift from being looked for.</summary>
    public static string Render(IEnumerable<Problem> problems) =>
        Write("Drift", [new Suite("keybinding", [.. problems.Where(problem => problem.Severity == Severity.Error).Select(Of)])]);

    private static IEnumerable<Suite> Of(PlannedRegion region)
    {
        var (plan, view) = (region.Plan, DriftView.Of(region.Plan));
        var told = new Dictionary<InstanceId, (InstanceChange Change, Case Case)>();
        foreach (var (change, refused) in view.Drift)
        {
            told[change.Id] = (change, Drifted(plan, change, refused));
        }

        foreach (var pending in view.Waiting)
        {
            told[pending.Change.Id] = (pending.Change, Waiting(plan, pending));
        }

        foreach (var resource in plan.Resources)
        {
            ImmutableSortedSet<InstanceId> machines = [.. MachinesOf(region, resource.Name)];
            yield return new Suite(
                $"{region.Title}: {resource.Name}",
                [
                    .. machines.Select(id =>
                        told.TryGetValue(id, out var found) && found.Change.Resources.Contains(resource.Name)
                            ? found.Case
                            : new Case(NameOf(region.Fleet, id), Verdict.Passed)
                    ),
                ]
            );
        }

        // What no resource of the program answers for: machines that an earlier run has left down.
        ImmutableArray<Case> others =
        [
            .. told
                .Values.Where(found => !found.Change.Resources.Any(name => plan.Resources.Any(resource => resource.Name == name)))
                .Select(found => found.Case),
        ];
        if (!others.IsEmpty)
        {
            yield return new Suite($"{region.Title}: other machines", others);
        }

        if (!plan.Sources.IsEmpty)
        {
            yield return new Suite(
                $"{region.Title}: what starts machines later",
                [.. plan.Sources.Select(finding => OfSource(plan, finding))]
            );
        }

        var failed = told.Where(found => found.Value.Case.Verdict is Verdict.Failure or Verdict.Error)
            .Select(found => found.Key)
            .ToHashSet();
        ImmutableArray<Problem> problems = DriftView.ProblemsOf(plan);
        ImmutableArray<Case> rest =
        [
            .. problems
                .Where(problem =>
                    problem.Severity == Severity.Error && (problem.Instances.Count == 0 || !problem.Instances.All(failed.Contains))
                )
                .Select(Of),
        ];
        ImmutableArray<string> notes =
        [
            .. problems.Where(problem => problem.Severity == Severity.Warning).SelectMany(problem => ProblemText.Of(problem).Split('\n')),
        ];
        if (!rest.IsEmpty || !notes.IsEmpty)
        {
            yield return new Suite($"{region.Title}: the program", rest) { Notes = notes };
        }
    }

    private static IEnumerable<InstanceId> MachinesOf(PlannedRegion region, string resource) =>
        region
            .Intents.Where(intent => intent.Name == resource)
            .SelectMany(intent =>
                region.Fleet is { } fleet
                    ? intent.InstanceIds.Concat(intent.AnswersFor(fleet).Select(pairs => pairs.Key))
                    : intent.InstanceIds
            )
            .Concat(
                region
                    .Plan.Changes.Concat(region.Plan.Pending.Select(pending => pending.Change))
                    .Where(change => change.Resources.Contains(resource))
                    .Select(change => change.Id)
            );

    private static Case Drifted(Plan plan, InstanceChange change, PendingCode? refused)
    {
        var name = TextPage.Instance(change.Id, change.Name);
        if (refused is PendingCode.Unverified)
        {
            return Unread(name);
        }

        var why = refused is { } code ? PendingCodes.ToProblemCode(code) : null;
        return new Case(
            name,
            Verdict.Failure,
            why?.Id ?? "drift",
            $"{Difference(plan, change)}{DriftText.Refusal(refused)}",
            why is null ? ToDo : why.Remedy
        );
    }

    private static Case Waiting(Plan plan, PendingInstance pending)
    {
        var name = TextPage.Instance(pending.Change.Id, pending.Change.Name);
        return pending.Code == PendingCode.Unverified
            ? Unread(name)
            : new Case(
                name,
                Verdict.Skipped,
                "",
                $"{Wording.Of(pending.Disposition)}: {Wording.Of(pending.Code)} [{Wording.CodeOf(pending.Code)}]; {Difference(plan, pending.Change)}"
            );
    }

    private static Case Unread(string name) =>
        new(name, Verdict.Error, ProblemCodes.Unreadable.Id, Wording.Of(PendingCode.Unverified), ProblemCodes.Unreadable.Remedy);

    private static string Difference(Plan plan, InstanceChange change) =>
        string.Join(
            "; ",
            DriftText
                .Differences(plan, change)
                .Select(difference => $"{difference.Label}: {difference.Keys}")
                .DefaultIfEmpty("left stopped by an earlier run")
        );

    private static Case OfSource(Plan plan, SourceFinding finding)
    {
        var name = SourceWording.Name(finding.Source);
        var lines = string.Join("; ", SourceWording.Lines(plan, finding));
        return finding.Given.IsEmpty
            ? new Case(name, Verdict.Passed)
            : new Case(name, Verdict.Failure, ProblemCodes.KeyComesBack.Id, lines, ProblemCodes.KeyComesBack.Remedy);
    }

    private static Case Of(Problem problem) =>
        new(
            $"{problem.Code.Id} {(problem.Path.Length > 0 ? problem.Path : problem.Location)}".TrimEnd(),
            Verdict.Error,
            problem.Code.Id,
            ProblemText.Line(problem),
            problem.EffectiveRemedy
        );

    private static string NameOf(FleetSnapshot? fleet, InstanceId id) => TextPage.Instance(id, fleet?.Find(id)?.Name ?? "");

    /// <summary>Every text is escaped first: what XML 1.0 has no character for, not even as a reference, is written as what it is.</summary>
    private static string Write(string name, ImmutableArray<Suite> suites)
    {
        var bytes = new MemoryStream();
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            Indent = true,
            NewLineChars = "\n",
        };
        using (var xml = XmlWriter.Create(bytes, settings))
        {
            xml.WriteStartDocument();
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", PlainText.Escape(name));
            Counts(xml, [.. suites.SelectMany(suite => suite.Cases)]);
            foreach (var suite in suites)
            {
                Write(xml, suite);
            }

            xml.WriteEndElement();
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static void Write(XmlWriter xml, Suite suite)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", PlainText.Escape(suite.Name));
        Counts(xml, suite.Cases);
        foreach (var test in suite.Cases)
        {
            xml.WriteStartElement("testcase");
            xml.WriteAttributeString("name", PlainText.Escape(test.Name));
            xml.WriteAttributeString("classname", PlainText.Escape(suite.Name));
            xml.WriteAttributeString("time", "0");
            if (test.Verdict != Verdict.Passed)
            {
                xml.WriteStartElement(test.Verdict.ToString().ToLowerInvariant());
                xml.WriteAttributeString("message", PlainText.Escape(test.What));
                if (test.Verdict != Verdict.Skipped)
                {
                    xml.WriteAttributeString("type", test.Type);
                    xml.WriteString($"{PlainText.Escape(test.What)}\n-> {PlainText.Escape(test.ToDo)}");
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        if (!suite.Notes.IsEmpty)
        {
            xml.WriteElementString("system-out", string.Join('\n', suite.Notes.Select(PlainText.Escape)));
        }

        xml.WriteEndElement();
    }

    private static void Counts(XmlWriter xml, ImmutableArray<Case> cases)
    {
        xml.WriteAttributeString("tests", Wording.Number(cases.Length));
        xml.WriteAttributeString("failures", Count(Verdict.Failure));
        xml.WriteAttributeString("errors", Count(Verdict.Error));
        xml.WriteAttributeString("skipped", Count(Verdict.Skipped));
        xml.WriteAttributeString("time", "0");

        string Count(Verdict verdict) => Wording.Number(cases.Count(test => test.Verdict == verdict));
    }
}
