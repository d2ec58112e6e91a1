using KeyBindingProvider.Cli.Programs;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Cli.Tests.Programs;

/// <summary>What a program means: config and references resolved, providers, order, other packages.</summary>
public sealed class ProgramReaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keybinding-program-");

    [Fact]
    public void References_ToConfigAndVariables_AreResolved()
    {
        var program = Read(
            """
            config:
              team: skey-team0001
              number: { type: integer, default: 7 }
              fleet: { type: list, default: [ins-web00001, ins-web00002] }
              keep: { type: boolean, default: true }
            variables:
              policy: { stopPolicy: graceful, maxUnavailable: "${number}%", canary: "${number}" }
            resources:
              web:
                type: keybinding:KeyPairAssociation
                properties:
                  region: ap-guangzhou
                  instanceIds: ${fleet}
                  keyIds: ["${team}", "skey-ada0000${ number }"]
                  changePolicy: ${policy}
            """
        );

        var web = Assert.Single(program.Resources).Input;
        Assert.Equal(["ins-web00001", "ins-web00002"], web.InstanceIds.Select(id => id.Value));
        Assert.Equal(["skey-ada00007", "skey-team0001"], web.KeyIds.Select(key => key.Value));
        Assert.Equal(
            (StopPolicy.Graceful, "7%", 7),
            (web.ChangePolicy.StopPolicy!.Value, web.ChangePolicy.MaxUnavailable!.Value.ToString(), web.ChangePolicy.Canary!.Value)
        );
    }

    [Fact]
    public void Config_FromTheCommandLine_TakesThePlaceOfTheProgrammes_AndHasItsType()
    {
        const string Yaml = """
            config:
              key: { type: string, default: skey-team0001 }
              fleet: { type: list, default: [ins-web00001] }
            resources:
              web:
                type: keybinding:KeyPairAssociation
                properties: { region: ap-guangzhou, instanceIds: "${fleet}", keyIds: ["${key}"] }
            """;
        var program = Read(Yaml, ("key", "skey-ada00001"), ("fleet", "[ins-web00003, ins-web00004]"));

        var web = Assert.Single(program.Resources).Input;
        Assert.Equal(["ins-web00003", "ins-web00004"], web.InstanceIds.Select(id => id.Value));
        Assert.Equal(["skey-ada00001"], web.KeyIds.Select(key => key.Value));
    }

    [Fact]
    public void EscapedReferences_StandForThemselves()
    {
        var found = Problems(
            """
            resources:
              web:
                type: keybinding:KeyPairAssociation
                properties: { region: ap-guangzhou, instanceIds: ["$${vm}"], keyIds: [skey-team0001] }
            """
        );
        Assert.Equal("'${vm}' is not an instance id (ins- and 8 of 0-9 a-z).", Assert.Single(found).Message);
    }

    [Fact]
    public void Providers_DefaultExplicitAndConfig_EachGiveTheirPolicyAndRegion()
    {
        var program = Read(
            """
            config:
              keybinding:region: ap-beijing
            resources:
              late:
                type: keybinding:KeyRevocation
                properties: { keyIds: [skey-team0001] }
                options: { provider: "${shanghai}" }
              usual:
                type: keybinding:KeyRevocation
                properties: { keyIds: [skey-team0001] }
              shanghai:
                type: pulumi:providers:keybinding
                properties: { region: ap-shanghai, changePolicy: { stopPolicy: force } }
            """
        );
        Assert.Equal(
            [("late", "ap-shanghai", StopPolicy.Force), ("usual", "ap-beijing", null)],
            program.Resources.Select(resource => (resource.Input.Name, resource.Provider.Region, resource.Provider.ChangePolicy.StopPolicy))
        );
    }

    [Fact]
    public void DefaultProvider_ServesWhoNamesNone()
    {
        var program = Read(
            """
            resources:
              offboard: { type: "keybinding:index:KeyRevocation", properties: { keyIds: [skey-team0001] } }
              tencent:
                type: pulumi:providers:keybinding
                defaultProvider: true
                properties: { region: ap-shanghai }
            """
        );
        Assert.Equal("ap-shanghai", Assert.Single(program.Resources).Provider.Region);
    }

    [Fact]
    public void Resources_OfOtherPackages_AreIgnored_UnlessReferredTo()
    {
        var program = Read(
            """
            resources:
              vm:
                type: tencentcloud:Instance/instance:Instance
                properties: { whatever: "${cannot.be.known}", fn::readFile: x }
              offboard:
                type: keybinding:KeyRevocation
                properties: { region: ap-guangzhou, keyIds: [skey-team0001] }
            outputs:
              anything: ${vm.publicIp}
            """
        );
        Assert.Equal("offboard", Assert.Single(program.Resources).Input.Name);
    }

    [Fact]
    public void DependsOn_OneOrMany_IsKept()
    {
        var program = Read(
            """
            resources:
              a: { type: keybinding:KeyRevocation, properties: { region: ap-guangzhou, keyIds: [skey-team0001] } }
              b: { type: keybinding:KeyRevocation, properties: { region: ap-guangzhou, keyIds: [skey-ada00001] }, options: { dependsOn: "${a}" } }
              c: { type: keybinding:KeyRevocation, properties: { region: ap-guangzhou, keyIds: [skey-bob00001] }, options: { dependsOn: ["${a}", "${b}", "${a}"] } }
            """
        );
        Assert.Equal(["", "a", "a b"], program.Resources.Select(resource => string.Join(' ', resource.DependsOn)));
    }

    [Fact]
    public void Options_ThatChangeNothingHere_AreAccepted() =>
        Assert.Single(
            Read(
                """
                resources:
                  a:
                    type: keybinding:KeyRevocation
                    properties: { region: ap-guangzhou, keyIds: [skey-team0001] }
                    options: { protect: true, version: 1.0.0, aliases: [b], customTimeouts: { create: 1h } }
                """
            ).Resources
        );

    [Fact]
    public void Aliases_ThatMultiplyASmallFile_AreRefusedInBounds()
    {
        var bomb = "variables:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
        for (var i = 1; i < 8; i++)
        {
            bomb += $"  a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n";
        }

        var found = Problems(
            bomb + "resources:\n  a: { type: keybinding:KeyRevocation, properties: { region: ap-guangzhou, keyIds: \"${a7}\" } }\n"
        );
        Assert.Contains(found, problem => problem.Code == ProblemCodes.Syntax);
    }

    [Fact]
    public void AFile_ThatIsMuchTooLarge_IsNotRead()
    {
        var found = Problems("name: " + new string('x', 9 << 20));
        Assert.Equal(ProblemCodes.NoProgram, Assert.Single(found).Code);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private BindingProgram Read(string yaml, params (string Key, string Value)[] config)
    {
        var (program, problems) = ReadAny(yaml, config);
        Assert.Empty(problems);
        return program!;
    }

    private IReadOnlyList<Problem> Problems(string yaml) => ReadAny(yaml, []).Problems;

    private (BindingProgram? Program, IReadOnlyList<Problem> Problems) ReadAny(string yaml, (string Key, string Value)[] config)
    {
        var path = Path.Combine(_folder.FullName, "Pulumi.yaml");
        File.WriteAllText(path, yaml);
        return ProgramReader.Read(path, config.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal));
    }
}
