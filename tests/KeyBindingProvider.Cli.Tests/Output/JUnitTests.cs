using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Tests;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Cli.Tests.Output;

/// <summary>Drift as JUnit XML: one test for each resource and machine.</summary>
public class JUnitTests
{
    private static readonly ChangePolicy s_skips = Graceful with { OnBlocked = OnBlocked.Skip };

    [Fact]
    public void EachMachineOfAResource_IsATest()
    {
        var report = Of(
            FleetOf(
                Stopped(1, 1) with
                {
                    Name = "fine",
                },
                Stopped(2, 9) with
                {
                    Name = "drifted",
                },
                Stopped(3, 9) with
                {
                    Name = "waits",
                    IsStopCharging = true,
                },
                Stopped(4, 1) with
                {
                    Name = "unread",
                    IsUnreadable = true,
                }
            ),
            Association(Instances(1, 2, 3, 4), Keys(1), s_skips)
        );
        var suite = Assert.Single(report.Elements("testsuite"), each => each.Elements("testcase").Any());
        Assert.Equal($"{Region}: web", (string?)suite.Attribute("name"));
        Assert.Equal(
            [
                "ins-00000001 (fine)",
                "ins-00000002 (drifted) failure drift",
                "ins-00000003 (waits) skipped",
                "ins-00000004 (unread) error KB3020",
            ],
            suite.Elements("testcase").Select(Shown)
        );
        var failure = suite.Descendants("failure").Single();
        Assert.Equal("declared and not bound: skey-00000001 (name-skey-00000001)", (string?)failure.Attribute("message"));
        Assert.Contains("-> Look at the plan and apply it", failure.Value, StringComparison.Ordinal);
        foreach (var element in new[] { report, suite })
        {
            Assert.Equal(
                ("4", "1", "1", "1"),
                (Count(element, "tests"), Count(element, "failures"), Count(element, "errors"), Count(element, "skipped"))
            );
        }
    }

    /// <summary>A revocation speaks of the whole region, its exceptions aside.</summary>
    [Fact]
    public void Revocation_HasATestForEachMachineOfTheRegion()
    {
        var report = Of(
            FleetOf(Stopped(1), Stopped(2, 1), Stopped(3, 1)),
            Revocation(Keys(1), s_skips with { AllowKeyless = true }) with
            {
                ExceptInstanceIds = Instances(3),
            }
        );
        Assert.Equal(["ins-00000001", "ins-00000002 failure drift"], report.Descendants("testcase").Select(Shown));
    }

    [Fact]
    public void WhatAnApplyIsRefusedFor_SaysSo_AndWhatToDo()
    {
        var failure = Of(FleetOf(Given.Running(1, 9)), Association(Instances(1), Keys(1))).Descendants("failure").Single();
        Assert.Equal("KB3001", (string?)failure.Attribute("type"));
        Assert.Contains(
            "(an apply is refused: running, would have to be stopped)",
            (string?)failure.Attribute("message"),
            StringComparison.Ordinal
        );
        Assert.Contains(ProblemCodes.RunningRefused.Remedy, failure.Value, StringComparison.Ordinal);
    }

    /// <summary>A key that does not exist leaves nothing to compare with.</summary>
    [Fact]
    public void WhatKeepsDriftFromBeingSeen_IsAnError()
    {
        var report = Of(FleetOf(Stopped(1, 1)), Association(Instances(1), Keys(77)));
        Assert.Contains(report.Descendants("error"), error => (string?)error.Attribute("type") == "KB3008");
        var alone = XDocument
            .Parse(DriftJUnit.Render([Problem.Error(ProblemCodes.Syntax, "no") with { Location = "Pulumi.yaml:1:2" }]))
            .Root!;
        Assert.Equal(["KB1008 Pulumi.yaml:1:2 error KB1008"], alone.Descendants("testcase").Select(Shown));
    }

    /// <summary>XML 1.0 has no character for most of these, not even as a reference.</summary>
    [Fact]
    public void HostileNames_MakeValidXml_AndShowAsText()
    {
        const string Name = "\0\u0001\u000b\ud800\ufffe\u202e]]><failure/>&\"'<!-- \r\n";
        var text = DriftJUnit.Render(
            DocumentOf(FleetOf(Stopped(1, 9) with { Name = Name }), Association(Instances(1), Keys(1), name: $"r{Name}")) with
            {
                Program = Name,
            }
        );
        using var reader = XmlReader.Create(
            new StringReader(text),
            new XmlReaderSettings
            {
                CheckCharacters = true,
                DtdProcessing = DtdProcessing.Prohibit,
                ConformanceLevel = ConformanceLevel.Document,
            }
        );
        var test = XDocument.Load(reader).Descendants("testcase").Single();
        Assert.Equal(@"ins-00000001 (\u{0}\u{1}\u{B}\u{D800}\u{FFFE}\u{202E}]]><failure/>&""'<!--)", (string?)test.Attribute("name"));
        Assert.Single(test.Elements("failure"));
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<testsuites ", text, StringComparison.Ordinal);
    }

    private static PlanDocument DocumentOf(FleetSnapshot fleet, params ResourceIntent[] intents) =>
        new("p", [new PlannedRegion(Region, PlanOf(fleet, intents)) { Fleet = fleet, Intents = [.. intents] }]);

    private static XElement Of(FleetSnapshot fleet, params ResourceIntent[] intents) =>
        XDocument.Parse(DriftJUnit.Render(DocumentOf(fleet, intents))).Root!;

    private static string Shown(XElement test) =>
        string.Join(
            ' ',
            new[]
            {
                (string?)test.Attribute("name"),
                test.Elements().SingleOrDefault()?.Name.LocalName,
                (string?)test.Elements().SingleOrDefault()?.Attribute("type"),
            }.Where(part => part is not null)
        );

    private static string Count(XElement element, string name) =>
        int.Parse((string)element.Attribute(name)!, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
}
