using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Resources;

/// <summary>
/// The part of a fleet that a resource was last compared with, small enough to travel in an engine's state and saved plan. From it a plan is a
/// pure function, so that planning twice in one run cannot differ (rule <c>pure-plan</c>).
/// </summary>
public sealed record Observation
{
    private const int Version = 1;

    /// <summary>Instances and keys that were seen.</summary>
    public required FleetSnapshot Fleet { get; init; }

    /// <summary>Instances that were looked for and are not there.</summary>
    public required ImmutableSortedSet<InstanceId> AbsentInstances { get; init; }

    /// <summary>Keys that were looked for and are not there.</summary>
    public required KeySet AbsentKeys { get; init; }

    /// <summary>What the selector of the resource came to at that look; null where it has none, or where nobody has asked.</summary>
    public ImmutableSortedSet<InstanceId>? Selected { get; init; }

    /// <summary>Whether the end of the resource had passed at that look.</summary>
    public bool Ended { get; init; }

    /// <summary>The same with what a selector came to, and with the instances of it that the resource does not speak of yet.</summary>
    /// <param name="selected">The selected instances.</param>
    /// <param name="fleet">What was looked at.</param>
    public Observation Selecting(ImmutableSortedSet<InstanceId> selected, FleetSnapshot fleet)
    {
        var instances = new Dictionary<InstanceId, InstanceSnapshot>(Fleet.Instances);
        var keyPairs = new Dictionary<KeyId, KeyPairSnapshot>(Fleet.KeyPairs);
        foreach (var instance in selected.Where(id => !LookedFor(id)).Select(fleet.Find).OfType<InstanceSnapshot>())
        {
            instances[instance.Id] = instance;
            foreach (var key in instance.Keys.Where(fleet.Exists))
            {
                keyPairs[key] = new KeyPairSnapshot(key, fleet.NameOf(key), AssociatedInstanceIds: []);
            }
        }

        return this with
        {
            Fleet = new FleetSnapshot(Fleet.Region, instances, keyPairs),
            Selected = selected,
        };
    }

    /// <summary>Whether the instance was looked for.</summary>
    public bool LookedFor(InstanceId id) => Fleet.Instances.ContainsKey(id) || AbsentInstances.Contains(id);

    /// <summary>Whether the key was looked for.</summary>
    public bool LookedFor(KeyId id) => Fleet.Exists(id) || AbsentKeys.Contains(id);

    /// <summary>Nothing was looked for, so that every plan wants a fresh look.</summary>
    public static Observation NothingLookedFor(string region) =>
        new()
        {
            Fleet = FleetSnapshot.Empty(region),
            AbsentInstances = [],
            AbsentKeys = KeySet.Empty,
        };

    /// <summary>The part of <paramref name="fleet"/> that says something about <paramref name="intent"/>.</summary>
    public static Observation Of(ResourceIntent intent, FleetSnapshot fleet)
    {
        var owned = intent.AnswersFor(fleet).ToArray();
        var leftDown = intent.LeftDown.Select(fleet.Find).OfType<InstanceSnapshot>();
        // What speaks of the whole region: only the instances on which it finds a key of its own, or that it starts, are worth carrying.
        var isOfRegion = intent.Kind.IsOfRegion;
        var instances = owned
            .Select(pair => (fleet.Find(pair.Key), Keys: pair.Value))
            .Where(pair =>
                pair.Item1 is { } instance && (!isOfRegion || instance.IsLeftDown || !instance.Keys.Intersect(pair.Keys).IsEmpty)
            )
            .Select(pair => pair.Item1!)
            .Concat(leftDown)
            .DistinctBy(instance => instance.Id)
            .ToDictionary(instance => instance.Id);
        var keys = intent.NamedKeys.Union(KeySet.Of(instances.Values.SelectMany(instance => instance.Keys)));
        return new Observation
        {
            Fleet = new FleetSnapshot(
                fleet.Region,
                instances,
                keys.Where(fleet.Exists)
                    .ToDictionary(key => key, key => new KeyPairSnapshot(key, fleet.NameOf(key), AssociatedInstanceIds: []))
            )
            {
                Sources = intent.SourceKeys.IsEmpty ? null : fleet.Sources,
            },
            AbsentInstances = [.. owned.Select(pair => pair.Key).Where(id => fleet.Find(id) is null)],
            AbsentKeys = KeySet.Of(intent.NamedKeys.Where(key => !fleet.Exists(key))),
        };
    }

    /// <summary>One line of JSON; the same observation gives the same text.</summary>
    public string Encode()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteNumber("v", Version);
            json.WriteString("region", Fleet.Region);
            json.Objects("instances", Fleet.Instances.Values.OrderBy(instance => instance.Id), instance => WriteInstance(json, instance));
            json.Ids("absent", AbsentInstances);
            json.Object(
                "keys",
                () =>
                {
                    foreach (var pair in Fleet.KeyPairs.Values.OrderBy(pair => pair.Id))
                    {
                        json.WriteString(pair.Id.Value, pair.Name.Raw);
                    }
                }
            );
            json.Keys("absentKeys", AbsentKeys);
            if (Selected is { } selected)
            {
                json.Ids("selected", selected);
            }

            if (Ended)
            {
                json.WriteBoolean("ended", true);
            }

            if (Fleet.Sources is { } sources)
            {
                SourcesText.Write(json, sources);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>Reads what <see cref="Encode"/> wrote; null for anything else, which is then read anew from the service.</summary>
    public static Observation? TryDecode(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
            return document.RootElement.GetProperty("v").GetInt32() == Version ? Read(document.RootElement) : null;
        }
        catch (Exception exception)
            when (exception
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
                        // The same id twice.
                        or ArgumentException
            )
        {
            return null;
        }
    }

    private static Observation Read(JsonElement json)
    {
        var instances = json.GetProperty("instances").EnumerateArray().Select(ReadInstance).ToDictionary(instance => instance.Id);
        var keys = json.GetProperty("keys")
            .EnumerateObject()
            .Select(entry => new KeyPairSnapshot(KeyId.FromService(entry.Name), entry.Value.GetString() ?? "", AssociatedInstanceIds: []))
            .ToDictionary(pair => pair.Id);
        return new Observation
        {
            Fleet = new FleetSnapshot(json.GetProperty("region").GetString() ?? "", instances, keys)
            {
                Sources = json.TryGetProperty("sources", out var sources) ? SourcesText.Read(sources) : null,
            },
            AbsentInstances = [.. Texts(json, "absent").Select(InstanceId.FromService)],
            AbsentKeys = KeySet.Of(Texts(json, "absentKeys").Select(KeyId.FromService)),
            Ended = json.TryGetProperty("ended", out var ended) && ended.GetBoolean(),
            Selected = json.TryGetProperty("selected", out _) ? [.. Texts(json, "selected").Select(InstanceId.FromService)] : null,
        };
    }

    private static void WriteInstance(Utf8JsonWriter json, InstanceSnapshot instance)
    {
        json.WriteString("id", instance.Id.Value);
        json.WriteString("state", instance.State.Name);
        json.Keys("keys", instance.Keys);
        Text("name", instance.Name.Raw);
        Text("zone", instance.Zone);
        Flag("busy", instance.LatestOperation.IsOperating);
        Flag("windows", instance.IsWindows);
        Flag("stopCharging", instance.IsStopCharging);
        Flag("isolated", instance.IsIsolated);
        Flag("leftDown", instance.IsLeftDown);
        Flag("inWindow", instance.Marker == RestartMark.Fresh);

        void Text(string name, string value)
        {
            if (value.Length > 0)
            {
                json.WriteString(name, value);
            }
        }

        void Flag(string name, bool value)
        {
            if (value)
            {
                json.WriteBoolean(name, value);
            }
        }
    }

    private static InstanceSnapshot ReadInstance(JsonElement json)
    {
        return new InstanceSnapshot
        {
            Id = InstanceId.FromService(Text("id")),
            State = new PowerState(Text("state")),
            Keys = KeySet.Of(Texts(json, "keys").Select(KeyId.FromService)),
            Name = Text("name"),
            Zone = Text("zone"),
            LatestOperation = Flag("busy") ? LatestOperation.None with { State = "OPERATING" } : LatestOperation.None,
            IsWindows = Flag("windows"),
            IsStopCharging = Flag("stopCharging"),
            IsIsolated = Flag("isolated"),
            Marker =
                Flag("leftDown") ? RestartMark.Old
                : Flag("inWindow") ? RestartMark.Fresh
                : RestartMark.None,
        };

        string Text(string name) => json.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
        bool Flag(string name) => json.TryGetProperty(name, out var value) && value.GetBoolean();
    }

    private static IEnumerable<string> Texts(JsonElement json, string name) =>
        json.GetProperty(name).EnumerateArray().Select(item => item.GetString() ?? "");
}
