using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Tests.Conducting;

/// <summary>Power of the modelled instance.</summary>
internal enum Power
{
    Running,
    Stopping,
    Stopped,
    Starting,
    Gone,
}

/// <summary>Who made the operation on record: <c>Batch</c> is a batch that was refused and worked on all the same.</summary>
internal enum Author
{
    Other,
    Ours,
    Older,
    Lost,
    LostTwice,
    Batch,
}

internal enum OperationState
{
    Done,
    Operating,
    Failed,
}

/// <summary>What a look can show.</summary>
internal readonly record struct Shown(Power Power, int Keys, Author Author, OperationState State);

/// <summary>A request of ours that has not had its effect yet.</summary>
internal sealed record Pending(string Kind, int Keys, int Left, bool Force);

/// <summary>The truth about one instance.</summary>
internal sealed record CloudInstance
{
    public required Shown Now { get; init; }

    /// <summary>What was true at the ends of the last ticks, oldest first; null before there were any.</summary>
    public Shown? Before { get; init; }

    public Shown? LongBefore { get; init; }

    /// <summary>Accepted, and its effect is to come.</summary>
    public Pending? Pending { get; init; }

    /// <summary>Its answer was lost and it has not arrived yet.</summary>
    public Pending? Flying { get; init; }

    /// <summary>Power cuts by us.</summary>
    public int Cuts { get; init; }

    /// <summary>Who took it down: nobody, we, a stranger.</summary>
    public int DownBy { get; init; }

    /// <summary>What a stranger did, and the key that it took.</summary>
    public string Stranger { get; init; } = "";

    public int StrangersKey { get; init; }

    public int SinceStranger { get; init; } = 9;

    /// <summary>A start was refused for good.</summary>
    public bool StartForbidden { get; init; }

    public Power Power => Now.Power;

    public int Keys => Now.Keys;
}

/// <summary>The nondeterministic API of one exploration: what it may do with a request, what a look may show, what a stranger may do.</summary>
internal sealed class ServiceModel(ServiceReading reading)
{
    public static readonly InstanceId[] Ids = [InstanceId.FromService("ins-00000001"), InstanceId.FromService("ins-00000002")];
    private static readonly KeyId[] s_keys =
    [
        KeyId.FromService("skey-0000000a"),
        KeyId.FromService("skey-0000000b"),
        KeyId.FromService("skey-0000000f"),
    ];

    private static readonly KeySet[] s_sets =
    [
        .. Enumerable.Range(0, 8).Select(bits => KeySet.Of(s_keys.Where((_, index) => (bits & (1 << index)) != 0))),
    ];

    private static readonly Dictionary<(int, Shown), InstanceSnapshot> s_snapshots = Snapshots();

    public static KeySet Set(int bits) => s_sets[bits];

    public static int Bits(KeySet keys) => s_keys.Select((key, index) => keys.Contains(key) ? 1 << index : 0).Sum();

    public static InstanceSnapshot Snapshot(int instance, Shown shown) => s_snapshots[(instance, shown)];

    public static string Text(int bits) => "{" + string.Concat("ABF".Where((_, index) => (bits & (1 << index)) != 0)) + "}";

    private static Dictionary<(int, Shown), InstanceSnapshot> Snapshots()
    {
        var snapshots = new Dictionary<(int, Shown), InstanceSnapshot>();
        foreach (var instance in (int[])[0, 1])
        {
            foreach (var power in Enum.GetValues<Power>())
            {
                foreach (var author in Enum.GetValues<Author>())
                {
                    foreach (var state in Enum.GetValues<OperationState>())
                    {
                        for (var keys = 0; keys < 8; keys++)
                        {
                            snapshots[(instance, new Shown(power, keys, author, state))] = new InstanceSnapshot
                            {
                                Id = Ids[instance],
                                State = new PowerState(power.ToString().ToUpperInvariant()),
                                Keys = s_sets[keys],
                                LatestOperation = new LatestOperation(
                                    "",
                                    state switch
                                    {
                                        OperationState.Operating => "OPERATING",
                                        OperationState.Failed => "FAILED",
                                        _ => "SUCCESS",
                                    },
                                    author.ToString(),
                                    ""
                                ),
                            };
                        }
                    }
                }
            }
        }

        return snapshots;
    }

    public CloudInstance Start()
    {
        var now = new Shown(reading.StartsStopped ? Power.Stopped : Power.Running, reading.Keys, Author.Other, OperationState.Done);
        return new CloudInstance
        {
            Now = now,
            Before = reading.Staleness > 0 ? now : null,
            LongBefore = reading.Staleness > 1 ? now : null,
        };
    }

    /// <summary>What the service may do with a request that has reached it: refused by a kind, or accepted with a new truth, at a price.</summary>
    public IEnumerable<(RefusalKind? Refused, CloudInstance After, int Price, string Note)> Arrive(
        CloudInstance w,
        string kind,
        int keys,
        bool force,
        Author author
    )
    {
        if (w.Power == Power.Gone)
        {
            return [(RefusalKind.Gone, w, 0, "")];
        }

        if (w.Pending is not null)
        {
            return [(RefusalKind.Busy, w, 0, "")];
        }

        var wr = author == Author.Ours ? Retire(w) : w;
        return kind switch
        {
            "stop" => Stop(w, wr, force, author),
            "start" => StartUp(w, wr, author),
            _ => ChangeKeys(w, wr, kind, keys, force, author),
        };
    }

    private IEnumerable<(RefusalKind?, CloudInstance, int, string)> Stop(CloudInstance w, CloudInstance wr, bool force, Author author)
    {
        if (w.Power != Power.Running)
        {
            RefusalKind refused =
                w.Power == Power.Stopped ? RefusalKind.Stopped
                : w.Power == Power.Stopping ? RefusalKind.Stopping
                : RefusalKind.Starting;
            yield return (refused, w, 0, "");
            yield break;
        }

        var cut = wr with { DownBy = 1, Cuts = wr.Cuts + 1 };
        yield return (
            null,
            cut with
            {
                Now = cut.Now with { Power = Power.Stopped, Author = author, State = OperationState.Done },
            },
            0,
            "STOPPED at once"
        );
        yield return (null, Operating(cut, author, new Pending("stop", 0, 1, force), Power.Stopping), 0, "STOPPING");
        if (reading.Has("late"))
        {
            yield return (null, wr with { Pending = new Pending("lstop", 0, reading.Landing + 1, force) }, 1, "effect lands later");
        }

        if (reading.Has("revert"))
        {
            yield return (null, Operating(wr, author, new Pending("revert", 0, 1, force), Power.Stopping), 1, "will revert");
        }

        if (!force && reading.Has("hang"))
        {
            var left = reading.StopTimeout + reading.LateStop - reading.Staleness - 1;
            yield return (null, Operating(wr, author, new Pending("hang", 0, left, force), Power.Stopping), 1, "hangs");
        }
    }

    private IEnumerable<(RefusalKind?, CloudInstance, int, string)> StartUp(CloudInstance w, CloudInstance wr, Author author)
    {
        if (w.Power != Power.Stopped)
        {
            RefusalKind refused =
                w.Power == Power.Running ? RefusalKind.Running
                : w.Power == Power.Stopping ? RefusalKind.Stopping
                : RefusalKind.Starting;
            yield return (refused, w, 0, "");
            yield break;
        }

        yield return (
            null,
            wr with
            {
                Now = wr.Now with { Power = Power.Running, Author = author, State = OperationState.Done },
                DownBy = wr.DownBy == 1 ? 0 : wr.DownBy,
            },
            0,
            "RUNNING at once"
        );
        yield return (null, Operating(wr, author, new Pending("start", 0, 1, false), Power.Starting), 0, "STARTING");
        if (reading.Has("failed"))
        {
            yield return (null, Operating(wr, author, new Pending("fail", 0, 1, false), wr.Power), 1, "operation will end FAILED");
        }
    }

    private IEnumerable<(RefusalKind?, CloudInstance, int, string)> ChangeKeys(
        CloudInstance w,
        CloudInstance wr,
        string kind,
        int keys,
        bool force,
        Author author
    )
    {
        if (
            (kind == "bind" && reading.BoundKeyIsError && (keys & w.Keys) != 0)
            || (kind == "unbind" && reading.UnboundKeyIsError && (keys & ~w.Keys) != 0)
        )
        {
            yield return (RefusalKind.Key, w, 0, "");
            yield break;
        }

        if (!force || w.Power == Power.Stopped)
        {
            if (w.Power != Power.Stopped)
            {
                yield return (w.Power == Power.Running ? RefusalKind.Running : RefusalKind.Passing, w, 0, "");
                yield break;
            }

            var after = KeysAfter(w.Keys, kind, keys);
            if (reading.KeyWritesAreSilent)
            {
                yield return (null, w with { Now = w.Now with { Keys = after } }, 0, "done");
                yield break;
            }

            yield return (
                null,
                wr with
                {
                    Now = wr.Now with { Keys = after, Author = author, State = OperationState.Done },
                },
                0,
                "done at once"
            );
            yield return (null, Operating(wr, author, new Pending(kind, keys, 1, false), wr.Power), 0, "OPERATING");
            if (reading.Has("failed"))
            {
                yield return (null, Operating(wr, author, new Pending("fail", 0, 1, false), wr.Power), 1, "operation will end FAILED");
            }

            if (reading.Has("late"))
            {
                yield return (
                    null,
                    wr with
                    {
                        Pending = new Pending("l" + kind, keys, reading.Landing + 1, false),
                    },
                    1,
                    "effect lands later"
                );
            }

            yield break;
        }

        if (w.Power != Power.Running)
        {
            yield return (RefusalKind.Passing, w, 0, "");
            yield break;
        }

        var cut = wr with { DownBy = 1, Cuts = wr.Cuts + 1 };
        var done = cut with { Now = new Shown(Power.Stopped, KeysAfter(w.Keys, kind, keys), author, OperationState.Operating) };
        yield return (
            null,
            reading.Force switch
            {
                ForceReading.StartsAgain => done with { Pending = new Pending("start", 0, 1, true) },
                ForceReading.StartRefused => done with { Now = done.Now with { State = OperationState.Failed } },
                _ => done with { Now = done.Now with { State = OperationState.Done } },
            },
            0,
            "power cut, keys changed"
        );
        if (reading.Has("late"))
        {
            yield return (null, wr with { Pending = new Pending("f" + kind, keys, reading.Landing + 1, true) }, 1, "effect lands later");
        }

        if (reading.Has("failed"))
        {
            yield return (
                null,
                Operating(cut, author, new Pending("ffail", 0, 1, true), Power.Stopped),
                1,
                "power cut, change FAILED, starts again"
            );
        }
    }

    private int KeysAfter(int before, string kind, int keys) =>
        kind != "bind" ? before & ~keys
        : reading.BindReplaces ? keys
        : before | keys;

    /// <summary>When a newer write of ours is accepted, the one before is an older one, wherever it still shows.</summary>
    private static CloudInstance Retire(CloudInstance w)
    {
        return w with
        {
            Now = Aged(w.Now),
            Before = w.Before is { } b ? Aged(b) : null,
            LongBefore = w.LongBefore is { } l ? Aged(l) : null,
        };

        static Shown Aged(Shown shown) => shown.Author == Author.Ours ? shown with { Author = Author.Older } : shown;
    }

    private static CloudInstance Operating(CloudInstance w, Author author, Pending pending, Power power) =>
        w with
        {
            Now = w.Now with { Power = power, Author = author, State = OperationState.Operating },
            Pending = pending,
        };

    /// <summary>What may be true one tick later.</summary>
    public IEnumerable<(CloudInstance After, string Note)> Tick(CloudInstance w)
    {
        if (reading.Staleness > 0)
        {
            w = w with { Before = w.Now, LongBefore = reading.Staleness > 1 ? w.Before : null };
        }

        w = w with { SinceStranger = Math.Min(w.SinceStranger + 1, 9) };
        foreach (var (landed, note) in Land(w))
        {
            if (landed.Flying is not { } flying)
            {
                yield return (landed, note);
                continue;
            }

            if (flying.Left > 1)
            {
                yield return (landed with { Flying = flying with { Left = flying.Left - 1 } }, note);
            }

            var author = landed.Now.Author == Author.Lost ? Author.LostTwice : Author.Lost;
            foreach (
                var (refused, after, price, what) in Arrive(landed with { Flying = null }, flying.Kind, flying.Keys, flying.Force, author)
            )
            {
                if (price == 0)
                {
                    yield return (after, $"{note} lost {flying.Kind} arrives now: {(refused is null ? what : "void, " + refused)}");
                }
            }
        }
    }

    private IEnumerable<(CloudInstance, string)> Land(CloudInstance w)
    {
        if (w.Pending is not { } pending)
        {
            yield return (w, "");
            yield break;
        }

        if (pending.Left > 1)
        {
            yield return (w with { Pending = pending with { Left = pending.Left - 1 } }, "");
        }

        var mayLandEarly = pending.Kind[0] is 'l' or 'f' or 'h' && pending.Kind is not ("fail" or "ffail");
        if (pending.Left <= 1 || mayLandEarly)
        {
            foreach (var landed in Landed(w with { Pending = null }, pending))
            {
                yield return landed;
            }
        }
    }

    private IEnumerable<(CloudInstance, string)> Landed(CloudInstance w, Pending pending)
    {
        var own = w.Now.Author is Author.Ours or Author.Lost or Author.LostTwice or Author.Batch ? w.Now.Author : Author.Ours;
        CloudInstance Now(Power power, OperationState state) => w with { Now = w.Now with { Power = power, Author = own, State = state } };
        switch (pending.Kind)
        {
            case "stop":
                yield return (Now(Power.Stopped, OperationState.Done), "the stop takes effect");
                break;
            case "lstop":
                yield return w.Power == Power.Running
                    ? (Now(Power.Stopped, OperationState.Done) with { DownBy = 1, Cuts = w.Cuts + 1 }, "the late stop takes effect")
                    : (w, "late stop void");
                break;
            case "revert":
                yield return (Now(Power.Running, OperationState.Failed), "the stop reverts to RUNNING, FAILED");
                break;
            case "hang":
                yield return (
                    Now(Power.Stopped, OperationState.Done) with
                    {
                        DownBy = 1,
                        Cuts = w.Cuts + 1,
                    },
                    "the hanging stop takes effect"
                );
                yield return (Now(Power.Running, OperationState.Failed), "the hanging stop reverts");
                break;
            case "start":
                yield return (
                    Now(Power.Running, OperationState.Done) with
                    {
                        DownBy = w.DownBy == 1 ? 0 : w.DownBy,
                    },
                    "the start takes effect"
                );
                break;
            case "fail":
                yield return (Now(w.Power, OperationState.Failed), "the operation ends FAILED");
                break;
            case "ffail":
                yield return (
                    Now(Power.Running, OperationState.Failed) with
                    {
                        DownBy = 0,
                    },
                    "the forced change ends FAILED, RUNNING again"
                );
                break;
            case "fbind" or "funbind":
                yield return w.Power != Power.Running
                    ? (w, "void")
                    : (
                        w with
                        {
                            Now = new Shown(
                                Power.Stopped,
                                KeysAfter(w.Keys, pending.Kind[1..], pending.Keys),
                                own,
                                OperationState.Operating
                            ),
                            DownBy = 1,
                            Cuts = w.Cuts + 1,
                            Pending = new Pending("start", 0, 1, true),
                        },
                        "the late forced change takes effect"
                    );
                break;
            default:
                var kind = pending.Kind[0] == 'l' ? pending.Kind[1..] : pending.Kind;
                var after = Now(w.Power, OperationState.Done);
                yield return (
                    after with
                    {
                        Now = after.Now with { Keys = KeysAfter(w.Keys, kind, pending.Keys) },
                    },
                    $"the {pending.Kind} takes effect"
                );
                break;
        }
    }

    /// <summary>Everything that a look may show, with the past that the same observer may still see afterwards.</summary>
    public IEnumerable<(Shown Shown, CloudInstance After)> Sights(CloudInstance w)
    {
        Shown[] values = [.. new[] { w.LongBefore, w.Before }.OfType<Shown>(), w.Now];
        if (values.All(value => value == w.Now))
        {
            return [(w.Now, w)];
        }

        var results = new Dictionary<Shown, CloudInstance>();
        foreach (var p in Distinct(values, value => value.Power))
        {
            foreach (var k in Distinct(values, value => value.Keys))
            {
                foreach (var o in Distinct(values, value => (value.Author, value.State)))
                {
                    var shown = new Shown(values[p].Power, values[k].Keys, values[o].Author, values[o].State);
                    results.TryAdd(shown, reading.IsMonotone ? Forget(w, values, p, k, o) : w);
                }
            }
        }

        return results.Select(pair => (pair.Key, pair.Value));
    }

    private static CloudInstance Forget(CloudInstance w, Shown[] values, int p, int k, int o)
    {
        // With one value of the past it is the first, with two the second is the younger.
        return values.Length == 2 ? w with { Before = AtMost(0) } : w with { LongBefore = AtMost(0), Before = AtMost(1) };

        Shown AtMost(int i)
        {
            var (pi, ki, oi) = (i < p ? p : i, i < k ? k : i, i < o ? o : i);
            return new Shown(values[pi].Power, values[ki].Keys, values[oi].Author, values[oi].State);
        }
    }

    private static IEnumerable<int> Distinct<T>(Shown[] values, Func<Shown, T> field)
    {
        var seen = new HashSet<T>();
        for (var i = values.Length - 1; i >= 0; i--)
        {
            if (seen.Add(field(values[i])))
            {
                yield return i;
            }
        }
    }

    /// <summary>What a stranger may do to an instance on which nothing of ours goes on.</summary>
    public IEnumerable<(CloudInstance After, string Act)> Strangers(CloudInstance w)
    {
        if (w.Pending is not null || w.Power is not (Power.Running or Power.Stopped))
        {
            yield break;
        }

        if ((w.Keys & 4) == 0)
        {
            yield return (Keyed(reading.BindReplaces ? 4 : w.Keys | 4, "bind F", 0), "bind F");
        }

        foreach (var (bit, name) in new[] { (1, "unbind A"), (2, "unbind B"), (4, "unbind F") })
        {
            if ((w.Keys & bit) != 0 && (w.Keys & ~bit) != 0)
            {
                yield return (Keyed(w.Keys & ~bit, name, bit), name);
            }
        }

        if (w.Power == Power.Stopped)
        {
            yield return (Powered(Power.Running, "start", 0), "start");
        }
        else
        {
            yield return (Powered(Power.Stopped, "stop", 2), "stop");
        }

        yield return (Powered(Power.Gone, "terminate", w.DownBy), "terminate");

        CloudInstance Keyed(int keys, string act, int taken) =>
            w with
            {
                Now = new Shown(w.Power, keys, Author.Other, OperationState.Done),
                Stranger = act,
                StrangersKey = taken,
                SinceStranger = 0,
            };

        CloudInstance Powered(Power power, string act, int by) =>
            w with
            {
                Now = new Shown(power, w.Keys, Author.Other, OperationState.Done),
                Stranger = act,
                SinceStranger = 0,
                DownBy = by,
            };
    }
}
