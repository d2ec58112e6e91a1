using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Tests;

/// <summary>The simulator over a real loopback socket.</summary>
public sealed class HttpHostTests : IAsyncLifetime
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private SimulatorServer _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _server = await SimulatorServer.StartAsync(
            Simulation.WorldOf([Simulation.Stopped(1, Simulation.KeyA), Simulation.Running(2, Simulation.KeyA)]),
            SimulatorOptions.Instant with
            {
                MaxBodyBytes = 4096,
            },
            TimeProvider.System,
            cancellationToken: Cancel
        );

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Api_AnswersSignedCalls_AndEchoesTheTrace()
    {
        using var request = Signed("DescribeInstances", """{"Limit":1}""");
        request.Headers.Add("X-TC-TraceId", "trace-1");
        using var answer = await _client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("trace-1", answer.Headers.GetValues("X-TC-TraceId").Single());
        var response = (await JsonOf(answer)).GetProperty("Response");
        Assert.Equal(2, response.GetProperty("TotalCount").GetInt32());
    }

    [Fact]
    public async Task Api_AnswersErrorsWithStatus200()
    {
        using var request = Signed("DescribeInstances", "{}");
        request.Headers.Remove("Authorization");
        using var answer = await _client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("AuthFailure", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_TakesAbsoluteFormTargets()
    {
        const string host = "cvm.tencentcloudapi.com";
        using var signed = Signed("DescribeInstances", "{}", host);
        var head = new StringBuilder($"POST http://{host}/ HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
        foreach (var (name, values) in signed.Headers.NonValidated.Where(h => h.Key != "Host"))
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {values}\r\n");
        }

        head.Append("Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _server.Endpoint.Port, Cancel);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head.ToString()), Cancel);
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync(Cancel);

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Contains("\"TotalCount\":2", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_RefusesLargeBodies_WithItsOwnCode()
    {
        using var request = Signed("DescribeInstances", "{}" + new string(' ', 5000));
        using var answer = await _client.SendAsync(request, Cancel);

        Assert.Contains("RequestSizeLimitExceeded", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_IsOnlyAtTheRoot()
    {
        using var answer = await _client.GetAsync(new Uri(_server.Endpoint, "/v2/index.php"), Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Reset_IsARealOne()
    {
        _server.Cloud.Faults.Add(FaultRule.On("DescribeInstances", 1, new FaultEffect.ResetBeforeEffect()));
        using var request = Signed("DescribeInstances", "{}");

        await Assert.ThrowsAsync<HttpRequestException>(() => _client.SendAsync(request, Cancel));
        Assert.Equal("reset", _server.Cloud.Journal.Calls.Single().Delivery);
    }

    [Fact]
    public void Endpoint_IsLoopback() => Assert.Equal("127.0.0.1", _server.Endpoint.Host);

    [Fact]
    public async Task TakenPort_IsAnIOException() =>
        await Assert.ThrowsAsync<IOException>(() =>
            SimulatorServer.StartAsync(new World(), new SimulatorOptions(), TimeProvider.System, _server.Endpoint.Port, Cancel)
        );

    [Fact]
    public async Task Metadata_NamesTheRole_AndItsCredentialsSign()
    {
        const string path = "/latest/meta-data/cam/security-credentials/";
        var role = await _client.GetStringAsync(new Uri(_server.Endpoint, path), Cancel);
        var json = JsonElement.Parse(await _client.GetStringAsync(new Uri(_server.Endpoint, path + role), Cancel));
        Assert.Equal("Success", json.GetProperty("Code").GetString());
        Assert.True(json.GetProperty("ExpiredTime").GetInt64() > DateTimeOffset.UnixEpoch.ToUnixTimeSeconds());
        using var request = Signed(
            "DescribeInstances",
            "{}",
            secretId: json.GetProperty("TmpSecretId").GetString()!,
            secretKey: json.GetProperty("TmpSecretKey").GetString()!
        );
        request.Headers.Add("X-TC-Token", json.GetProperty("Token").GetString());
        using var answer = await _client.SendAsync(request, Cancel);

        Assert.Contains("\"TotalCount\":2", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal("role/" + role, _server.Cloud.Journal.Calls[^1].Actor);
        using var other = await _client.GetAsync(new Uri(_server.Endpoint, path + "other"), Cancel);
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    [Fact]
    public async Task Control_ShowsAndChanges()
    {
        Assert.Equal("ok", Text(await Get("health"), "status"));
        Assert.Equal(2, (await Get("world")).GetProperty("instances").GetArrayLength());
        await Post("faults", """[{"action":"DescribeInstances","refuse":"InternalError"},{"action":"X","reset":"after"}]""");
        Assert.Equal(2, (await Get("faults")).GetArrayLength());
        using (var request = Signed("DescribeInstances", "{}"))
        {
            (await _client.SendAsync(request, Cancel)).Dispose();
        }

        var hand = $$"""{"act":"bind","instance":"{{Simulation.Id(2)}}","keys":["{{Simulation.KeyB}}"]}""";
        Assert.Equal("OK", Text(await Post("hand", hand), "outcome"));
        Assert.Equal(1, (await Get("journal?action=DescribeInstances")).GetArrayLength());
        Assert.Equal("InternalError", Text((await Get("journal?since=0&action=DescribeInstances"))[0], "outcome"));
        Assert.Equal(0, (await Get("journal?since=2")).GetArrayLength());
        Assert.Equal(1, (await Get("counts")).GetProperty("Console.Bind").GetProperty("calls").GetInt32());
        Assert.Equal("adds", Text(await Get("options"), "bind"));
        using (var deleted = await _client.DeleteAsync(Control("faults"), Cancel))
        {
            Assert.Equal(0, (await JsonOf(deleted)).GetArrayLength());
        }

        await Post("reset", "");
        Assert.Equal(0, (await Get("journal")).GetArrayLength());
        await Post("reset", "regions: {ap-guangzhou: {instances: [{id: ins-zzzzzzzz}]}}", "application/yaml");
        Assert.Equal("ins-zzzzzzzz", Text((await Get("world")).GetProperty("instances")[0], "id"));
    }

    [Fact]
    public async Task Control_ShowsTheOracle()
    {
        _server.Cloud.StopByHand(Simulation.Id(2));
        _server.Cloud.UnbindByHand(Simulation.Id(1));
        var oracle = await Get("oracle?pairs=true");

        Assert.Equal(Actors.Console, Text(oracle.GetProperty("actors")[0], "actor"));
        Assert.Equal(1, oracle.GetProperty("actors")[0].GetProperty("peakDown").GetInt32());
        Assert.Equal("HardStop", Text(oracle.GetProperty("downs")[0], "cause"));
        Assert.Equal(Simulation.KeyA, Text(oracle.GetProperty("removals")[0], "keyId"));
        Assert.Equal(JsonValueKind.Array, oracle.GetProperty("pairs").ValueKind);
    }

    [Theory]
    [InlineData("faults", "[{\"action\":\"X\"}]", "application/json", "exactly one of")]
    [InlineData("faults", "[{\"nth\":0,\"refuse\":\"X\"}]", "application/json", "counts from 1")]
    [InlineData("faults", "[]", "text/plain", "Content-Type")]
    [InlineData("hand", "{\"act\":\"dance\",\"instance\":\"x\"}", "application/json", "'act' must be one of")]
    [InlineData("hand", "{\"instance\":\"x\"}", "application/json", "'act' is missing")]
    [InlineData("reset", "regions: [", "application/yaml", "line ")]
    public async Task Control_SaysWhatIsWrong(string path, string body, string type, string problem)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var answer = await _client.PostAsync(Control(path), content, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(problem, Text(await JsonOf(answer), "error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_KnowsItsPaths_AndAnswersLoopbackNamesOnly()
    {
        using var unknown = await _client.GetAsync(Control("nope"), Cancel);
        using var request = new HttpRequestMessage(HttpMethod.Get, Control("world"));
        request.Headers.Host = "attacker.example";
        using var foreign = await _client.SendAsync(request, Cancel);
        using var number = await _client.GetAsync(Control("journal?since=x"), Cancel);

        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, number.StatusCode);
    }

    private Uri Control(string path) => new(_server.Endpoint, "/_simulator/" + path);

    private async Task<JsonElement> Get(string path)
    {
        using var answer = await _client.GetAsync(Control(path), Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await JsonOf(answer);
    }

    private async Task<JsonElement> Post(string path, string body, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var answer = await _client.PostAsync(Control(path), content, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await JsonOf(answer);
    }

    private static async Task<JsonElement> JsonOf(HttpResponseMessage answer) =>
        JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(Cancel));

    private static string Text(JsonElement json, string field) => json.GetProperty(field).GetString()!;

    private HttpRequestMessage Signed(
        string action,
        string json,
        string? host = null,
        string secretId = SimulatorOptions.DefaultSecretId,
        string secretKey = SimulatorOptions.DefaultSecretKey
    )
    {
        var now = TimeProvider.System.GetUtcNow();
        var body = Encoding.UTF8.GetBytes(json);
        (string, string)[] signed = [("content-type", "application/json"), ("host", host ?? _server.Endpoint.Authority)];
        var request = new HttpRequestMessage(HttpMethod.Post, _server.Endpoint) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            TestSigner.Authorize(secretId, secretKey, now, "cvm", "POST", "", body, signed)
        );
        request.Headers.Add("X-TC-Action", action);
        request.Headers.Add("X-TC-Version", "2017-03-12");
        request.Headers.Add("X-TC-Region", World.DefaultRegion);
        request.Headers.Add("X-TC-Timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return request;
    }
}
