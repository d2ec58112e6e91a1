using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KeyBindingProvider.TestKit;

/// <summary>
/// Answers of a simulator, with something hostile behind every text in them that can be shown. The texts of an answer that decide, such as ids and states that
/// are known, stay; an instance, a key and a state are added that nobody knows.
/// </summary>
/// <param name="inner">The simulator.</param>
/// <param name="addsIds">Whether ids are added: a call that names them is refused.</param>
public sealed class HostileAnswers(HttpMessageHandler inner, bool addsIds = true) : DelegatingHandler(inner)
{
    /// <summary>What stands at the begin of each forged line.</summary>
    public const string Forged = "FORGED";

    private static readonly string[] s_words =
    [
        "InstanceName",
        "KeyName",
        "Zone",
        "LatestOperationErrorMsg",
        "LatestOperationRequestId",
        "RequestId",
        "Message",
        "Code",
        "AccountId",
        "PrincipalId",
        "UserId",
        "Type",
        "Arn",
    ];

    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, JsonNode> _seen = new(StringComparer.Ordinal);

    private static readonly JsonSerializerOptions s_options = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>A text that names its place, and tries everything: a terminal, a line, the reading order, Markdown, an engine that colours.</summary>
    public static string In(string place) =>
        $"<{place}>\e]0;owned\a\e[31m\u009b2J\r\n{Forged} \u202e\u2066\u200b\ufeff\u2028\U000e0041 `| [x](http://evil.example) ![i](y) <img src=x> @{place} #1 !2 www.evil.example "
        + $"**b** <{{%reset%}}> {Forged}";

    /// <summary>What is wrong with a text that was written for a person, or null: characters that do something, and lines that are not ours.</summary>
    public static string? FaultIn(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (
                rune.Value != '\n'
                && System.Text.Rune.GetUnicodeCategory(rune)
                    is UnicodeCategory.Control
                        or UnicodeCategory.Format
                        or UnicodeCategory.LineSeparator
                        or UnicodeCategory.ParagraphSeparator
            )
            {
                return $"U+{rune.Value:X} in: {text}";
            }
        }

        return text.Contains('\uFFFD', StringComparison.Ordinal) || HasHalfAPair(text) ? $"a broken character in: {text}"
            : text.Split('\n').FirstOrDefault(line => line.TrimStart().StartsWith(Forged, StringComparison.Ordinal)) is { } forged
                ? $"a line that nobody wrote: {forged}"
            : null;
    }

    /// <summary>The places whose text can be seen in an output.</summary>
    public static IEnumerable<string> PlacesIn(string text) =>
        s_words
            .Concat(["InstanceId", "KeyId", "InstanceState", "userName"])
            .Where(place =>
                text.Contains($"<{place}>", StringComparison.Ordinal) || text.Contains($"&lt;{place}&gt;", StringComparison.Ordinal)
            );

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // No context is captured, as in the simulator's own handler.
        var asked = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        if (asked.Contains(Forged, StringComparison.Ordinal) && Remembered(JsonNode.Parse(asked)!) is { } remembered)
        {
            return Answer(request, new HttpResponseMessage(), new JsonObject { ["Response"] = remembered });
        }

        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (JsonNode.Parse(body) is not JsonObject { } root || root["Response"] is not JsonObject answer)
        {
            return response;
        }

        Spoil(answer);
        if (addsIds && !asked.Contains("InstanceIds", StringComparison.Ordinal) && answer["InstanceSet"] is JsonArray { Count: > 0 } all)
        {
            var stranger = all[0]!.DeepClone();
            stranger["InstanceId"] = "ins-" + In("InstanceId");
            stranger["InstanceState"] = In("InstanceState");
            all.Add(stranger);
            answer["TotalCount"] = (int)answer["TotalCount"]! + 1;
        }

        foreach (var instance in (answer["InstanceSet"] as JsonArray) ?? [])
        {
            _seen[(string)instance!["InstanceId"]!] = instance;
        }

        return Answer(request, response, root);
    }

    /// <summary>What was told before of ids among which is one of ours, which the simulator would refuse; null where it is no read.</summary>
    private JsonObject? Remembered(JsonNode asked)
    {
        var (list, ids, tell) = (asked["InstanceIds"], asked["KeyIds"]) switch
        {
            ({ } instances, null) when asked["Limit"] is not null => ("InstanceSet", instances.AsArray(), id => _seen[id].DeepClone()),
            (null, { } keys) => (
                "KeyPairSet",
                keys.AsArray(),
                (Func<string, JsonNode>)(
                    id => new JsonObject
                    {
                        ["KeyId"] = id,
                        ["KeyName"] = "name" + In("KeyName"),
                        ["AssociatedInstanceIds"] = new JsonArray(),
                    }
                )
            ),
            _ => ("", [], (Func<string, JsonNode>)(_ => new JsonObject())),
        };
        return list.Length == 0
            ? null
            : new JsonObject
            {
                [list] = new JsonArray([.. ids.Select(id => tell((string)id!))]),
                ["TotalCount"] = ids.Count,
                ["RequestId"] = In("RequestId"),
            };
    }

    private static HttpResponseMessage Answer(HttpRequestMessage request, HttpResponseMessage response, JsonObject root)
    {
        response.RequestMessage = request;
        response.Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(root, s_options));
        return response;
    }

    private void Spoil(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray items:
                foreach (var item in items)
                {
                    Spoil(item);
                }

                break;
            case JsonObject fields:
                foreach (var (name, value) in fields.ToArray())
                {
                    if (value is JsonValue && s_words.Contains(name) && value.GetValueKind() == JsonValueKind.String)
                    {
                        fields[name] = (string?)value + In(name == "LatestOperationRequestId" ? "RequestId" : name);
                    }

                    Spoil(value);
                }

                if (addsIds && fields["LoginSettings"]?["KeyIds"] is JsonArray keys)
                {
                    keys.Add("skey-" + In("KeyId"));
                }

                break;
        }
    }

    private static bool HasHalfAPair(string text) =>
        text.Where(
                (c, i) =>
                    char.IsHighSurrogate(c)
                        ? i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])
                        : char.IsLowSurrogate(c) && (i == 0 || !char.IsHighSurrogate(text[i - 1]))
            )
            .Any();
}
