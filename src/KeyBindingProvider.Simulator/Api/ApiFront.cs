using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using KeyBindingProvider.Simulator.Api.Actions;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Journal;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Api;

/// <summary>A reply and how long to hold it back.</summary>
internal readonly record struct HeldReply(SimulatedReply Reply, TimeSpan Hold);

/// <summary>
/// The way of a call: scripted faults that come first, signature, product, version, action, region, rate limit, parameters,
/// the action itself, and whatever a fault does to the answer.
/// </summary>
internal sealed class ApiFront(LivingCloud cloud, CallJournal journal, FaultPlan faults, HandActs hands, TimeProvider time)
{
    private static readonly JsonWriterOptions s_json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };
    private static readonly JsonElement s_noParameters = JsonElement.Parse("{}");

    // Calls come one at a time, so one buffer that has grown to the size of answers serves them all.
    private readonly ArrayBufferWriter<byte> _answer = new(4096);

    public HeldReply Handle(SimulatedRequest request)
    {
        var call = new IncomingCall(request, ++cloud.Calls, time.GetUtcNow(), cloud.Timeline.Now);
        call.RequestId = cloud.Dice.Guid("call", call.Number);
        var effects = faults.Strike(call.Action, call.Parameters?.LooseInstanceIds() ?? []);
        BeforeTheCall(call, effects);

        if (effects.OfType<FaultEffect.ResetBeforeEffect>().Any())
        {
            Note(call, CallJournal.None, "reset");
            return new HeldReply(SimulatedReply.Reset, TimeSpan.Zero);
        }

        if (effects.OfType<FaultEffect.AnswerHttp>().FirstOrDefault(static e => !e.WithEffect) is { } http)
        {
            Note(call, CallJournal.None, $"http {http.Status}");
            return new HeldReply(new SimulatedReply(http.Status, [], false), TimeSpan.Zero);
        }

        if (effects.OfType<FaultEffect.LandAfterReset>().FirstOrDefault() is { } late)
        {
            Note(call, CallJournal.None, "reset");
            cloud.Timeline.After(late.Delay / cloud.Options.TimeScale, () => Answer(call, effects, "late"));
            return new HeldReply(SimulatedReply.Reset, TimeSpan.Zero);
        }

        return Deliver(call, effects);
    }

    private HeldReply Deliver(IncomingCall call, IReadOnlyList<FaultEffect> effects)
    {
        var latency = cloud.Options.Latency;
        var hold = latency.Max == TimeSpan.Zero ? latency.Max : latency.At(cloud.Dice.Roll("call", call.Number, "latency"));
        foreach (var delay in effects.OfType<FaultEffect.DelayAnswer>())
        {
            hold += delay.Delay;
        }

        hold /= cloud.Options.TimeScale;
        if (effects.OfType<FaultEffect.ResetAfterEffect>().Any())
        {
            Answer(call, effects, "reset");
            return new HeldReply(SimulatedReply.Reset, hold);
        }

        if (effects.OfType<FaultEffect.AnswerHttp>().FirstOrDefault() is { } http)
        {
            Answer(call, effects, $"http {http.Status}");
            return new HeldReply(new SimulatedReply(http.Status, [], false), hold);
        }

        return new HeldReply(new SimulatedReply(200, Answer(call, effects, "answered"), false), hold);
    }

    private void BeforeTheCall(IncomingCall call, IReadOnlyList<FaultEffect> effects)
    {
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case FaultEffect.ExpireCredential:
                    cloud.Credentials.Expire(call.SecretId);
                    break;
                case FaultEffect.RefuseStarts refuse:
                    foreach (var id in refuse.InstanceId is { } one ? [one] : call.Parameters?.LooseInstanceIds() ?? [])
                    {
                        if (cloud.Fleet.FindAnywhere(id) is { } found)
                        {
                            found.Instance.StartRefused = refuse.Code;
                        }
                    }

                    break;
                case FaultEffect.ActByHand hand:
                    if ((hand.InstanceId ?? call.Parameters?.LooseInstanceIds().FirstOrDefault()) is { } touched)
                    {
                        hands.TryAct(hand.Act, touched, hand.KeyIds);
                    }

                    break;
            }
        }
    }

    private byte[] Answer(IncomingCall call, IReadOnlyList<FaultEffect> effects, string delivery)
    {
        _answer.ResetWrittenCount();
        using var json = new Utf8JsonWriter(_answer, s_json);
        ActionCall? taken = null;
        try
        {
            json.WriteStartObject();
            json.WriteStartObject("Response");
            var action = Admit(call);
            if (effects.OfType<FaultEffect.RefuseWith>().FirstOrDefault() is { } refuse)
            {
                throw new ApiRefusal(refuse.Code, null, refuse.Message);
            }

            taken = Take(call, action, effects);
            action.Handle(taken, json);
            json.WriteString("RequestId", call.RequestId);
            json.WriteEndObject();
            json.WriteEndObject();
            Note(call, CallJournal.Ok, delivery, taken.Affected);
        }
        catch (ApiRefusal refusal)
        {
            json.Reset();
            _answer.ResetWrittenCount();
            WriteError(json, call, refusal);
            Note(call, refusal.Code, delivery, taken?.Affected);
        }

        json.Flush();
        return _answer.WrittenSpan.ToArray();
    }

    private IApiAction Admit(IncomingCall call)
    {
        var request = call.Request;
        if (request.Method is not ("GET" or "POST"))
        {
            throw new ApiRefusal("UnsupportedProtocol", request.Method);
        }

        if (request.Body.Length > cloud.Options.MaxBodyBytes)
        {
            throw new ApiRefusal("RequestSizeLimitExceeded");
        }

        var action = cloud.Actions.GetValueOrDefault(call.Action);
        var product = call.HostProduct ?? action?.Product ?? Products.Cvm;
        var credential = cloud.Signatures.Verify(request, call.Headers, product, call.Arrived);
        call.Actor = credential.Actor;
        if (call.Action.Length == 0)
        {
            throw new ApiRefusal("MissingParameter", "X-TC-Action");
        }

        var version = call.Headers.Find("x-tc-version") ?? throw new ApiRefusal("MissingParameter", "X-TC-Version");
        if (!Products.HasVersion(product, version))
        {
            throw new ApiRefusal("NoSuchVersion", version);
        }

        if (action is null || action.Product != product || (action.Version ?? version) != version)
        {
            throw new ApiRefusal("InvalidAction", call.Action);
        }

        CheckRegion(call, action);
        if (cloud.Options.RateLimits && !cloud.Limiter.Admits(action.Name, call.Region, action.CallsPerSecond, cloud.Timeline.Now))
        {
            call.Throttled = true;
            throw new ApiRefusal(cloud.Options.RateLimitCode, action.Name);
        }

        return action;
    }

    private void CheckRegion(IncomingCall call, IApiAction action)
    {
        if (call.Region.Length == 0 && action.NeedsRegion)
        {
            throw new ApiRefusal("MissingParameter", "X-TC-Region");
        }

        if (action.Product == Products.CloudAudit)
        {
            // It has regions of its own, and tells of all others.
            if (!DescribeEvents.Regions.Contains(call.Region))
            {
                throw new ApiRefusal("UnsupportedRegion", call.Region);
            }

            return;
        }

        if (call.Region.Length > 0 && cloud.Fleet.Find(call.Region) is null)
        {
            throw new ApiRefusal("UnsupportedRegion", call.Region);
        }
    }

    private ActionCall Take(IncomingCall call, IApiAction action, IReadOnlyList<FaultEffect> effects)
    {
        var parameters = call.Parameters ?? throw call.ParameterRefusal!;
        parameters.AllowOnly(action.Parameters);
        return new ActionCall(parameters, cloud.Fleet.Find(call.Region) ?? new RegionFleet())
        {
            Number = call.Number,
            Sent = call.Sent,
            Actor = call.Actor,
            SecretId = call.SecretId,
            Action = action.Name,
            Region = call.Region,
            Language = call.Headers.Find("x-tc-language"),
            RequestId = call.RequestId,
            FailureMessage = effects.OfType<FaultEffect.FailOperation>().FirstOrDefault()?.Message,
            ListFault = effects.OfType<FaultEffect.MisreportList>().FirstOrDefault()?.Fault,
        };
    }

    private void WriteError(Utf8JsonWriter json, IncomingCall call, ApiRefusal refusal)
    {
        var english = cloud.Options.Language == MessageLanguage.FollowRequest && call.Headers.Find("x-tc-language") == "en-US";
        json.WriteStartObject();
        json.WriteStartObject("Response");
        json.WriteStartObject("Error");
        json.WriteString("Code", refusal.Code);
        json.WriteString("Message", ErrorMessages.For(refusal, english));
        json.WriteEndObject();
        json.WriteString("RequestId", call.RequestId);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void Note(IncomingCall call, string outcome, string delivery, IReadOnlyList<string>? instanceIds = null) =>
        journal.Add(
            new CallRecord
            {
                Number = call.Number,
                At = cloud.Timeline.Now,
                Actor = call.Actor,
                SecretId = call.SecretId,
                Action = call.Action,
                Region = call.Region,
                Parameters = call.Parameters?.Root ?? s_noParameters,
                RequestId = call.RequestId,
                Outcome = outcome,
                Delivery = delivery,
                InstanceIds = instanceIds ?? [],
                Throttled = call.Throttled,
            }
        );
}
