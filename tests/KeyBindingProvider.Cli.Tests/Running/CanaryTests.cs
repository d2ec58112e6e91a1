using KeyBindingProvider.Cli.Demo;
using KeyBindingProvider.Engine;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.TestKit.Secrets;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>
/// No command shows a secret, wherever it came from, whatever was answered: every source has a canary of its own, a service says it back in every way, and all that
/// came out is searched for it, raw, url-encoded and in base64. The providers have the same test.
/// </summary>
public sealed class CanaryTests(ITestOutputHelper output) : IDisposable
{
    private const string Region = "ap-guangzhou";

    /// <summary>Pauses between tries are short then, and the time-out of a call is still longer than a busy machine needs.</summary>
    private const double Speed = 50;

    private static readonly string[] s_formats = ["text", "json", "markdown"];

    private static readonly string[][] s_commands =
    [
        ["plan"],
        ["drift"],
        ["apply"],
        ["apply", "--yes"],
        ["whoami"],
        ["show", "--key", "skey-ada0left"],
        ["recover", "--dry-run", "--list-stopped"],
    ];

    /// <summary>Where nothing fails: a start is tried for ten minutes, by the code that apply starts with.</summary>
    private static readonly string[] s_recovery = ["recover", "--yes"];

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("keybinding-canary-");
    private readonly TelemetryTap _telemetry = new();

    /// <summary>Sources whose secrets sign requests.</summary>
    public static TheoryData<string> Signing =>
        [
            SecretTable.Program,
            SecretTable.Config,
            SecretTable.Variables,
            SecretTable.Profile,
            SecretTable.CredentialsFile,
            SecretTable.AssumedRole,
            SecretTable.CvmRole,
        ];

    public void Dispose()
    {
        _telemetry.Dispose();
        _home.Delete(recursive: true);
    }

    [Theory]
    [MemberData(nameof(Signing))]
    public async Task EveryCommand_WhateverTheServiceSaysBack_ShowsNoSecretOf(string source)
    {
        var credentials = CanaryCredentials.Of(source);
        var signsRoles = CanaryCredentials.Of(SecretTable.Variables);
        var time = new ScaledTimeProvider(Speed);
        var cloud = new SimulatedCloud(
            SimulatedCli.WorldOf(Repository.Read("examples/cli/world.yaml")),
            SimulatorOptions.Instant with
            {
                Credentials = new[] { credentials, signsRoles }
                    .DistinctBy(each => each.Id.Text)
                    .ToDictionary(each => each.Id.Text, each => new SimulatedCredential(each.Key.Text, each.Token.Text)),
            },
            time
        );
        await using var service = new EchoingService(cloud) { Temporary = credentials };
        var machine = Place(source, source == SecretTable.AssumedRole ? signsRoles : credentials, service);
        var searched = 0;
        var noted = "";
        foreach (var mode in Enum.GetValues<EchoMode>())
        {
            // Reads alone, the role alone, or nothing at all is answered as it should be.
            var isRole = source == SecretTable.AssumedRole;
            (bool, bool)[] answers =
                mode == EchoMode.Served ? [(true, true)]
                : isRole ? [(true, true), (false, true), (false, false)]
                : [(true, true), (false, true)];
            // How a source is read differs before a call is made, and what a command makes of a failure does not hang on the source.
            var commands =
                mode == EchoMode.Served ? [.. s_commands, s_recovery]
                : isRole || source == SecretTable.Variables ? s_commands
                :
                [
                    ["plan"],
                    ["whoami"],
                ];
            foreach (var (servesReads, grantsRoles) in answers)
            {
                (service.Mode, service.ServesReads, service.GrantsRoles) = (mode, servesReads, grantsRoles);
                foreach (var command in commands)
                {
                    foreach (var format in mode == EchoMode.Served ? s_formats : [s_formats[(searched + 1) % 2]])
                    {
                        var ran = await RunAsync(
                            [.. Complete(command, source, credentials, service.Endpoint), "--output", format],
                            machine,
                            time
                        );
                        var journals = string.Concat(Journals());
                        noted += journals;
                        searched++;
                        Holds(ran, mode, servesReads);
                        HoldsNone(
                            ran.Out + ran.Error + journals + _telemetry.Text,
                            [.. credentials.All, .. signsRoles.All, .. EchoingService.InRedirect]
                        );
                    }
                }
            }
        }

        Assert.NotEmpty(cloud.Journal.Find(actor: credentials.Id.Text));
        Assert.Contains("StopInstances", noted, StringComparison.Ordinal);
        output.WriteLine($"{source}: {searched} runs");
    }

    /// <summary>As a process, which takes its proxy from a variable.</summary>
    [Theory]
    [InlineData(EchoMode.Refusal)]
    [InlineData(EchoMode.ServerErrorPage)]
    [InlineData(EchoMode.HeaderLine)]
    public async Task Program_OverAProxyThatSaysItBack_ShowsNoPassword(EchoMode mode)
    {
        var password = Canary.Of(SecretTable.Proxy);
        var credentials = CanaryCredentials.Of(SecretTable.Variables);
        await using var proxy = new EchoingService { Mode = mode };
        Place(SecretTable.Variables, credentials, proxy);
        var ran = await Keybinding.RunAsync(
            _home.FullName,
            new Dictionary<string, string>
            {
                ["TENCENTCLOUD_SECRET_ID"] = credentials.Id.Text,
                ["TENCENTCLOUD_SECRET_KEY"] = credentials.Key.Text,
                ["HTTPS_PROXY"] = $"http://ada:{Uri.EscapeDataString(password.Text)}@{proxy.Address}",
            },
            "plan",
            "--output",
            "json"
        );
        Assert.Equal(1, ran.ExitCode);
        Assert.Contains("KB2", ran.Error, StringComparison.Ordinal);
        Assert.True(proxy.HasSeen(password), "The proxy was not told who asks.");
        HoldsNone(ran.Out + ran.Error, [password, .. credentials.All]);
    }

    /// <summary>Where a secret stands in a place that is refused, or the refusal is about something beside it.</summary>
    [Theory]
    [InlineData("KB1014", "", "", "--endpoint", "https://ada:CANARY@h.example.test/?token=CANARY")]
    [InlineData("KB1014", "", "", "--endpoint", "https://h.example.test/?token=CANARY")]
    [InlineData("KB", "endpoint: 'https://ada:CANARY@h.example.test/#CANARY'", "")]
    [InlineData("KB", "secretKey: 'CANARY'", "")]
    [InlineData("KB", "secretId: 'CANARY and a blank', secretKey: 'CANARY'", "")]
    [InlineData("KB", "secretkey: 'CANARY'", "")]
    [InlineData("KB", "secretKey: ['CANARY'], secretId: { a: 'CANARY' }", "")]
    [InlineData("KB", "secretKey: *CANARY", "")]
    [InlineData("KB", "secretKey: 'CANARY", "")]
    [InlineData("KB", "secretId: '${key}', secretKey: '${nokey}'", "key: { secret: true, type: string, default: 'CANARY' }")]
    [InlineData("KB", "region: '${key}'", "key: { secret: true, type: string, default: 'CANARY' }")]
    [InlineData("KB", "region: 'x${key}'", "key: { secret: true, type: string }", "-c", "key=CANARY")]
    [InlineData("KB", "changePolicy: { maxUnavailable: '${key}' }", "key: { secret: true, type: 'list<string>' }", "-c", "key=[CANARY, &")]
    [InlineData("KB", "", "", "-c", "CORE")]
    [InlineData("KB", "profile: half", "")]
    [InlineData("KB", "profile: broken", "")]
    [InlineData("KB", "profile: ended", "")]
    [InlineData("KB", "profile: twice", "")]
    public async Task Command_RefusedForItsInput_ShowsNoSecretInIt(string says, string provider, string config, params string[] more)
    {
        var canary = Canary.Of(SecretTable.Program);
        await using var service = new EchoingService();
        var machine = Place(SecretTable.CvmRole, CanaryCredentials.Of(SecretTable.CvmRole), service);
        string With(string text) =>
            text.Replace("CANARY", canary.Text, StringComparison.Ordinal).Replace("CORE", canary.Core, StringComparison.Ordinal);
        Write(".tccli/half.credential", With("""{"secretKey":"CANARY"}"""));
        Write(".tccli/broken.credential", With("""{"secretKey":"CANARY"""));
        Write(".tccli/ended.credential", With("""{"secretId":"x","secretKey":"CANARY","expiresAt":1}"""));
        Write(".tencentcloud/credentials", With("[twice]\nsecret_id = x\nsecret_key = CANARY\nsecret_key = CANARY\n"));
        Write(
            "Pulumi.yaml",
            With(
                $$"""
                name: canaries
                runtime: yaml
                config: { {{config}} }
                resources:
                  tencent:
                    type: pulumi:providers:keybinding
                    defaultProvider: true
                    properties: { {{provider}} }
                  offboard:
                    type: keybinding:KeyRevocation
                    properties: { keyIds: [skey-ada0left] }
                """
            )
        );
        foreach (var verb in new[] { "plan", "apply", "drift", "whoami" })
        {
            foreach (var format in s_formats)
            {
                var ran = await RunAsync(
                    [verb, "-f", Path.Combine(_home.FullName, "Pulumi.yaml"), "--output", format, .. more.Select(With)],
                    machine,
                    new ScaledTimeProvider(Speed)
                );
                Assert.Equal(1, ran.ExitCode);
                Assert.Contains(says, ran.Error, StringComparison.Ordinal);
                Assert.DoesNotContain("KB9001", ran.Error, StringComparison.Ordinal);
                HoldsNone(ran.Out + ran.Error, [canary]);
            }
        }
    }

    /// <summary>So that nothing is searched in vain.</summary>
    private static void Holds(Ran ran, EchoMode mode, bool servesReads)
    {
        Assert.NotEqual("", ran.Out + ran.Error);
        Assert.DoesNotContain("KB9001", ran.Out + ran.Error, StringComparison.Ordinal);
        if (mode != EchoMode.Served && !servesReads)
        {
            Assert.Equal(1, ran.ExitCode);
            Assert.Contains("KB2", ran.Error, StringComparison.Ordinal);
        }
        else
        {
            Assert.InRange(ran.ExitCode, 0, 4);
        }
    }

    private string[] Complete(string[] command, string source, CanaryCredentials credentials, string endpoint) =>
        [
            .. command,
            .. command[0] == "show" ? (string[])["--region", Region] : ["-f", Path.Combine(_home.FullName, "Pulumi.yaml")],
            .. source == SecretTable.Config && command[0] != "show"
                ? (string[])
                    ["-c", $"id={credentials.Id.Text}", "-c", $"key={credentials.Key.Text}", "-c", $"token={credentials.Token.Text}"]
                : [],
            "--endpoint",
            endpoint,
        ];

    /// <summary>Puts the secrets where they come from, and writes the program.</summary>
    private EngineEnvironment Place(string source, CanaryCredentials credentials, EchoingService service)
    {
        var (id, key, token) = (credentials.Id.Text, credentials.Key.Text, credentials.Token.Text);
        var variables = new Dictionary<string, string>();
        var provider = "";
        var config = "";
        switch (source)
        {
            case SecretTable.Program:
                provider = $", secretId: '{id}', secretKey: '{key}', securityToken: '{token}'";
                break;
            case SecretTable.Config:
                provider = ", secretId: '${id}', secretKey: '${key}', securityToken: '${token}'";
                config =
                    "config: { id: { type: string, secret: true }, key: { type: string, secret: true }, token: { type: string, secret: true } }";
                break;
            case SecretTable.Profile:
                Write(".tccli/default.credential", $$"""{"secretId":"{{id}}","secretKey":"{{key}}","token":"{{token}}"}""");
                break;
            case SecretTable.CredentialsFile:
                Write(".tencentcloud/credentials", $"[default]\nsecret_id = {id}\nsecret_key = {key}\ntoken = {token}\n");
                break;
            case SecretTable.CvmRole:
                break;
            default:
                variables["TENCENTCLOUD_SECRET_ID"] = id;
                variables["TENCENTCLOUD_SECRET_KEY"] = key;
                variables["TENCENTCLOUD_TOKEN"] = token;
                break;
        }

        if (source == SecretTable.AssumedRole)
        {
            variables["TENCENTCLOUD_ASSUME_ROLE_ARN"] = SimulatorOptions.DefaultRoleArn;
        }

        // What show has no program for stands where show finds it.
        if (source is SecretTable.Program or SecretTable.Config)
        {
            variables["TENCENTCLOUD_SECRET_ID"] = id;
            variables["TENCENTCLOUD_SECRET_KEY"] = key;
            variables["TENCENTCLOUD_TOKEN"] = token;
        }

        Write(
            "Pulumi.yaml",
            $$"""
            name: canaries
            runtime: yaml
            {{config}}
            resources:
              tencent:
                type: pulumi:providers:keybinding
                defaultProvider: true
                properties: { region: {{Region}}{{provider}} }
              offboard:
                type: keybinding:KeyRevocation
                properties:
                  keyIds: [skey-ada0left]
                  changePolicy: { stopPolicy: graceful, onBlocked: skip }
            """
        );
        return new EngineEnvironment
        {
            HomeFolder = _home.FullName,
            Variable = variables.GetValueOrDefault,
            Metadata = new Uri(service.Endpoint),
        };
    }

    private void Write(string file, string text)
    {
        var path = Path.Combine(_home.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>What the runs have noted; the next run clears it away.</summary>
    private IEnumerable<string> Journals() =>
        Directory.Exists(JournalFolder) ? Directory.GetFiles(JournalFolder).Select(File.ReadAllText) : [];

    private string JournalFolder => Path.Combine(_home.FullName, "state");

    private async Task<Ran> RunAsync(string[] arguments, EngineEnvironment machine, TimeProvider time)
    {
        var (results, problems) = (new StringWriter(), new StringWriter());
        var exitCode = await KeybindingCommand.RunAsync(
            arguments,
            new CliHost
            {
                Out = TextWriter.Synchronized(results),
                Error = TextWriter.Synchronized(problems),
                Time = time,
                Machine = machine with { Warn = what => problems.WriteLine(what) },
                EngineOptions = new EngineOptions { PollInterval = TimeSpan.FromSeconds(1) },
                JournalFolder = JournalFolder,
            }
        );
        return new Ran(exitCode, results.ToString(), problems.ToString());
    }

    private static void HoldsNone(string text, IEnumerable<Canary> canaries)
    {
        var found = CanarySearch.In(text, canaries);
        Assert.True(found.Length == 0, found);
    }
}
