using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Tests;
using static KeyBindingProvider.Core.Tests.Given;

namespace KeyBindingProvider.Cli.Tests.Output;

/// <summary>An audit in its formats, with names that would do something.</summary>
public partial class AuditOutputTests
{
    [Theory]
    [InlineData("web-1", "web-1")]
    [InlineData("", "")]
    [InlineData(null, "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("  =cmd|' /C calc'!A0", "\"  '=cmd|' /C calc'!A0\"")]
    [InlineData("a; =1", "\"a; '=1\"")]
    [InlineData("\uFF1D1", "\"'\uFF1D1\"")]
    [InlineData("\t=1", "\\u{9}=1")]
    [InlineData("a\r\n=1", "a\\u{D}\\u{A}=1")]
    public void CsvCell_IsNoFormulaAndOneLine(string? raw, string cell) => Assert.Equal(cell, AuditCsv.Cell(raw));

    [Fact]
    public void Csv_HasARowForEachPairAndCrLf()
    {
        var rows = AuditCsv.Render(Hostile).Split("\r\n");
        // Header, two pairs, a machine without a key, two machines without the pinned key, the 38 keys that open nothing, and the end.
        Assert.Equal(1 + 2 + 1 + 2 + 38 + 1, rows.Length);
        Assert.Equal("", rows[^1]);
        Assert.All(rows[..^1], row => Assert.DoesNotContain('\n', row));
        Assert.Equal(
            "ap-guangzhou,ins-00000001,\"'=HYPERLINK(\"\"http://x\"\")\",RUNNING,,skey-00000001,name-skey-00000001,yes,no,,,,",
            rows[1]
        );
    }

    [Fact]
    public void Html_HoldsNothingThatRunsButItsScript()
    {
        var page = AuditHtml.Render(Hostile);
        Assert.StartsWith(AuditHtml.Start, page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("</script><", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Equal(2, Script().Count(page));
        Assert.Contains("default-src 'none'; ", page, StringComparison.Ordinal);
        foreach (var (tag, directive) in new[] { ("script", "script-src"), ("style", "style-src") })
        {
            var from = page.IndexOf($"<{tag}>", StringComparison.Ordinal) + tag.Length + 2;
            var text = page[from..page.IndexOf($"</{tag}>", from, StringComparison.Ordinal)];
            var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            Assert.Contains($"{directive} 'sha256-{hash}';", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Html_NamesNoAddressThatABrowserLoads() => Assert.DoesNotMatch(Loading(), AuditHtml.Render(Hostile with { Regions = [] }));

    private static AuditDocument Hostile { get; } =
        new(
            "<b>audit</b>",
            "2026-12-01T00:00:00Z",
            [
                AuditReport.Of(
                    new AuditRequest(
                        Region,
                        FleetOf(
                            Given.Running(1, 1) with
                            {
                                Name = "=HYPERLINK(\"http://x\")",
                            },
                            Stopped(2, 2) with
                            {
                                Name = "</script><img src=x onerror=alert(1)>",
                                Tags = new Dictionary<string, string> { ["__proto__"] = "<b>" },
                            },
                            Given.Running(3)
                        ),
                        AccessFilter.Everything,
                        [],
                        Keys(2)
                    )
                ),
            ]
        );

    [GeneratedRegex("<script")]
    private static partial Regex Script();

    [GeneratedRegex(@"https?://|//\w|\bsrc=|\bhref=|url\(|@import|fetch\(|XMLHttpRequest|innerHTML|outerHTML|insertAdjacentHTML|eval\(")]
    private static partial Regex Loading();
}
