using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Tests;

public class WorldTests
{
    [Fact]
    public void Generate_IsTheSameForTheSameSeed_AndAnotherForAnother()
    {
        static string Print(long seed) =>
            string.Join(
                '\n',
                World
                    .Generate(WorldSpec.OfSize(200, seed))
                    .Instances.Select(i => $"{i.Id} {i.Name} {i.State} {string.Join(',', i.KeyIds)} {i.EmptyKeys}")
            );

        Assert.Equal(Print(7), Print(7));
        Assert.NotEqual(Print(7), Print(8));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(250)]
    public void Generate_GivesThePromisedMix(int size)
    {
        var world = World.Generate(WorldSpec.OfSize(size, 3));
        var linux = world.Instances.Where(i => !i.IsWindows).ToList();
        var personal = world.Keys.Where(k => k.Tags["kind"] == "person").Select(k => k.Id).ToHashSet();

        Assert.Equal(size, world.Instances.Count);
        Assert.True(linux.Count(i => i.KeyIds.Any(personal.Contains)) >= 0.3 * linux.Count);
        if (size == 250)
        {
            Assert.Equal(15, world.Instances.Count(i => i is { State: "STOPPED", StopCharging: false }));
            Assert.Equal(2, world.Instances.Count(i => i.StopCharging));
            Assert.Equal(5, world.Instances.Count(i => i.IsWindows));
            Assert.InRange(linux.Count(i => i.KeyIds.Count == 0), 2, 40);
            Assert.InRange(linux.Count(i => i.KeyIds.Count == 1), 20, 200);
            Assert.Equal(4, world.Instances.Select(i => i.EmptyKeys).Distinct().Count());
            Assert.Equal(3, world.Instances.Select(i => i.Zone).Distinct().Count());
            Assert.Contains(world.Instances, i => i.LatestOperation is null);
        }
    }

    [Fact]
    public void Yaml_HasImageAndCustomData_AndSaysWhereAnImageIsNone()
    {
        static World Read(string image) =>
            World.FromYaml($"regions:\n  ap-guangzhou:\n    instances:\n      - {{ id: ins-web00001, image: {image}, userData: hello }}\n");

        var instance = Assert.Single(Read("img-9qrfy1xt").Instances);
        var problem = Assert.Throws<SimulatorFileException>(() => Read("ubuntu"));

        Assert.Equal(("img-9qrfy1xt", "hello"), (instance.ImageId, instance.UserData));
        Assert.Contains("'ubuntu', which is not an image id", problem.Message, StringComparison.Ordinal);
        Assert.Contains("line 4", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_MakesRegions_AndAnyState()
    {
        var world = World.Generate(
            new WorldSpec
            {
                Regions = ["ap-guangzhou", "ap-shanghai"],
                Running = 3,
                Stopped = 2,
                Isolated = 1,
                OtherStates = new Dictionary<string, int> { ["RESCUE_MODE"] = 1, ["PENDING"] = 2 },
            }
        );

        Assert.Equal(18, world.Instances.Count);
        Assert.Equal(18, world.Instances.Select(i => i.Id).Distinct().Count());
        Assert.Equal(9, world.Instances.Count(i => i.Region == "ap-shanghai"));
        Assert.Equal(4, world.Instances.Count(i => i.State == "PENDING"));
        Assert.Equal(200, world.Keys.Select(k => k.Id).Distinct().Count());
    }

    [Fact]
    public void Yaml_ReadsEverything()
    {
        var file = SimulatorFile.Parse(
            """
            options:
              bind: replaces
              stop-soft: 2s..5s
              max-keys: 2
              rate-limits: off
            credentials:
              - { secretId: AKIDX, secretKey: y, token: z }
            roles:
              - { arn: "qcs::cam::uin/1:roleName/R", externalId: e }
            regions:
              ap-guangzhou:
                keys:
                  - id: skey-alice001
                    name: alice
                    tags: { team: pay }
                instances:
                  - id: ins-web00001
                    name: web-1
                    zone: ap-guangzhou-6
                    state: STOPPED
                    os: Ubuntu 22.04
                    keys: [alice]
                    stopCharging: true
                    chargeType: PREPAID
                    restrictState: EXPIRED
                    tags: { a: b }
                    latestOperation: { action: StopInstances, state: FAILED, requestId: r, error: e }
                    softStop: hangs
                    startRefused: Some.Code
                  - id: ins-web00002
                    state: PENDING
                    keys: null
                    emptyKeys: nullKeyIds
                    settlesTo: RUNNING
                    settlesAfter: 1m
              ap-shanghai: {}
            faults:
              - { action: StopInstances, nth: 3, refuse: InternalServerError, message: no }
              - { instance: ins-web00001, every: true, http: 503, effect: true }
              - { reset: after, times: 2 }
              - { landAfterReset: 20s }
              - { delay: 500ms }
              - { refuseStarts: Some.Code }
              - { failOperation: broken }
              - { misreportList: entryMissing }
              - { expireCredential: true }
              - { byHand: { act: unbind, instance: ins-web00001, keys: [skey-alice001] } }
            """
        );
        var first = file.World.Instances[0];
        var options = file.ApplyTo(new SimulatorOptions());

        Assert.Equal(["skey-alice001"], first.KeyIds);
        Assert.Equal(
            ("ap-guangzhou-6", "PREPAID", "EXPIRED", true),
            (first.Zone, first.ChargeType, first.RestrictState, first.StopCharging)
        );
        Assert.Equal(new LatestOperation("StopInstances", "FAILED", "r", "e"), first.LatestOperation);
        Assert.Equal((SoftStopManner.Hangs, "Some.Code"), (first.SoftStop, first.StartRefused));
        var second = file.World.Instances[1];
        Assert.Equal(
            (EmptyKeysShape.NullKeyIds, "RUNNING", TimeSpan.FromMinutes(1)),
            (second.EmptyKeys, second.SettlesTo, second.SettlesAfter)
        );
        Assert.Equal(
            (BindReading.Replaces, DurationRange.Seconds(2, 5), 2, false),
            (options.Bind, options.StopSoft, options.MaxKeysPerInstance, options.RateLimits)
        );
        Assert.Equal(new SimulatedCredential("y", "z"), options.Credentials["AKIDX"]);
        Assert.Equal(new SimulatedRole("qcs::cam::uin/1:roleName/R", "e"), options.Roles.Single());
        Assert.Equal(10, file.Faults.Count);
        Assert.Equal(new FaultEffect.MisreportList(ListFault.EntryMissing), file.Faults[7].Effect);
        Assert.Equal(FaultRule.On("StopInstances", 3, new FaultEffect.RefuseWith("InternalServerError", "no")), file.Faults[0]);
        Assert.Equal((null, new FaultEffect.AnswerHttp(503, true)), (file.Faults[1].Times, file.Faults[1].Effect));
        Assert.Equal(new FaultEffect.LandAfterReset(TimeSpan.FromSeconds(20)), file.Faults[3].Effect);
        Assert.Equal(HandAct.Unbind, Assert.IsType<FaultEffect.ActByHand>(file.Faults[9].Effect).Act);
    }

    [Theory]
    [InlineData("regions:\n  ap-guangzhou:\n    instances:\n      - id: ins-1", 4, 9, "'ins-1' is not an instance id")]
    [InlineData("regions:\n  r:\n    instances:\n      - name: x", 4, 9, "'id' is missing")]
    [InlineData("regions:\n  r:\n    instances:\n      - id: ins-00000001\n        state: RUNING", 5, 16, "'RUNING'")]
    [InlineData("regions:\n  r:\n    instances:\n      - id: ins-00000001\n        colour: red", 5, 9, "unknown name 'colour'")]
    [InlineData("regions:\n  r:\n    instances:\n      - id: ins-00000001\n        keys: [bob]", 4, 9, "has key 'bob'")]
    [InlineData("regions:\n  r:\n    instances:\n      - id: ins-00000001\n      - id: ins-00000001", 5, 9, "there twice")]
    [InlineData("regions:\n  r:\n    instances:\n      - id: ins-00000001\n        stopCharging: true", 5, 23, "needs 'state: STOPPED'")]
    [InlineData("regions:\n  r:\n    instances:\n      - id: ins-00000001\n        stopCharging: maybe", 5, 23, "true or false")]
    [InlineData("regions:\n  r:\n    instances:\n      - id: ins-00000001\n        settlesAfter: soon", 5, 23, "a time such as")]
    [InlineData("regions:\n  r:\n    instances: 5", 3, 16, "must be a list")]
    [InlineData("regions:\n  r: 5", 2, 6, "must be a mapping")]
    [InlineData("regions:\n  r:\n    keys:\n      - { id: skey-00000001, name: not ok }", 4, 9, "is not a key name")]
    [InlineData("options:\n  bind: ads\nregions: {}", 2, 9, "'ads' is not a value of 'bind'")]
    [InlineData("options:\n  blind: adds\nregions: {}", 2, 10, "no option 'blind'")]
    [InlineData("faults:\n  - { action: X }\nregions: {}", 2, 5, "exactly one of")]
    [InlineData("faults:\n  - { reset: maybe }\nregions: {}", 2, 14, "before or after")]
    [InlineData("faults:\n  - { http: x }\nregions: {}", 2, 13, "whole number")]
    [InlineData("regions:\n  - [", 3, 1, "")]
    [InlineData("a: 1\na: 2", 2, 1, "")]
    [InlineData("nothing: true", 1, 1, "'regions' is missing")]
    public void Yaml_ThatIsWrong_IsLocated(string yaml, int line, int column, string problem)
    {
        var found = Assert.Throws<SimulatorFileException>(() => SimulatorFile.Parse(yaml).ApplyTo(new SimulatorOptions()));

        Assert.Contains(problem, found.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), ((int)found.Line, (int)found.Column));
        Assert.StartsWith($"line {line}, column {column}: ", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromYaml_TakesAWorldOnly()
    {
        Assert.Single(World.FromYaml("regions: {r: {instances: [{id: ins-00000001}]}}").Instances);
        Assert.Throws<SimulatorFileException>(() => World.FromYaml("regions: {}\noptions: {}"));
        Assert.Throws<SimulatorFileException>(() => World.FromYaml(""));
    }

    [Fact]
    public void World_RefusesWhatCannotBe()
    {
        var world = new World().AddKey(new WorldKeyPair { Id = Simulation.KeyA, Name = "a" });
        world.AddInstance(Simulation.Running(1, Simulation.KeyA));

        Assert.Throws<ArgumentException>(() => world.AddKey(new WorldKeyPair { Id = Simulation.KeyA, Name = "b" }));
        Assert.Throws<ArgumentException>(() => world.AddKey(new WorldKeyPair { Id = "key-1", Name = "b" }));
        Assert.Throws<ArgumentException>(() => world.AddInstance(Simulation.Running(1)));
        Assert.Throws<ArgumentException>(() => world.AddInstance(Simulation.Running(2, Simulation.KeyB)));
        Assert.Throws<ArgumentException>(() => world.AddInstance(Simulation.Running(2, Simulation.KeyA, Simulation.KeyA)));
        Assert.Throws<ArgumentException>(() => world.Replace(Simulation.Running(3)));
        world.Replace(Simulation.Stopped(1));
        Assert.Equal("STOPPED", world.Instances.Single().State);
    }

    public static TheoryData<string, string, string> Unbounded =>
        new()
        {
            { "lists in lists", "regions: " + new string('[', 50_000), "line 1, column 73: nested more than 64 deep" },
            { "mappings in mappings", "regions: " + string.Concat(Enumerable.Repeat("{a: ", 50_000)), "nested more than 64 deep" },
            { "a circle", "regions: &all { a: *all }", "line 1, column 20: *all repeats nothing that ends before it" },
            { "a circle by name", "regions: &all\n  ? *all\n  : 1\n", "line 2, column 5: a name must be plain text" },
            { "a list as a name", "? [a]\n: 1\n", "line 1, column 3: a name must be plain text" },
            { "a name with a tag", "regions: {}\n!!str regions: {}\n", "line 2, column 1: a name must have no tag" },
            { "what the parser trips over", ": [\nc", "line 1, column 3: what follows here is no YAML" },
            {
                "a chain of aliases",
                "a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 20_000).Select(i => $"a{i}: &a{i} [*a{i - 1}]\n")),
                "nested more than 64 deep"
            },
            {
                "a bomb",
                "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
                    + string.Concat(
                        Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n")
                    ),
                "the text stands for more than 500000 values"
            },
            { "a text that is too large", new string('#', (8 << 20) + 1), "the text has more than 8388608 characters" },
        };

    [Theory]
    [MemberData(nameof(Unbounded))]
    public void Yaml_BeyondABound_IsALocatedError_InWorldsAndInFaults(string what, string yaml, string problem)
    {
        Assert.True(what.Length > 0);
        Assert.Contains(problem, Assert.Throws<SimulatorFileException>(() => SimulatorFile.Parse(yaml)).Message, StringComparison.Ordinal);
        Assert.Contains(
            problem,
            Assert.Throws<SimulatorFileException>(() => SimulatorFile.ParseFaults(yaml)).Message,
            StringComparison.Ordinal
        );
    }
}
