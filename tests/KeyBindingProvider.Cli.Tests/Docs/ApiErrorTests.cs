using System.Globalization;
using System.Text;
using KeyBindingProvider.Simulator.Faults;

namespace KeyBindingProvider.Cli.Tests.Docs;

/// <summary>
/// The nine error codes that the API's own page names for an unbind, each provoked for one machine of three: what is printed is readable, it is in
/// <c>docs/errors.md</c> word for word, the other machines get their change, and nothing is left stopped.
/// </summary>
public class ApiErrorTests
{
    private const string Culprit = "ins-web00002";

    private const string World = """
        regions:
          ap-guangzhou:
            keys:
              - { id: skey-team0001, name: team }
              - { id: skey-ada00001, name: ada }
            instances:
              - { id: ins-web00001, name: web-1, keys: [team, ada] }
              - { id: ins-web00002, name: web-2, keys: [team, ada] }
              - { id: ins-web00003, name: web-3, keys: [team, ada] }
        """;

    private const string Program = """
        name: offboard-ada
        resources:
          offboard-ada:
            type: keybinding:KeyRevocation
            properties:
              region: ap-guangzhou
              keyIds: [skey-ada00001]
              changePolicy: { stopPolicy: graceful, maxUnavailable: 3, canary: 0 }
        """;

    private static readonly string[] Codes =
    [
        "InternalServerError",
        "InvalidInstance.NotSupported",
        "InvalidInstanceId.Malformed",
        "InvalidInstanceId.NotFound",
        "InvalidKeyPairId.Malformed",
        "InvalidKeyPairId.NotFound",
        "InvalidParameterValue",
        "InvalidParameterValue.LimitExceeded",
        "MissingParameter",
    ];

    [Fact]
    public void Page_OfProblemCodes_ShowsWhatIsPrinted()
    {
        var page = new StringBuilder();
        foreach (var code in Codes)
        {
            page.Append(CultureInfo.InvariantCulture, $"`{code}`\n\n```\n{Provoke(code)}```\n\n");
        }

        Golden.IsPartOf("docs/errors.md", "API errors", page.ToString());
    }

    private static string Provoke(string code)
    {
        var printed = "";
        SimulatedCli.Run(
            SimulatedCli.WorldOf(World),
            async cli =>
            {
                cli.Cloud.Faults.Add(
                    new FaultRule
                    {
                        Action = "DisassociateInstancesKeyPairs",
                        InstanceId = Culprit,
                        Times = null,
                        Effect = new FaultEffect.RefuseWith(code),
                    }
                );
                cli.Program(Program);
                var ran = await cli.RunAsync("apply", "--yes");
                printed = ran.Out[ran.Out.IndexOf("Apply of", StringComparison.Ordinal)..].TrimEnd() + $"\n(exit code {ran.ExitCode})\n";
                Assert.Contains(cli.WritesSent, call => call.Outcome == code);
                Assert.Empty(cli.Us.LeftDown);
            }
        );
        return printed;
    }
}
