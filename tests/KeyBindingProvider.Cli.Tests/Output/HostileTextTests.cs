using System.Text.Json;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.TestKit;

namespace KeyBindingProvider.Cli.Tests.Output;

/// <summary>Whatever the service or a stranger wrote shows as itself, in every command and every format, and does nothing.</summary>
public class HostileTextTests
{
    private static readonly string[] s_formats = ["text", "markdown", "json"];

    private static readonly (string Name, string[] Command, Action<SimulatedCli>? Prepare)[] s_runs =
    [
        ("plan", ["plan"], null),
        ("drift", ["drift"], null),
        ("show", ["show"], null),
        ("whoami", ["whoami"], null),
        ("apply", ["apply", "--yes"], null),
        ("apply of what can be read", ["apply", "--yes"], cli => cli.Wire = account => new HostileAnswers(account, addsIds: false)),
        ("plan that is refused", ["plan"], cli => Refuse(cli, "DescribeInstances")),
        ("plan whose signer is not told", ["plan"], cli => Refuse(cli, "GetCallerIdentity")),
        ("drift whose signer is not told", ["drift"], cli => Refuse(cli, "GetCallerIdentity")),
        ("drift whose audit log is refused", ["drift", "--who"], cli => Refuse(cli, "DescribeEvents")),
        (
            "drift of a stranger",
            ["drift", "--who"],
            cli =>
            {
                cli.Wire = account => new HostileAnswers(account, addsIds: false);
                cli.Cloud.BindByHand("ins-web00001", "skey-ada0left");
            }
        ),
        ("whoami that is refused", ["whoami"], cli => Refuse(cli, "GetCallerIdentity")),
        (
            "apply whose writes are refused",
            ["apply", "--yes"],
            cli =>
            {
                cli.Wire = account => new HostileAnswers(account, addsIds: false);
                Refuse(cli, "AssociateInstancesKeyPairs");
            }
        ),
    ];

    /// <summary>Every place must have been seen somewhere: else nothing is proved of it.</summary>
    [Fact]
    public void EveryTextOfAnAnswer_InEveryCommandAndFormat_DoesNothing()
    {
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (name, command, prepare) in s_runs)
        {
            foreach (var format in s_formats)
            {
                SimulatedCli.Run(
                    SimulatedCli.WorldOf(World),
                    async cli =>
                    {
                        cli.Wire = account => new HostileAnswers(account);
                        cli.Program(Repository.Read("Pulumi.yaml"));
                        prepare?.Invoke(cli);
                        var ran = await (
                            command[0] == "whoami"
                                ? cli.RunBareAsync([.. command, "--output", format])
                                : cli.RunAsync([.. command, "--output", format])
                        );
                        Assert.True(HostileAnswers.FaultIn(ran.Out) is null, $"{name} as {format}: {HostileAnswers.FaultIn(ran.Out)}");
                        Assert.True(HostileAnswers.FaultIn(ran.Error) is null, $"{name}: {HostileAnswers.FaultIn(ran.Error)}");
                        if (format == "markdown")
                        {
                            Assert.True(FaultInMarkdown(ran.Out) is null, $"{name}: {FaultInMarkdown(ran.Out)}");
                        }

                        var told = format == "json" && ran.Out.Length > 0 ? TextsOf(JsonDocument.Parse(ran.Out).RootElement) : ran.Out;
                        seen.UnionWith(HostileAnswers.PlacesIn(told + ran.Error));
                    },
                    Simulator.Options.SimulatorOptions.Instant with
                    {
                        RateLimits = false,
                        ConsoleUser = HostileAnswers.In("userName"),
                    }
                );
            }
        }

        Assert.Equal(
            "AccountId Arn Code InstanceId InstanceName InstanceState KeyId KeyName LatestOperationErrorMsg Message PrincipalId RequestId Type UserId Zone userName",
            string.Join(' ', seen)
        );
    }

    /// <summary>For programs nothing is changed: JSON has escapes of its own.</summary>
    [Fact]
    public void Json_HasTheTextsAsTheyCame() =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(World),
            async cli =>
            {
                cli.Wire = account => new HostileAnswers(account);
                var ran = await cli.RunAsync("show", "--output", "json");
                Assert.Equal((0, ""), (ran.ExitCode, ran.Error));
                var shown = JsonDocument.Parse(ran.Out).RootElement;
                var stranger = shown.GetProperty("keys")[0].GetProperty("instances").EnumerateArray().First();
                Assert.Equal("ins-" + HostileAnswers.In("InstanceId"), stranger.GetProperty("instanceId").GetString());
                Assert.EndsWith(HostileAnswers.In("InstanceName"), stranger.GetProperty("name").GetString(), StringComparison.Ordinal);
                Assert.Equal(HostileAnswers.In("InstanceState"), stranger.GetProperty("state").GetString());
                Assert.Equal("skey-" + HostileAnswers.In("KeyId"), shown.GetProperty("keys")[0].GetProperty("keyId").GetString());
            }
        );

    [Theory]
    [InlineData("a\eb", true)]
    [InlineData("a\u202eb", true)]
    [InlineData("a\n  FORGED b", true)]
    [InlineData("a FORGED b", false)]
    public void Search_FindsWhatItLooksFor(string text, bool isFault) => Assert.Equal(isFault, HostileAnswers.FaultIn(text) is not null);

    [Theory]
    [InlineData("- @name", true)]
    [InlineData("- #1", true)]
    [InlineData("- [x](y)", true)]
    [InlineData("- http://x", true)]
    [InlineData("- www.x", true)]
    [InlineData("- <img src=x>", true)]
    [InlineData("- a | b", true)]
    [InlineData("- `open", true)]
    [InlineData("- `@name [x](http://y) <img>`", false)]
    [InlineData(@"- @<!-- -->name \[x\](http:<!-- -->//y) \` \|", false)]
    public void Search_FindsWhatMarkdownWouldRead(string text, bool isFault) => Assert.Equal(isFault, FaultInMarkdown(text) is not null);

    private const string World = """
        regions:
          ap-guangzhou:
            keys:
              - { id: skey-team2026, name: team_2026 }
              - { id: skey-ada0left, name: ada_laptop }
            instances:
              - { id: ins-web00001, name: web-1, keys: [team_2026, ada_laptop], softStop: reverts }
              - { id: ins-web00002, name: web-2, keys: [ada_laptop], softStop: reverts }
              - { id: ins-web00003, name: web-3, keys: [], softStop: reverts }
              - { id: ins-build001, name: build-1, state: STOPPED, keys: [ada_laptop] }
        """;

    private static void Refuse(SimulatedCli cli, string action) =>
        cli.Cloud.Faults.Add(FaultRule.From(action, 1, new FaultEffect.RefuseWith("UnauthorizedOperation")));

    /// <summary>Names and values, one after the other.</summary>
    private static string TextsOf(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => string.Join(' ', element.EnumerateObject().Select(field => $"{field.Name} {TextsOf(field.Value)}")),
            JsonValueKind.Array => string.Join(' ', element.EnumerateArray().Select(TextsOf)),
            JsonValueKind.String => element.GetString()!,
            _ => "",
        };

    /// <summary>What a forge would read in a page that has no links of its own: first what is escaped goes, then what is code.</summary>
    internal static string? FaultInMarkdown(string page)
    {
        foreach (var line in page.Split('\n'))
        {
            var text = new System.Text.StringBuilder();
            var isCode = false;
            for (var i = 0; i < line.Length; i++)
            {
                if (line[i] == '`')
                {
                    isCode = !isCode;
                }
                else if (
                    !isCode
                    && line[i] == '\\'
                    && i + 1 < line.Length
                    && char.IsAscii(line[i + 1])
                    && !char.IsLetterOrDigit(line[i + 1])
                )
                {
                    text.Append(line[++i] is '#' or '!' ? line[i] : '.');
                }
                else if (!isCode)
                {
                    text.Append(line[i]);
                }
            }

            var read = text.ToString();
            if (
                isCode
                || System.Text.RegularExpressions.Regex.IsMatch(
                    read,
                    @"@\w|#\d|!\d|:/|\bwww\.|\[|\]|\||<(?!!-- -->|/?details>|/?summary>)",
                    System.Text.RegularExpressions.RegexOptions.IgnoreCase
                )
            )
            {
                return line;
            }
        }

        return null;
    }
}
