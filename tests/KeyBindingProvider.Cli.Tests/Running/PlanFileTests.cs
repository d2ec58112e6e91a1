using System.Text.Json;
using KeyBindingProvider.Cli.Programs;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>A plan that is saved, approved and applied: exactly that one, or nothing (ADR 0046).</summary>
public class PlanFileTests
{
    private const string World = """
        regions:
          ap-guangzhou:
            keys:
              - { id: skey-team0001, name: team }
              - { id: skey-ada00001, name: ada }
              - { id: skey-ops00001, name: ops }
            instances:
              - { id: ins-web00001, name: web-1, keys: [team, ada] }
              - { id: ins-web00002, name: web-2, keys: [team, ada] }
              - { id: ins-batch001, name: batch-1, state: STOPPED, keys: [team, ada] }
        """;

    private const string Program = """
        name: off
        runtime: yaml
        config:
          keybinding:region: ap-guangzhou
          who: { type: string, default: skey-ada00001 }
        resources:
          gone:
            type: keybinding:KeyRevocation
            properties:
              keyIds: ["${who}"]
              changePolicy: { stopPolicy: graceful, canary: 0, maxUnavailable: 50%, onBlocked: skip }
        """;

    [Fact]
    public void SavedPlan_AppliedAsItIs_NeedsNoProgram() =>
        Run(async cli =>
        {
            var plan = await cli.RunAsync("plan", "--out", cli.PathOf("gone.plan"));
            Assert.Equal((2, ""), (plan.ExitCode, plan.Error));
            Assert.Contains("carries out this plan, or nothing.", plan.Out, StringComparison.Ordinal);
            File.Delete(cli.PathOf("Pulumi.yaml"));

            var apply = await cli.RunBareAsync("apply", cli.PathOf("gone.plan"), "--yes");

            Assert.Equal(0, apply.ExitCode);
            Assert.All(cli.Cloud.View.Instances, instance => Assert.DoesNotContain("skey-ada00001", instance.KeyIds));
        });

    /// <summary>What reviewers see of the file is what plan printed, and what apply then shows.</summary>
    [Fact]
    public void JsonOfBoth_IsOneObject() =>
        Run(async cli =>
        {
            var plan = await cli.RunAsync("plan", "--out", cli.PathOf("gone.plan"), "-o", "json");
            using var file = JsonDocument.Parse(File.ReadAllText(cli.PathOf("gone.plan")));
            Assert.Equal(plan.Out.TrimEnd(), file.RootElement.GetProperty("content").GetProperty("plan").GetRawText());

            var text = await cli.RunAsync("plan");
            var apply = await cli.RunBareAsync("apply", cli.PathOf("gone.plan"), "--yes");
            Assert.StartsWith(text.Out.TrimEnd(), apply.Out, StringComparison.Ordinal);
        });

    [Fact]
    public void SavedPlan_IsItsOwnersAlone_AndReplacedWhole() =>
        Run(async cli =>
        {
            var path = cli.PathOf("gone.plan");
            await cli.RunAsync("plan", "--out", path);
            var first = File.ReadAllText(path);
            await cli.RunAsync("plan", "--out", path);
            Assert.Equal(first, File.ReadAllText(path));
            Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(path)!, "*.tmp"));
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            }
        });

    [Theory]
    [InlineData("bind", "ins-web00001 had skey-ada00001, skey-team0001, has skey-ada00001, skey-ops00001, skey-team0001.")]
    [InlineData("unbind", "ins-web00001 had skey-ada00001, skey-team0001 and was to be changed; there is nothing to change, or it waits.")]
    [InlineData("new", "ins-batch001 was not to be changed; it has skey-ada00001, skey-team0001 and would be.")]
    [InlineData("stop", "ins-web00001 was to be taken down by soft, would be by none.")]
    public void MachineThatMoved_IsNamed_AndNothingIsChanged(string move, string how) =>
        Run(async cli =>
        {
            if (move == "new")
            {
                cli.Cloud.UnbindByHand("ins-batch001", "skey-ada00001");
            }

            await cli.RunAsync("plan", "--out", cli.PathOf("gone.plan"));
            switch (move)
            {
                case "bind":
                    cli.Cloud.BindByHand("ins-web00001", "skey-ops00001");
                    break;
                case "unbind":
                    cli.Cloud.UnbindByHand("ins-web00001", "skey-ada00001");
                    break;
                case "new":
                    cli.Cloud.BindByHand("ins-batch001", "skey-ada00001");
                    break;
                default:
                    cli.Cloud.StopByHand("ins-web00001");
                    await Task.Delay(TimeSpan.FromMinutes(5), cli.Time);
                    break;
            }

            var apply = await cli.RunBareAsync("apply", cli.PathOf("gone.plan"), "--yes");

            Assert.Equal(1, apply.ExitCode);
            Assert.Contains($"KB4012 gone.plan: 1 instance is not as approved: {how}", apply.Error, StringComparison.Ordinal);
            Assert.Empty(cli.WritesSent);
        });

    [Fact]
    public void OtherAccount_IsSaid_AndNothingIsChanged() =>
        Run(async cli =>
        {
            var path = cli.PathOf("gone.plan");
            await cli.RunAsync("plan", "--out", path);
            var account = Identity(path);
            Forge(path, text => text.Replace($"\"accountId\": \"{account}\"", "\"accountId\": \"100009999999\"", StringComparison.Ordinal));

            var apply = await cli.RunBareAsync("apply", path, "--yes");

            Assert.Equal(1, apply.ExitCode);
            Assert.Contains(
                $"KB2012 gone.plan: The plan was made in account 100009999999, and the credentials here are of account {account}.",
                apply.Error,
                StringComparison.Ordinal
            );
            Assert.Empty(cli.WritesSent);
        });

    /// <summary>An account that could not be asked is no refusal; that it was not compared is said, with why and what it would need.</summary>
    [Theory]
    [InlineData(
        true,
        false,
        "the plan file names none (GetCallerIdentity: UnauthorizedOperation: The operation is not authorised (request "
    )]
    [InlineData(true, false, "); the credentials here are of account 100000000001.")]
    [InlineData(
        false,
        true,
        "the plan was made in account 100000000001; whose the credentials here are is not known (GetCallerIdentity: UnauthorizedOperation: "
    )]
    [InlineData(true, true, "; whose the credentials here are is not known (GetCallerIdentity: UnauthorizedOperation: ")]
    public void AccountThatIsNotKnown_IsSaidNotToBeCompared(bool then, bool now, string message) =>
        Run(async cli =>
        {
            void Deny(bool denied)
            {
                cli.Cloud.Faults.Clear();
                if (denied)
                {
                    cli.Cloud.Faults.Add(FaultRule.From("GetCallerIdentity", 1, new FaultEffect.RefuseWith("UnauthorizedOperation")));
                }
            }

            Deny(then);
            await cli.RunAsync("plan", "--out", cli.PathOf("gone.plan"));
            Deny(now);
            var apply = await cli.RunBareAsync("apply", cli.PathOf("gone.plan"), "--yes", "--output", "json");

            Assert.Equal(0, apply.ExitCode);
            Assert.StartsWith(
                "warning KB2014 gone.plan: The account was not compared with the one that the plan was approved for: ",
                apply.Error,
                StringComparison.Ordinal
            );
            Assert.Contains(message, apply.Error, StringComparison.Ordinal);
            Assert.Contains("-> Allow sts:GetCallerIdentity where", apply.Error, StringComparison.Ordinal);
            Assert.Empty(Schema.Errors("apply", apply.Out));
            using var document = JsonDocument.Parse(apply.Out);
            Assert.Equal("KB2014", document.RootElement.GetProperty("notes")[0].GetProperty("code").GetString());
        });

    [Fact]
    public void AccountThatIsTheSame_IsNotSpokenOf() =>
        Run(async cli =>
        {
            await cli.RunAsync("plan", "--out", cli.PathOf("gone.plan"));
            var apply = await cli.RunBareAsync("apply", cli.PathOf("gone.plan"), "--yes", "--output", "json");
            Assert.DoesNotContain("KB2014", apply.Error + apply.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("\"notes\"", apply.Out, StringComparison.Ordinal);
        });

    /// <summary>What is refused for another reason says that as well: who plans again may see to both.</summary>
    [Fact]
    public void AccountThatIsNotKnown_IsSaidBesideARefusal() =>
        Run(async cli =>
        {
            await cli.RunAsync("plan", "--out", cli.PathOf("gone.plan"));
            cli.Cloud.Faults.Add(FaultRule.From("GetCallerIdentity", 1, new FaultEffect.RefuseWith("UnauthorizedOperation")));
            cli.Cloud.BindByHand("ins-web00001", "skey-ops00001");
            var apply = await cli.RunBareAsync("apply", cli.PathOf("gone.plan"), "--yes");
            Assert.Equal(1, apply.ExitCode);
            Assert.StartsWith("error KB4012 gone.plan: 1 instance is not as approved:", apply.Error, StringComparison.Ordinal);
            Assert.Contains("\nwarning KB2014 gone.plan: ", apply.Error, StringComparison.Ordinal);
        });

    public static TheoryData<string, string, string> BadFiles =>
        new()
        {
            { "missing", "KB1021", "does not exist." },
            { "folder", "KB1021", "is a folder." },
            { "empty", "KB1021", "is no plan file, or a part of one" },
            { "truncated", "KB1021", "is no plan file, or a part of one" },
            { "other JSON", "KB1021", "is no plan file." },
            { "altered", "KB1022", "is not as plan --out wrote it: its digest is another one." },
            { "newer", "KB1023", "has version 2; this program reads version 1." },
            { "too large", "KB1021", "bytes, the most that is read." },
            { "too deep", "KB1021", "is no plan file, or a part of one" },
        };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void BadFile_IsOneClearError(string what, string code, string message) =>
        Run(async cli =>
        {
            var path = cli.PathOf("gone.plan");
            await cli.RunAsync("plan", "--out", path);
            var text = File.ReadAllText(path);
            switch (what)
            {
                case "missing":
                    File.Delete(path);
                    break;
                case "folder":
                    path = cli.PathOf("folder");
                    Directory.CreateDirectory(path);
                    break;
                case "too large":
                    File.WriteAllText(path, text + new string(' ', 64 << 20));
                    break;
                default:
                    File.WriteAllText(
                        path,
                        what switch
                        {
                            "empty" => "",
                            "truncated" => text[..(text.Length / 2)],
                            "other JSON" => "{\"format\": 1}",
                            "altered" => text.Replace("skey-ada00001", "skey-team0001", StringComparison.Ordinal),
                            "newer" => text.Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal),
                            _ => new string('[', 100) + new string(']', 100),
                        }
                    );
                    break;
            }

            var apply = await cli.RunBareAsync("apply", path, "--yes");

            Assert.Equal((1, ""), (apply.ExitCode, apply.Out));
            Assert.StartsWith($"error {code} {Path.GetFileName(path)}: the file ", apply.Error, StringComparison.Ordinal);
            Assert.Contains(message, apply.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", apply.Error, StringComparison.Ordinal);
            Assert.Empty(cli.WritesSent);
        });

    /// <summary>A digest that fits proves nothing: what is missing behind it is one clear error as well.</summary>
    [Theory]
    [InlineData("\"regions\"", "\"areas\"")]
    [InlineData("\"identities\"", "\"people\"")]
    [InlineData("\"digest\"", "\"sum\"")]
    [InlineData("\"program\":{", "\"programs\":{")]
    [InlineData("\"waves\": [", "\"waves\": 7, \"w\": [")]
    public void ForgedFile_ThatLacksAPart_IsOneClearError(string part, string other) =>
        Run(async cli =>
        {
            var path = cli.PathOf("gone.plan");
            await cli.RunAsync("plan", "--out", path);
            Forge(path, text => text.Replace(part, other, StringComparison.Ordinal));

            var apply = await cli.RunBareAsync("apply", path, "--yes");

            Assert.Equal((1, ""), (apply.ExitCode, apply.Out));
            Assert.StartsWith("error KB1021 gone.plan: the file holds no plan.", apply.Error, StringComparison.Ordinal);
            Assert.Empty(cli.WritesSent);
        });

    [Fact]
    public void FileThatIsNoPlan_IsNotWrittenOver() =>
        Run(async cli =>
        {
            var program = File.ReadAllText(cli.PathOf("Pulumi.yaml"));
            var ran = await cli.RunAsync("plan", "--out", cli.PathOf("Pulumi.yaml"));
            Assert.Equal((1, ""), (ran.ExitCode, ran.Out));
            Assert.Contains("exists and is no plan file; it is not written over.", ran.Error, StringComparison.Ordinal);
            Assert.Equal(program, File.ReadAllText(cli.PathOf("Pulumi.yaml")));
        });

    [Fact]
    public void PlaceThatCannotBeWritten_IsSaid() =>
        Run(async cli =>
        {
            var ran = await cli.RunAsync("plan", "--out", cli.PathOf("nowhere/gone.plan"));
            Assert.Equal(1, ran.ExitCode);
            Assert.Contains("cannot be written: ", ran.Error, StringComparison.Ordinal);
        });

    [Fact]
    public void RefusedPlan_IsShownAndNotSaved() =>
        Run(async cli =>
        {
            cli.Program(Program.Replace("stopPolicy: graceful", "stopPolicy: refuse", StringComparison.Ordinal));
            Assert.Equal(4, (await cli.RunAsync("plan", "--out", cli.PathOf("gone.plan"))).ExitCode);
            Assert.False(File.Exists(cli.PathOf("gone.plan")));
        });

    [Theory]
    [InlineData("--plan-digest", "0")]
    [InlineData("--config", "who=skey-team0001")]
    [InlineData("--region", "ap-beijing")]
    public void WhatTheFileSaysAlready_CannotStandBesideIt(string option, string value) =>
        Run(async cli =>
        {
            await cli.RunAsync("plan", "--out", cli.PathOf("gone.plan"));
            var ran = await cli.RunBareAsync("apply", cli.PathOf("gone.plan"), option, value, "--yes");
            Assert.Equal(1, ran.ExitCode);
            Assert.Contains($"{option} cannot stand beside it.", ran.Error, StringComparison.Ordinal);
            Assert.Empty(cli.WritesSent);
        });

    /// <summary>A secret of the program is in no file; whoever plans is told before anybody waits for an approval.</summary>
    [Fact]
    public void ProgramWithSecrets_IsNotSaved() =>
        Run(async cli =>
        {
            cli.Program(
                Program.Replace(
                    "config:",
                    $"config:\n  keybinding:secretId: {SimulatorOptions.DefaultSecretId}\n  keybinding:secretKey: {SimulatorOptions.DefaultSecretKey}",
                    StringComparison.Ordinal
                )
            );
            var ran = await cli.RunAsync("plan", "--out", cli.PathOf("gone.plan"));
            Assert.Equal(1, ran.ExitCode);
            Assert.Contains(
                "KB1024 --out: The plan would not be saved: the program writes secretId and secretKey, and a plan file holds no secret.",
                ran.Error,
                StringComparison.Ordinal
            );
            Assert.False(File.Exists(cli.PathOf("gone.plan")));
        });

    /// <summary>Every value that a program may hold comes back as it was, whatever it looks like.</summary>
    [Fact]
    public void ProgramText_IsReadBackToTheSame()
    {
        const string everything = """
            name: "every \"thing\" 😀"
            runtime: yaml
            resources:
              account1:
                type: pulumi:providers:keybinding
                defaultProvider: true
                properties:
                  region: ap-shanghai
                  profile: "p$${x} {y}: #z"
                  assumeRole: { roleArn: "qcs::cam::uin/1:roleName/r", sessionName: s, sessionDuration: 900, policy: '{"a":"$${b}"}', externalId: e }
                  endpoint: https://cvm.example.com
                  maxRequestsPerSecond: 3
                  pinnedKeys: [skey-aaaa0007, skey-aaaa0008]
                  changePolicy: { stopPolicy: graceful, maxUnavailable: 25%, canary: 2, stopTimeoutSeconds: 300, allowKeyless: true, maxStops: 9, onBlocked: skip, restartMarker: required, failureBudget: 1 }
              other:
                type: pulumi:providers:keybinding
                properties: { region: ap-tokyo, allowInsecureEndpoint: false }
              a-1:
                type: keybinding:KeyPairAssociation
                properties: { instanceIds: [ins-aaaa0001, ins-aaaa0002], keyIds: [skey-aaaa0001], onDestroy: keep, region: ap-beijing }
              b_2:
                type: keybinding:InstanceKeysExclusive
                properties: { instanceIds: [ins-aaaa0003], keyIds: [], changePolicy: { maxUnavailable: 3, allowKeyless: true } }
                options: { dependsOn: ["${a-1}"] }
              c:
                type: keybinding:KeyRevocation
                properties: { keyIds: [skey-aaaa0009], exceptInstanceIds: [ins-aaaa0004] }
                options: { provider: "${other}", dependsOn: ["${a-1}", "${b_2}"] }
            """;
        var (program, problems) = ProgramReader.ReadText(everything, "test");
        Assert.Empty(problems);

        var text = ProgramText.Of(program!);
        var (again, found) = ProgramReader.ReadText(text, "again");

        Assert.Empty(found);
        Assert.Equal(text, ProgramText.Of(again!));
        Assert.Equal(program!.Name, again!.Name);
        Assert.Equal(program.Resources.Select(resource => resource.Provider), again.Resources.Select(resource => resource.Provider));
        Assert.Equal(
            program.Resources.Select(resource =>
                (resource.Input.Name, resource.Input.Kind, resource.Input.Region, resource.Input.OnDestroy)
            ),
            again.Resources.Select(resource => (resource.Input.Name, resource.Input.Kind, resource.Input.Region, resource.Input.OnDestroy))
        );
        Assert.All(
            program.Resources.Zip(again.Resources),
            pair =>
            {
                Assert.True(pair.First.Input.DeclaresTheSameAs(pair.Second.Input));
                Assert.Equal(pair.First.Input.ChangePolicy, pair.Second.Input.ChangePolicy);
                Assert.Equal(pair.First.DependsOn.AsEnumerable(), pair.Second.DependsOn);
            }
        );
    }

    private static void Run(Func<SimulatedCli, Task> body) =>
        SimulatedCli.Run(
            SimulatedCli.WorldOf(World),
            async cli =>
            {
                cli.Program(Program);
                await body(cli);
            }
        );

    private static string Identity(string path)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(path));
        var identities = file.RootElement.GetProperty("content").GetProperty("plan").GetProperty("identities");
        return identities[0].GetProperty("caller").GetProperty("accountId").GetString()!;
    }

    /// <summary>A file whose digest fits what stands in it, as somebody who means harm would make it.</summary>
    private static void Forge(string path, Func<string, string> change)
    {
        string content;
        using (var file = JsonDocument.Parse(File.ReadAllText(path)))
        {
            content = change(file.RootElement.GetProperty("content").GetRawText());
        }

        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(content)));
        File.WriteAllText(path, $"{{\"format\":\"keybinding-plan\",\"version\":1,\"sha256\":\"{digest}\",\"content\":{content}}}");
    }
}
