using System.Globalization;
using System.Text;
using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Judging;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using Microsoft.Extensions.Time.Testing;

namespace KeyBindingProvider.Simulator.Tests;

/// <summary>The answer of one call.</summary>
internal sealed record Answer(SimulatedReply Reply)
{
    public JsonElement Response => At(JsonElement.Parse(Reply.Body), "Response");

    public string Code =>
        Reply.ResetConnection ? "RESET"
        : Reply.Status != 200 ? "HTTP " + Reply.Status.ToString(CultureInfo.InvariantCulture)
        : Response.TryGetProperty("Error", out var error) ? At(error, "Code").GetString()!
        : "OK";

    public string Message => At(At(Response, "Error"), "Message").GetString()!;

    public string RequestId => At(Response, "RequestId").GetString()!;

    public IReadOnlyList<JsonElement> Instances => [.. At(Response, "InstanceSet").EnumerateArray()];

    private static JsonElement At(JsonElement json, string wireName) => json.GetProperty(wireName);
}

/// <summary>A cloud on a fake clock, and a caller who signs.</summary>
internal sealed class Simulation
{
    public const string Me = SimulatorOptions.DefaultSecretId;
    public const string KeyA = "skey-aaaaaaaa";
    public const string KeyB = "skey-bbbbbbbb";
    public const string KeyC = "skey-cccccccc";
    public const string Host = "cvm.tencentcloudapi.com";

    public Simulation(SimulatorOptions? options = null, params IEnumerable<WorldInstance> instances)
        : this(WorldOf(instances), options) { }

    public Simulation(World world, SimulatorOptions? options = null) =>
        Cloud = new SimulatedCloud(world, options ?? SimulatorOptions.Instant, Time);

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    public SimulatedCloud Cloud { get; }

    public string SecretId { get; set; } = Me;

    public string SecretKey { get; set; } = SimulatorOptions.DefaultSecretKey;

    public string? Token { get; set; }

    public string Region { get; set; } = World.DefaultRegion;

    public string? Language { get; set; }

    public ActorReport Mine => Cloud.Oracle.For(Me);

    public static string Id(int number) => "ins-" + number.ToString("00000000", CultureInfo.InvariantCulture);

    public static WorldInstance Running(int number, params IReadOnlyList<string> keys) => new() { Id = Id(number), KeyIds = keys };

    public static WorldInstance Stopped(int number, params IReadOnlyList<string> keys) =>
        Running(number, keys) with
        {
            State = InstanceStates.Stopped,
        };

    public static World WorldOf(IEnumerable<WorldInstance> instances)
    {
        var world = new World();
        foreach (var (id, name) in new[] { (KeyA, "alice"), (KeyB, "bob"), (KeyC, "carol") })
        {
            world.AddKey(new WorldKeyPair { Id = id, Name = name });
        }

        foreach (var instance in instances)
        {
            world.AddInstance(instance);
        }

        return world;
    }

    public void Pass(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public Answer Call(string action, object parameters, string version = "2017-03-12", string host = Host)
    {
        return Answer(Request(action, JsonSerializer.Serialize(parameters), version, host));
    }

    public Answer Answer(SimulatedRequest request)
    {
        var reply = Send(request).AsTask();
        Assert.True(reply.IsCompleted, "a call must complete at once");
        return new Answer(reply.GetAwaiter().GetResult());
    }

    /// <summary>Texts as the array that they are in a request.</summary>
    public static string[] Texts(params string[] texts) => texts;

    public ValueTask<SimulatedReply> Send(SimulatedRequest request) => Cloud.HandleAsync(request, TestContext.Current.CancellationToken);

    public SimulatedRequest Request(string action, string json, string version = "2017-03-12", string host = Host)
    {
        var body = Encoding.UTF8.GetBytes(json);
        var now = Time.GetUtcNow();
        var authorization = TestSigner.Authorize(
            SecretId,
            SecretKey,
            now,
            host.Split('.')[0] is ("cbs" or "tag" or "as" or "tke" or "cloudaudit") and var product ? product
                : version == "2018-08-13" ? "sts"
                : "cvm",
            "POST",
            "",
            body,
            [("content-type", "application/json"), ("host", host)]
        );
        var headers = new List<KeyValuePair<string, string>>
        {
            new("Authorization", authorization),
            new("Content-Type", "application/json"),
            new("X-TC-Action", action),
            new("X-TC-Version", version),
            new("X-TC-Timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            new("X-TC-Region", Region),
        };
        if (Token is not null)
        {
            headers.Add(new("X-TC-Token", Token));
        }

        if (Language is not null)
        {
            headers.Add(new("X-TC-Language", Language));
        }

        return new SimulatedRequest("POST", host, "/", "", headers, body);
    }

    public Answer Bind(IEnumerable<int> instances, IEnumerable<string> keys, bool? force = null) =>
        Call("AssociateInstancesKeyPairs", Pairs(instances, keys, force));

    public Answer Unbind(IEnumerable<int> instances, IEnumerable<string> keys, bool? force = null) =>
        Call("DisassociateInstancesKeyPairs", Pairs(instances, keys, force));

    public Answer Stop(int instance, string type = "SOFT") =>
        Call("StopInstances", new { InstanceIds = new[] { Id(instance) }, StopType = type });

    public Answer Start(params int[] instances) => Call("StartInstances", new { InstanceIds = instances.Select(Id).ToArray() });

    public JsonElement Read(int instance) =>
        Assert.Single(Call("DescribeInstances", new { InstanceIds = new[] { Id(instance) } }).Instances);

    public InstanceView True(int instance) => Cloud.View[Id(instance)];

    private static Dictionary<string, object> Pairs(IEnumerable<int> instances, IEnumerable<string> keys, bool? force)
    {
        var parameters = new Dictionary<string, object> { ["InstanceIds"] = instances.Select(Id).ToArray(), ["KeyIds"] = keys.ToArray() };
        if (force is { } flag)
        {
            parameters["ForceStop"] = flag;
        }

        return parameters;
    }
}
