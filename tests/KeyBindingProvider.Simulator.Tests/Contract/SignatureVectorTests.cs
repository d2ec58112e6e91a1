using System.Globalization;
using System.Text;
using System.Text.Json;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using Microsoft.Extensions.Time.Testing;

namespace KeyBindingProvider.Simulator.Tests.Contract;

/// <summary>Every vector of the facts file: published examples, and requests that the npm SDK really sent.</summary>
public class SignatureVectorTests
{
    private static readonly JsonElement s_file = JsonElement.Parse(
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Vectors", "tc3-vectors.json"))
    );

    public static TheoryData<string> Names =>
        [.. s_file.GetProperty("vectors").EnumerateArray().Select(v => v.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Vector_IsAccepted_AndWithOneByteChangedIsNot(string name)
    {
        var vector = s_file.GetProperty("vectors").EnumerateArray().Single(v => Text(v, "name") == name);
        var input = vector.GetProperty("input");
        var cloud = new SimulatedCloud(
            new World(),
            new SimulatorOptions
            {
                Credentials = new Dictionary<string, SimulatedCredential> { [Text(input, "secretId")!] = new(Text(input, "secretKey")!) },
            },
            new FakeTimeProvider(DateTimeOffset.FromUnixTimeSeconds(input.GetProperty("timestamp").GetInt64()))
        );
        var request = RequestOf(vector, input);

        Assert.DoesNotContain("AuthFailure", await CodeOf(cloud, request), StringComparison.Ordinal);
        var changed =
            request.Method == "GET" ? request with { Query = request.Query + "0" } : request with { Body = Changed(request.Body) };
        Assert.Equal("AuthFailure.SignatureFailure", await CodeOf(cloud, changed));
    }

    [Fact]
    public void TheFile_HasTheVectorsThatTheFactsName() => Assert.Equal(17, Names.Count);

    private static SimulatedRequest RequestOf(JsonElement vector, JsonElement input)
    {
        var expect = vector.GetProperty("expect");
        if (expect.TryGetProperty("headers", out var sent))
        {
            var headers = sent.EnumerateObject().Select(h => KeyValuePair.Create(h.Name, h.Value.GetString()!)).ToList();
            var target = Text(expect, "requestTarget")!;
            return new SimulatedRequest(
                Text(input, "method")!,
                headers.Single(h => h.Key == "host").Value,
                "/",
                target.Contains('?', StringComparison.Ordinal) ? target[2..] : "",
                headers,
                Encoding.UTF8.GetBytes(Text(expect, "body") ?? "")
            );
        }

        var url = new Uri(Text(input, "url")!);
        return new SimulatedRequest(
            Text(input, "method")!,
            url.Host,
            "/",
            url.Query.TrimStart('?'),
            [
                new("Authorization", Text(expect, "authorization")!),
                new("Content-Type", Text(input, "contentType")!),
                new("X-TC-Action", Text(input, "action") ?? "DescribeInstances"),
                new("X-TC-Version", "2017-03-12"),
                new("X-TC-Region", World.DefaultRegion),
                new("X-TC-Timestamp", input.GetProperty("timestamp").GetInt64().ToString(CultureInfo.InvariantCulture)),
            ],
            Encoding.UTF8.GetBytes(Text(input, "payload")!)
        );
    }

    private static byte[] Changed(ReadOnlyMemory<byte> body)
    {
        var bytes = body.ToArray();
        bytes[^1] ^= 1;
        return bytes;
    }

    private static async Task<string> CodeOf(SimulatedCloud cloud, SimulatedRequest request) =>
        new Answer(await cloud.HandleAsync(request, TestContext.Current.CancellationToken)).Code;

    private static string? Text(JsonElement json, string field) => json.TryGetProperty(field, out var value) ? value.GetString() : null;
}
