using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Control;

/// <summary>
/// What tests and people use beside the API, unsigned. Since a browser could be talked into calling it, it answers only
/// to loopback names, and changes need a content type that a foreign page cannot send without asking first.
/// </summary>
internal sealed class ControlEndpoints(SimulatedCloud cloud)
{
    public const string Prefix = "/_simulator/";

    private const int MaxBody = 16 * 1024 * 1024;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly string[] s_known =
    [
        "GET health",
        "GET world",
        "GET journal?action=&since=&actor=",
        "GET counts?actor=",
        "GET oracle?pairs=true",
        "GET options",
        "GET faults",
        "POST faults",
        "DELETE faults",
        "POST hand",
        "POST scaleOut",
        "POST reset",
    ];

    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        var verb = $"{request.Method} {request.Path.Value![Prefix.Length..]}";
        if (request.Host.Host is not ("127.0.0.1" or "localhost"))
        {
            await Answer(context, StatusCodes.Status403Forbidden, new { error = "control needs a loopback host name" });
            return;
        }

        try
        {
            var body = request.Method == "POST" ? await BodyAsync(context) : "";
            var answer = Look(verb, request.Query) ?? Change(verb, body);
            await Answer(
                context,
                answer is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK,
                answer ?? new { error = $"no such endpoint: {verb}", known = s_known }
            );
        }
        catch (Exception problem) when (problem is SimulatorFileException or ArgumentException or FormatException)
        {
            await Answer(context, StatusCodes.Status400BadRequest, new { error = problem.Message });
        }
    }

    private object? Look(string verb, IQueryCollection query)
    {
        switch (verb)
        {
            case "GET health":
                return new { status = "ok", instances = cloud.World.Instances.Count };
            case "GET world":
                return cloud.View;
            case "GET journal":
                return cloud.Journal.Find(Find(query, "action"), Since(query), Find(query, "actor"));
            case "GET counts":
                return cloud.Journal.Counts(Find(query, "actor"));
            case "GET oracle":
                var oracle = cloud.Oracle;
                return new
                {
                    actors = oracle.Actors.Select(oracle.For),
                    oracle.Downs,
                    oracle.Keyless,
                    oracle.Removals,
                    oracle.GivenBack,
                    oracle.Starts,
                    pairs = Find(query, "pairs") == "true" ? oracle.Pairs : null,
                };
            case "GET options":
                return OptionTable.Switches.ToDictionary(static s => s.Name, s => s.Read(cloud.Options));
            case "GET faults":
                return Faults();
            default:
                return null;
        }
    }

    private object? Change(string verb, string body)
    {
        switch (verb)
        {
            case "POST faults":
                foreach (var rule in SimulatorFile.ParseFaults(body))
                {
                    cloud.Faults.Add(rule);
                }

                return Faults();
            case "DELETE faults":
                cloud.Faults.Clear();
                return Faults();
            case "POST hand":
                return Hand(new YamlFields(BoundedYaml.Parse(body), "an act by hand"));
            case "POST scaleOut":
                return ScaleOut(new YamlFields(BoundedYaml.Parse(body), "a source"));
            case "POST reset":
                cloud.Reset(string.IsNullOrWhiteSpace(body) ? null : World.FromYaml(body));
                return new { status = "ok", instances = cloud.World.Instances.Count };
            default:
                return null;
        }
    }

    private object ScaleOut(YamlFields fields)
    {
        var source = fields.RequiredText("source");
        fields.NothingElse();
        return new { instance = cloud.ScaleOutByHand(source) };
    }

    private object Hand(YamlFields fields)
    {
        var act = fields.Choice<HandAct>("act") ?? throw new FormatException("'act' is missing");
        var instance = fields.RequiredText("instance");
        var keys = fields.Texts("keys");
        fields.NothingElse();
        return new { outcome = cloud.ActByHand(act, instance, keys) };
    }

    private IEnumerable<object> Faults() =>
        cloud.Faults.Rules.Select(static status => new
        {
            status.Rule.Action,
            instance = status.Rule.InstanceId,
            status.Rule.Nth,
            status.Rule.Times,
            effect = status.Rule.Effect.ToString(),
            status.Met,
            status.Struck,
        });

    private static async Task<string> BodyAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context.Request, MaxBody, context.RequestAborted);
        if (body.Length > MaxBody)
        {
            throw new FormatException($"a body may have at most {MaxBody} bytes");
        }

        var type = context.Request.ContentType?.Split(';')[0].Trim();
        return type is "application/json" or "application/yaml"
            ? Encoding.UTF8.GetString(body)
            : throw new FormatException("Content-Type must be application/json or application/yaml");
    }

    private static string? Find(IQueryCollection query, string name) =>
        query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;

    private static long Since(IQueryCollection query) =>
        Find(query, "since") is not { } text ? 0
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var since) ? since
        : throw new FormatException($"'since' must be the number of a call, not '{text}'");

    private static async Task Answer(HttpContext context, int status, object answer)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(answer, s_json, context.RequestAborted);
    }
}
