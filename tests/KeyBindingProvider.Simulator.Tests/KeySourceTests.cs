using System.Text.Json;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Tests;

/// <summary>Launch templates, launch configurations and node pools: their limits, their codes, and the machines that they start.</summary>
public class KeySourceTests
{
    private const string Template = "lt-web00001";
    private const string Configuration = "asc-web00001";
    private const string Cvm = "2017-03-12";
    private const string AutoScaling = "2018-04-19";

    private readonly Simulation _simulation = new(WorldOf());

    private static World WorldOf(int versions = 2) =>
        Simulation
            .WorldOf([])
            .AddLaunchTemplate(
                new WorldLaunchTemplate
                {
                    Id = Template,
                    Name = "web",
                    Versions = [null, .. Enumerable.Repeat<IReadOnlyList<string>>([Simulation.KeyA], versions - 1)],
                    DefaultVersion = 2,
                }
            )
            .AddLaunchConfiguration(
                new WorldLaunchConfiguration
                {
                    Id = Configuration,
                    KeyIds = [Simulation.KeyA],
                    Groups = new Dictionary<string, string> { ["asg-web00001"] = "web" },
                }
            )
            .AddNodePool(
                new WorldNodePool
                {
                    Id = "np-regular1",
                    ClusterId = "cls-prod0001",
                    LaunchConfigurationId = Configuration,
                }
            )
            .AddNodePool(
                new WorldNodePool
                {
                    Id = "np-native01",
                    ClusterId = "cls-prod0001",
                    KeyIds = [Simulation.KeyB],
                }
            );

    [Theory]
    [InlineData(Template, Simulation.KeyA, null)]
    [InlineData(Configuration, Simulation.KeyA, "asg-web00001")]
    [InlineData("np-regular1", Simulation.KeyA, "asg-web00001")]
    [InlineData("np-native01", Simulation.KeyB, null)]
    public void NextMachine_HasTheKeysOfItsSource_AndTheTagOfItsGroup(string source, string key, string? group)
    {
        var id = _simulation.Cloud.ScaleOutByHand(source);

        Assert.Equal([key], _simulation.Cloud.View[id].KeyIds);
        Assert.Equal(group, _simulation.Cloud.View[id].Tags.GetValueOrDefault("tencentcloud:autoscaling:auto-scaling-group-id"));
        var listed = _simulation.Call("DescribeInstances", new { InstanceIds = new[] { id } }).Instances;
        Assert.Equal("RUNNING", listed.Single().GetProperty("InstanceState").GetString());
        Assert.Throws<ArgumentException>(() => _simulation.Cloud.ScaleOutByHand("lt-none0000"));
    }

    [Fact]
    public void NewVersion_IsLikeItsBase_AndUsedOnlyOnceItIsTheDefault()
    {
        var made = Create([Simulation.KeyB]);
        Assert.Equal(3, made.Response.GetProperty("LaunchTemplateVersionNumber").GetInt64());
        Assert.Equal([Simulation.KeyA], _simulation.Cloud.View.Sources[0].KeyIds);
        Assert.Equal(3, Create([Simulation.KeyB]).Response.GetProperty("LaunchTemplateVersionNumber").GetInt64());
        Assert.Equal(3, _simulation.Cloud.View.Sources[0].Versions);

        Assert.Equal("OK", SetDefault(3).Code);
        Assert.Equal("InvalidParameterValue.LaunchTemplateIdVerSetAlready", SetDefault(3).Code);
        Assert.Equal("InvalidParameterValue.LaunchTemplateIdVerNotExisted", SetDefault(9).Code);
        Assert.Equal([Simulation.KeyB], _simulation.Cloud.View.Sources[0].KeyIds);
    }

    /// <summary>What is not sent comes from the base version, and what the maker said is told again.</summary>
    [Fact]
    public void Version_TellsItsDescriptionItsImageAndItsToken()
    {
        Create([Simulation.KeyB]);
        Assert.Equal(
            "OK",
            _simulation
                .Call(
                    "CreateLaunchTemplateVersion",
                    new
                    {
                        LaunchTemplateId = Template,
                        LaunchTemplateVersion = 2,
                        LaunchTemplateVersionDescription = "mine",
                        Placement = new { Zone = "ap-guangzhou-3" },
                        ImageId = "img-mine0001",
                    }
                )
                .Code
        );
        var versions = _simulation.Call("DescribeLaunchTemplateVersions", new { LaunchTemplateId = Template }).Response;
        var (usual, other) = (versions.GetProperty("LaunchTemplateVersionSet")[2], versions.GetProperty("LaunchTemplateVersionSet")[3]);
        Assert.Equal(("", "mine"), (Text(usual, "LaunchTemplateVersionDescription"), Text(other, "LaunchTemplateVersionDescription")));
        var (usualData, otherData) = (usual.GetProperty("LaunchTemplateVersionData"), other.GetProperty("LaunchTemplateVersionData"));
        Assert.Equal(("img-9qabwvbn", "img-mine0001"), (Text(usualData, "ImageId"), Text(otherData, "ImageId")));
        Assert.Equal("once", Text(usualData, "ClientToken"));
        Assert.False(otherData.TryGetProperty("ClientToken", out _));
        Assert.Equal(Simulation.KeyA, otherData.GetProperty("LoginSettings").GetProperty("KeyIds")[0].GetString());
    }

    [Fact]
    public void World_SaysWhatItsVersionsSay()
    {
        var world = World.FromYaml(
            "regions: { ap-guangzhou: { launchTemplates: [{ id: lt-web00001, versions: [{ description: mine, image: img-mine0001 }, {}] }] } }"
        );
        var versions = new Simulation(world)
            .Call("DescribeLaunchTemplateVersions", new { LaunchTemplateId = Template })
            .Response.GetProperty("LaunchTemplateVersionSet");
        Assert.Equal("mine", Text(versions[0], "LaunchTemplateVersionDescription"));
        Assert.Equal("img-mine0001", Text(versions[0].GetProperty("LaunchTemplateVersionData"), "ImageId"));
        Assert.Equal("img-9qabwvbn", Text(versions[1].GetProperty("LaunchTemplateVersionData"), "ImageId"));
    }

    [Fact]
    public void Versions_AreThirtyAtMost_AndListedUpToNumber30UnlessMore()
    {
        var simulation = new Simulation(WorldOf(versions: 30));
        Assert.Equal("LimitExceeded.LaunchTemplateVersionQuota", Create(simulation, [Simulation.KeyB]).Code);

        // The count is limited, not the number.
        Create([Simulation.KeyB]);
        var all = _simulation.Call(
            "DescribeLaunchTemplateVersions",
            new
            {
                LaunchTemplateId = Template,
                MaxVersion = 2,
                Limit = 100,
            }
        );
        Assert.Equal(2, all.Response.GetProperty("TotalCount").GetInt32());
        Assert.False(
            all.Response.GetProperty("LaunchTemplateVersionSet")[0]
                .GetProperty("LaunchTemplateVersionData")
                .TryGetProperty("LoginSettings", out _)
        );
    }

    [Fact]
    public void LaunchConfiguration_HasOneKey_AndTellsItsGroups()
    {
        var listed = Call("DescribeLaunchConfigurations", new { }, AutoScaling, "as");
        var configuration = listed.Response.GetProperty("LaunchConfigurationSet")[0];
        Assert.Equal(
            "asg-web00001",
            configuration.GetProperty("AutoScalingGroupAbstractSet")[0].GetProperty("AutoScalingGroupId").GetString()
        );

        Assert.Equal("InvalidParameterValue.CvmConfigurationError", Modify(Configuration, [Simulation.KeyB, Simulation.KeyC]).Code);
        Assert.Equal("InvalidParameterValue.CvmConfigurationError", Modify(Configuration, ["skey-gone0000"]).Code);
        Assert.Equal("ResourceNotFound.LaunchConfigurationIdNotFound", Modify("asc-gone0000", [Simulation.KeyB]).Code);
        Assert.Equal("OK", Modify(Configuration, [Simulation.KeyB]).Code);
        Assert.Equal([Simulation.KeyB], _simulation.Cloud.View.Sources[1].KeyIds);
    }

    [Fact]
    public void NodePools_AreToldByClusterInTheirOwnVersion()
    {
        var clusters = Call("DescribeClusters", new { Limit = 100 }, "2018-05-25", "tke");
        Assert.Equal("cls-prod0001", clusters.Response.GetProperty("Clusters")[0].GetProperty("ClusterId").GetString());
        var pools = Call("DescribeNodePools", new { ClusterId = "cls-prod0001" }, "2022-05-01", "tke").Response.GetProperty("NodePools");
        Assert.Equal(Configuration, pools[0].GetProperty("Regular").GetProperty("LaunchConfigurationId").GetString());
        Assert.Equal(Simulation.KeyB, pools[1].GetProperty("Native").GetProperty("KeyIds")[0].GetString());
        Assert.Equal("InvalidAction", Call("DescribeNodePools", new { ClusterId = "cls-prod0001" }, "2018-05-25", "tke").Code);
    }

    [Theory]
    [InlineData("{ id: lt-web00001, versions: [{ keys: [nobody] }] }", "launch template 'lt-web00001' has key 'nobody'")]
    [InlineData("{ id: web, versions: [{}] }", "'web' is not lt- and eight of 0-9a-z")]
    [InlineData(
        "{ id: lt-web00001, versions: [{ image: mine }] }",
        "launch template 'lt-web00001' has image 'mine', which is not img- and"
    )]
    [InlineData("{ id: lt-web00001, versions: [{}], default: 2 }", "launch template 'lt-web00001' has no version 2")]
    public void World_ThatCannotBe_IsRefusedWithItsPlace(string template, string message)
    {
        var problem = Assert.Throws<SimulatorFileException>(() =>
            World.FromYaml($"regions: {{ ap-guangzhou: {{ launchTemplates: [{template}] }} }}")
        );
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private Answer Create(string[] keys) => Create(_simulation, keys);

    private static Answer Create(Simulation simulation, string[] keys) =>
        simulation.Call(
            "CreateLaunchTemplateVersion",
            new
            {
                LaunchTemplateId = Template,
                Placement = new { Zone = "ap-guangzhou-3" },
                LoginSettings = new { KeyIds = keys },
                ClientToken = "once",
            }
        );

    private Answer SetDefault(long version) =>
        Call("ModifyLaunchTemplateDefaultVersion", new { LaunchTemplateId = Template, DefaultVersion = version }, Cvm, "cvm");

    private Answer Modify(string id, string[] keys) =>
        Call(
            "ModifyLaunchConfigurationAttributes",
            new { LaunchConfigurationId = id, LoginSettings = new { KeyIds = keys } },
            AutoScaling,
            "as"
        );

    private Answer Call(string action, object parameters, string version, string product) =>
        _simulation.Answer(_simulation.Request(action, JsonSerializer.Serialize(parameters), version, $"{product}.tencentcloudapi.com"));
}
