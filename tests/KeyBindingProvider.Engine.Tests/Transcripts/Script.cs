using System.Globalization;
using System.Reflection;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Kinds.InstanceKeysExclusive;
using KeyBindingProvider.Core.Kinds.KeyPairAssociation;
using KeyBindingProvider.Core.Kinds.KeyRevocation;
using KeyBindingProvider.Simulator.Faults;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;
using static KeyBindingProvider.Engine.Tests.Scenarios.FleetScenario;

namespace KeyBindingProvider.Engine.Tests.Transcripts;

/// <summary>An ask of a script: when, and for what.</summary>
internal sealed record ScriptedAsk(TimeSpan At, ResourceIntent Intent);

/// <summary>A cancellation of a script: when, and how often.</summary>
internal sealed record ScriptedCancel(TimeSpan At, bool IsSecond);

/// <summary>
/// The upper half of a transcript, one command a line:
/// <list type="bullet">
/// <item><c>fleet 1-3 RUNNING old team [hangs|reverts|late]</c>: machines, their state and keys, and what becomes of a soft stop;</item>
/// <item><c>option Bind Replaces</c>: a switch of the simulator, by its name;</item>
/// <item><c>fault StopInstances 2 [x3] RefuseWith RequestLimitExceeded</c>: what happens to the second call of an action;</item>
/// <item><c>ask [at 5] web exactly new team on 1-3 graceful max 2 [canary 1] [keyless]</c>, or <c>bind new on</c>, or <c>revoke old</c>;</item>
/// <item><c>cancel at 30</c>, <c>cancel again at 31</c>.</item>
/// </list>
/// </summary>
internal sealed class Script
{
    private static readonly DurationRange s_tenSeconds = DurationRange.Seconds(10, 10);
    private readonly World _world = Fleet();
    private readonly List<FaultRule> _faults = [];
    private readonly List<ScriptedAsk> _asks = [];
    private readonly List<ScriptedCancel> _cancels = [];

    private Script() { }

    public World World => _world;

    /// <summary>Operations take ten seconds unless the script says otherwise, and show at once.</summary>
    public SimulatorOptions Options { get; } =
        SimulatorOptions.Instant with
        {
            StopSoft = s_tenSeconds,
            StopHard = s_tenSeconds,
            Start = s_tenSeconds,
            BindTime = s_tenSeconds,
            UnbindTime = s_tenSeconds,
        };

    public IReadOnlyList<FaultRule> Faults => _faults;

    public IReadOnlyList<ScriptedAsk> Asks => _asks;

    public IReadOnlyList<ScriptedCancel> Cancels => _cancels;

    public static Script Read(string text)
    {
        var script = new Script();
        foreach (var line in text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var words = new Words(line);
            switch (words.Next())
            {
                case "fleet":
                    script.ReadFleet(words);
                    break;
                case "option":
                    script.ReadOption(words.Next(), words.Next());
                    break;
                case "fault":
                    script._faults.Add(Fault(words));
                    break;
                case "ask":
                    script._asks.Add(ReadAsk(words));
                    break;
                case "cancel":
                    var isSecond = words.Take("again");
                    script._cancels.Add(new ScriptedCancel(words.Take("at") ? Seconds(words.Next()) : default, isSecond));
                    break;
                default:
                    throw new FormatException($"Not a command: {line}");
            }
        }

        return script;
    }

    private void ReadFleet(Words words)
    {
        var (numbers, state) = (Numbers(words.Next()), words.Next());
        var rest = words.Rest().ToArray();
        var manner = rest.Select(word =>
            Enum.TryParse<SoftStopManner>(word, ignoreCase: true, out var stop) ? stop : (SoftStopManner?)null
        );
        KeyId[] keys = [.. rest.Where(word => word is "old" or "new" or "team").Select(Key)];
        foreach (var number in numbers)
        {
            _world.AddInstance(Instance(number, state, keys) with { SoftStop = manner.FirstOrDefault(stop => stop is not null) });
        }
    }

    private void ReadOption(string name, string value)
    {
        var property = typeof(SimulatorOptions).GetProperty(name) ?? throw new FormatException($"Not an option: {name}");
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        object parsed =
            type.IsEnum ? Enum.Parse(type, value)
            : type == typeof(DurationRange) ? DurationRange.Exactly(Seconds(value))
            : Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
        property.SetValue(Options, parsed, BindingFlags.Default, null, null, CultureInfo.InvariantCulture);
    }

    private static FaultRule Fault(Words words)
    {
        var (action, number) = (words.Next(), int.Parse(words.Next(), CultureInfo.InvariantCulture));
        var times = words.Peek is ['x', .. var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 1;
        if (words.Peek.StartsWith('x'))
        {
            words.Next();
        }

        FaultEffect effect = words.Next() switch
        {
            "RefuseWith" => new FaultEffect.RefuseWith(words.Next()),
            "ResetBeforeEffect" => new FaultEffect.ResetBeforeEffect(),
            "ResetAfterEffect" => new FaultEffect.ResetAfterEffect(),
            "LandAfterReset" => new FaultEffect.LandAfterReset(Seconds(words.Next())),
            "DelayAnswer" => new FaultEffect.DelayAnswer(Seconds(words.Next())),
            "AnswerHttp" => new FaultEffect.AnswerHttp(int.Parse(words.Next(), CultureInfo.InvariantCulture)),
            "FailOperation" => new FaultEffect.FailOperation(),
            "ByHand" => new FaultEffect.ActByHand(
                Enum.Parse<HandAct>(words.Next()),
                Id(int.Parse(words.Next(), CultureInfo.InvariantCulture)).Value,
                [.. words.Rest().Select(word => Key(word).Value)]
            ),
            var other => throw new FormatException($"Not an effect: {other}"),
        };
        return FaultRule.On(action, number, effect) with { Times = times };
    }

    private static ScriptedAsk ReadAsk(Words words)
    {
        var at = words.Take("at") ? Seconds(words.Next()) : TimeSpan.Zero;
        var (name, verb) = (words.Next(), words.Next());
        var keys = new List<KeyId>();
        while (words.Peek is "old" or "new" or "team")
        {
            keys.Add(Key(words.Next()));
        }

        InstanceId[] instances = words.Take("on") ? [.. Numbers(words.Next()).Select(Id)] : [];
        var policy = new ChangePolicy
        {
            Canary = 0,
            StopPolicy = Enum.Parse<StopPolicy>(words.Next()),
            RestartMarker = RestartMarkerUse.Off,
        };
        while (words.HasMore)
        {
            policy = words.Next() switch
            {
                "max" => policy with { MaxUnavailable = [MaxUnavailable.Count(words.Number())] },
                "canary" => policy with { Canary = words.Number() },
                "budget" => policy with { FailureBudget = words.Number() },
                "timeout" => policy with { StopTimeoutSeconds = words.Number() },
                "keyless" => policy with { AllowKeyless = true },
                var other => throw new FormatException($"Not a word of a policy: {other}"),
            };
        }

        ResourceIntent intent = verb switch
        {
            "exactly" => Exactly(policy, instances, [.. keys]),
            "bind" => Association(policy, instances, [.. keys]),
            "revoke" => OffBoarding(policy) with { KeyIds = KeySet.Of(keys) },
            _ => throw new FormatException($"Not a wish: {verb}"),
        };
        return new ScriptedAsk(
            at,
            intent switch
            {
                InstanceKeysExclusiveIntent exactly => exactly with { Name = name },
                KeyPairAssociationIntent association => association with { Name = name },
                KeyRevocationIntent revocation => revocation with { Name = name },
                _ => intent,
            }
        );
    }

    private static KeyId Key(string word) =>
        word switch
        {
            "old" => Old,
            "new" => New,
            "team" => Team,
            _ => throw new FormatException($"Not a key: {word}"),
        };

    private static IEnumerable<int> Numbers(string word)
    {
        var ends = word.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray();
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }

    private static TimeSpan Seconds(string word) => TimeSpan.FromSeconds(double.Parse(word, CultureInfo.InvariantCulture));

    /// <summary>The words of a line, one after the other.</summary>
    private sealed class Words(string line)
    {
        private readonly Queue<string> _words = new(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        public bool HasMore => _words.Count > 0;

        public string Peek => _words.TryPeek(out var word) ? word : "";

        public string Next() => _words.TryDequeue(out var word) ? word : throw new FormatException($"Something is missing: {line}");

        public int Number() => int.Parse(Next(), CultureInfo.InvariantCulture);

        public bool Take(string expected) => Peek == expected && _words.Dequeue() == expected;

        public IEnumerable<string> Rest()
        {
            while (HasMore)
            {
                yield return Next();
            }
        }
    }
}
