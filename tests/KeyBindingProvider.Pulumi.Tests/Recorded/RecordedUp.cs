using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using KeyBindingProvider.Pulumi.Tests.Kit;

namespace KeyBindingProvider.Pulumi.Tests.Recorded;

/// <summary>
/// What a real <c>pulumi up</c> of 3.274 sent for the exclusive set of its program, from the handshake to the Create, with other machines, another key and another account.
/// All else is as it was recorded: capabilities, names, configuration, and inputs that go to the Create as the check has answered them.
/// </summary>
internal sealed class RecordedUp(ProviderCalls provider, string engine, string endpoint)
{
    private const string Recording = "go-up";
    private const string Resource = "::build";

    private static readonly IReadOnlyList<RecordedCall> s_calls = RecordedCall.Read(
        Path.Combine(Here(), "pulumi-3.274", $"{Recording}.jsonl")
    );

    /// <summary>Up to the configuration. A call that the provider refuses fails the test.</summary>
    public async Task ConfigureAsync()
    {
        await SendAsync("Handshake", request => request["engineAddress"] = engine);
        await SendAsync("GetPluginInfo", _ => { });
        await SendAsync("CheckConfig", request => request["news"]!["endpoint"] = endpoint);
        await SendAsync(
            "Configure",
            request =>
            {
                request["variables"]!["keybinding:config:endpoint"] = endpoint;
                request["args"]!["endpoint"] = endpoint;
            }
        );
    }

    /// <summary>The check and the Create; answers what became of it, a refusal as <c>error</c>.</summary>
    public async Task<JsonNode> CreateAsync(IEnumerable<string> instances, string key, JsonObject policy)
    {
        var check = await SendAsync(
            "Check",
            request =>
            {
                var inputs = request["news"]!;
                inputs["instanceIds"] = new JsonArray([.. instances.Select(id => JsonValue.Create(id))]);
                inputs["keyIds"] = new JsonArray(JsonValue.Create(key));
                inputs["changePolicy"] = policy;
            }
        );
        return await AnswerAsync("Create", request => request["properties"] = check["inputs"]!.DeepClone());
    }

    private async Task<JsonNode> SendAsync(string rpc, Action<JsonNode> edit)
    {
        var answer = await AnswerAsync(rpc, edit);
        Assert.True(answer["error"] is null, $"{rpc}: {answer}");
        return answer;
    }

    private Task<JsonNode> AnswerAsync(string rpc, Action<JsonNode> edit)
    {
        var call = s_calls.First(call => call.Rpc == rpc && (rpc is not ("Check" or "Create") || IsOfTheResource(call)));
        var request = call.Request.DeepClone();
        edit(request);
        return Answers.OfAsync(provider, call with { Request = request });
    }

    private static bool IsOfTheResource(RecordedCall call) => ((string)call.Request["urn"]!).EndsWith(Resource, StringComparison.Ordinal);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
