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
            (web.ChangePolicy.StopPolicy!.Value, web.ChangePolicy.MaxUnavailable!.ToString(), web.ChangePolicy.Canary!.Value)
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

    [Theory]
    [InlineData("true")]
    [InlineData("True")]
    [InlineData("TRUE")]
    [InlineData("${isDefault}")]
    public void DefaultProvider_HoweverTrueIsWritten_GivesItsBounds(string flag)
    {
        var program = Read(
            $$"""
            config:
              isDefault: true
            resources:
              tencent:
                type: pulumi:providers:keybinding
                defaultProvider: {{flag}}
                properties: { region: ap-shanghai, changePolicy: { maxStops: 1 } }
              offboard: { type: keybinding:KeyRevocation, properties: { keyIds: [skey-team0001] } }
            """
        );
        Assert.Equal(1, Assert.Single(program.Resources).Provider.ChangePolicy.MaxStops);
    }

    [Theory]
    [InlineData("who", "who", "who")]
    [InlineData("leavers:who", "who", "who")]
    [InlineData("who", "leavers:who", "who")]
    [InlineData("leavers:who", "leavers:who", "leavers:who")]
    public void Config_WithTheNameOfTheProject_IsTheSameValue(string declared, string given, string referred)
    {
        var program = Read(
            $$"""
            name: leavers
            config:
              {{declared}}: { type: string, default: skey-team0001 }
            resources:
              offboard: { type: keybinding:KeyRevocation, properties: { region: ap-guangzhou, keyIds: ["${{{referred}}}"] } }
            """,
            (given, "skey-ada00001")
        );
        Assert.Equal(["skey-ada00001"], Assert.Single(program.Resources).Input.KeyIds.Select(key => key.Value));
    }

    [Theory]
    [InlineData("whoo", "the program has no config value 'whoo'. Did you mean 'who'?")]
    [InlineData("WHO", "the program has no config value 'WHO'. Did you mean 'who'?")]
    [InlineData("leaver:who", "the program has no config value 'leaver:who'. Known here: unused, who.")]
    [InlineData("keybindng:region", "the program has no config value 'keybindng:region'. Did you mean 'keybinding:region'?")]
    [InlineData("keybinding:regoin", "there is no property 'regoin'. Did you mean 'region'?")]
    public void Config_ThatNothingDeclaresOrRefersTo_IsAnError(string given, string message)
    {
        var (program, problems) = ReadAny(LeaverOfConfig, [(given, "skey-ada00001")]);
        Assert.Null(program);
        Assert.Contains(message, Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unused")]
    [InlineData("who")]
    public void Config_ThatIsDeclared_MayBeGiven(string given) =>
        Assert.Empty(ReadAny(LeaverOfConfig, [(given, "skey-ada00001")]).Problems);

    [Fact]
    public void Config_ThatIsOnlyReferredTo_MayBeGiven()
    {
        const string Yaml = """
            resources:
              offboard: { type: keybinding:KeyRevocation, properties: { region: ap-guangzhou, keyIds: ["${who}"] } }
            """;
        Assert.Empty(ReadAny(Yaml, [("who", "skey-ada00001")]).Problems);
    }

    [Theory]
    [InlineData("Pulumi.yaml")]
    [InlineData("Main.yaml")]
    public void MainBesideTheProject_IsTheProgram_WhicheverIsNamed(string named)
    {
        Write("Pulumi.yaml", "name: leavers\nruntime: yaml\nconfig:\n  leavers:who: skey-ada00001\n");
        Write(
            "Main.yaml",
            "resources:\n  off: { type: keybinding:KeyRevocation, properties: { region: ap-guangzhou, keyIds: [\"${who}\"] } }\n"
        );
        var (program, problems) = ProgramReader.Read(PathOf(named), Nothing);

        Assert.Empty(problems);
        Assert.Equal("leavers", program!.Name);
        Assert.Equal(["skey-ada00001"], Assert.Single(program.Resources).Input.KeyIds.Select(key => key.Value));
        Assert.Equal(PathOf("Main.yaml") + ":2:3", Assert.Single(program.Resources).Location);
    }

    [Fact]
    public void MainBesideAProjectWithResources_IsAnError_AtThoseThatPulumiPassesOver()
    {
        Write("Pulumi.yaml", "name: p\n" + LeaverOfConfig);
        Write("Main.yaml", "resources: {}\n");
        var problem = Assert.Single(ProgramReader.Read(PathOf("Pulumi.yaml"), Nothing).Problems);
        Assert.Equal(
            (ProblemCodes.Contradiction, "pulumi runs Main.yaml, which stands beside this file, and passes these resources over."),
            (problem.Code, problem.Message)
        );
        Assert.StartsWith(PathOf("Pulumi.yaml") + ":", problem.Location, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Unbounded =>
        new()
        {
            {
                "v0: x\n" + Repeat(1, 20_000, i => $"  v{i}: \"${{v{i - 1}}}\"\n") + "  last: ${v20000}",
                "References lead more than 128 deep."
            },
            {
                $"v0: {new string('x', 1000)}\n" + Repeat(1, 30, i => $"  v{i}: \"${{v{i - 1}}}${{v{i - 1}}}\"\n") + "  last: ${v30}",
                "The program's texts expand to more than 8388608 characters."
            },
            {
                "v0: [x, x, x, x, x, x, x, x, x, x]\n"
                    + Repeat(1, 8, i => $"  v{i}: [{string.Join(", ", Enumerable.Repeat($"\"${{v{i - 1}}}\"", 10))}]\n")
                    + "  last: ${v8}",
                "The program expands to more than 500000 values."
            },
            { "v0: &a0 [x]\n" + Repeat(1, 20_000, i => $"  v{i}: &a{i} [*a{i - 1}]\n") + "  last: ${v20000}", "Nested more than 64 deep." },
        };

    [Theory]
    [MemberData(nameof(Unbounded))]
    public void References_ThatMultiplyOrDeepenASmallFile_AreRefusedOnce_AtTheirPlace(string variables, string message)
    {
        var problem = Assert.Single(
            Problems(
                $"variables:\n  {variables}\nresources:\n"
                    + "  a: { type: keybinding:KeyRevocation, properties: { region: ap-guangzhou, keyIds: [\"${last}\"] } }\n"
            ),
            problem => problem.Code == ProblemCodes.Syntax
        );
        Assert.Equal(message, problem.Message);
        Assert.Matches(@":\d+:\d+$", problem.Location);
    }

    [Theory]
    [InlineData("[[[[", "While parsing")]
    [InlineData("&x [*x]", "*x stands inside of what it repeats.")]
    [InlineData("a\n---\nb", "A config value is one YAML value, and this is more.")]
    public void ConfigOfTheCommandLine_IsReadWithinTheSameBounds(string text, string message)
    {
        const string Yaml = """
            config:
              fleet: { type: list }
            resources:
              offboard: { type: keybinding:KeyRevocation, properties: { region: ap-guangzhou, keyIds: "${fleet}" } }
            """;
        foreach (var (given, expected) in new[] { (text, message), (new string('[', 20_000), "Nested more than 64 deep.") })
        {
            var problem = ReadAny(Yaml, [("fleet", given)]).Problems[0];
            Assert.StartsWith(expected, problem.Message, StringComparison.Ordinal);
            Assert.StartsWith("--config fleet", problem.Location, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AChainOfDependencies_AsLongAsAProgram_IsFollowedWithoutRecursion()
    {
        const int Length = 20_000;
        var program = Read("resources:\n" + Repeat(1, Length, i => Link(i, i < Length ? i + 1 : null)));
        Assert.Equal(Length, program.Resources.Length);
    }

    [Fact]
    public void ACircleAtTheEndOfAChain_IsNamed_AndNotWhatLeadsToIt()
    {
        var found = Problems("resources:\n" + Repeat(1, 500, i => Link(i, i < 500 ? i + 1 : 498)));
        Assert.Equal(
            ["resources.r498.options.dependsOn", "resources.r499.options.dependsOn", "resources.r500.options.dependsOn"],
            found.Select(problem => problem.Path)
        );
    }

    [Fact]
    public void Options_OfNewerEngines_AreKnown() =>
        Assert.Single(
            Read(
                """
                resources:
                  a:
                    type: keybinding:KeyRevocation
                    properties: { region: ap-guangzhou, keyIds: [skey-team0001] }
                    options: { hideDiffs: [keyIds], replaceWith: ["${b}"], replacementTrigger: 7 }
                """
            ).Resources
        );

    [Fact]
    public void ADevice_ThatNeverEnds_IsReadUpToTheBound()
    {
        var problem = Assert.Single(ProgramReader.Read("/dev/zero", Nothing).Problems);
        Assert.Equal(
            (ProblemCodes.NoProgram, "/dev/zero has more than 8388608 bytes, the most that is read."),
            (problem.Code, problem.Message)
        );
    }

    [Fact]
    public void AFile_ThatIsMuchTooLarge_IsNotRead()
    {
        var found = Problems("name: " + new string('x', 9 << 20));
        Assert.Equal(ProblemCodes.NoProgram, Assert.Single(found).Code);
    }

    private const string LeaverOfConfig = """
        config:
          who: { type: string, default: skey-team0001 }
          unused: { type: string, default: a }
        resources:
          offboard: { type: keybinding:KeyRevocation, properties: { region: ap-guangzhou, keyIds: ["${who}"] } }
        """;

    private static readonly Dictionary<string, string> Nothing = [];

    private static string Repeat(int first, int count, Func<int, string> line) =>
        string.Concat(Enumerable.Range(first, count).Select(line));

    private static string Link(int number, int? next) =>
        $"  r{number}: {{ type: keybinding:KeyRevocation, properties: {{ region: ap-guangzhou, keyIds: [skey-team0001] }}"
        + (next is null ? "" : $", options: {{ dependsOn: \"${{r{next}}}\" }}")
        + " }\n";

    private string PathOf(string file) => Path.Combine(_folder.FullName, file);

    private void Write(string file, string yaml) => File.WriteAllText(PathOf(file), yaml);

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
