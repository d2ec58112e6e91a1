using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
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

    // Chinese and quotation marks as they are.
    private static readonly ControlJson s_json = new(
        new JsonSerializerOptions(ControlJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
    );

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
            await WriteAsync(context, StatusCodes.Status403Forbidden, Refused("control needs a loopback host name"));
            return;
        }

        try
        {
            var body = request.Method == "POST" ? await BodyAsync(context) : "";
            var answer = Look(verb, request.Query) ?? Change(verb, body);
            await WriteAsync(
                context,
                answer is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK,
                answer ?? Answer.Of(new UnknownControl($"no such endpoint: {verb}", s_known), s_json.UnknownControl)
            );
        }
        catch (Exception problem) when (problem is SimulatorFileException or ArgumentException or FormatException)
        {
            await WriteAsync(context, StatusCodes.Status400BadRequest, Refused(problem.Message));
        }
    }

    private Answer? Look(string verb, IQueryCollection query)
    {
        switch (verb)
        {
            case "GET health":
                return Health();
            case "GET world":
                return Answer.Of(cloud.View, s_json.WorldView);
            case "GET journal":
                return Answer.Of(
                    cloud.Journal.Find(Find(query, "action"), Since(query), Find(query, "actor")),
                    s_json.IReadOnlyListCallRecord
                );
            case "GET counts":
                return Answer.Of(cloud.Journal.Counts(Find(query, "actor")), s_json.IReadOnlyDictionaryStringActionCounts);
            case "GET oracle":
                return Judged(Find(query, "pairs") == "true");
            case "GET options":
                return Answer.Of(
                    OptionTable.Switches.ToDictionary(static s => s.Name, s => s.Read(cloud.Options)),
                    s_json.IReadOnlyDictionaryStringString
                );
            case "GET faults":
                return Faults();
            default:
                return null;
        }
    }

    private Answer? Change(string verb, string body)
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
                return Health();
            default:
                return null;
        }
    }

    private Answer Health() => Answer.Of(new HealthAnswer("ok", cloud.World.Instances.Count), s_json.HealthAnswer);

    private Answer Judged(bool withPairs)
    {
        var oracle = cloud.Oracle;
        return Answer.Of(
            new OracleAnswer(
                [.. oracle.Actors.Select(oracle.For)],
                oracle.Downs,
                oracle.Keyless,
                oracle.Removals,
                oracle.GivenBack,
                oracle.Starts,
                withPairs ? oracle.Pairs : null
            ),
            s_json.OracleAnswer
        );
    }

    private Answer ScaleOut(YamlFields fields)
    {
        var source = fields.RequiredText("source");
        fields.NothingElse();
        return Answer.Of(new ScaleOutAnswer(cloud.ScaleOutByHand(source)), s_json.ScaleOutAnswer);
    }

    private Answer Hand(YamlFields fields)
    {
        var act = fields.Choice<HandAct>("act") ?? throw new FormatException("'act' is missing");
        var instance = fields.RequiredText("instance");
        var keys = fields.Texts("keys");
        fields.NothingElse();
        return Answer.Of(new HandAnswer(cloud.ActByHand(act, instance, keys)), s_json.HandAnswer);
    }

    private Answer Faults() =>
        Answer.Of(
            [
                .. cloud.Faults.Rules.Select(static status => new FaultAnswer(
                    status.Rule.Action,
                    status.Rule.InstanceId,
                    status.Rule.Nth,
                    status.Rule.Times,
                    status.Rule.Effect.ToString(),
                    status.Met,
                    status.Struck
                )),
            ],
            s_json.IReadOnlyListFaultAnswer
        );

    private static Answer Refused(string why) => Answer.Of(new RefusedControl(why), s_json.RefusedControl);

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

    private static async Task WriteAsync(HttpContext context, int status, Answer answer)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsJsonAsync(answer.Value, answer.Type, cancellationToken: context.RequestAborted);
    }

    private sealed record Answer(object Value, JsonTypeInfo Type)
    {
        public static Answer Of<T>(T value, JsonTypeInfo<T> type)
            where T : notnull => new(value, type);
    }
}
