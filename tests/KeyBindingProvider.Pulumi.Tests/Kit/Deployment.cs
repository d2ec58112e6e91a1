using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Pulumi.Protocol;

namespace KeyBindingProvider.Pulumi.Tests.Kit;

/// <summary>A resource as a program declares it.</summary>
internal sealed record Declaration(ResourceKind Kind, string Name, Struct Inputs)
{
    public string[] IgnoreChanges { get; init; } = [];
    public double Timeout { get; init; }
    public bool DeleteBeforeReplace { get; init; }

    /// <summary>The resource option of that name with a path that matches everything.</summary>
    public bool ReplaceOnChanges { get; init; }
    public string Type => Kind.PulumiToken;
    public string Urn => $"urn:pulumi:dev::demo::{Type}::{Name}";
}

/// <summary>A resource in the engine's state.</summary>
internal sealed record StoredResource(Declaration Declared, string Id, Struct Inputs, Struct Outputs, bool RefreshBeforeUpdate)
{
    public IReadOnlyList<string> InitErrors { get; init; } = [];
}

/// <summary>What the engine did with one resource.</summary>
internal sealed record Step(string Name, string Op)
{
    public DiffResponse? Diff { get; init; }
    public RpcException? Error { get; init; }
    public ErrorResourceInitFailed? Partial { get; init; }
    public Struct? Outputs { get; init; }

    public override string ToString() => $"{Op} {Name}{(Error is null ? "" : $" FAILED {Error.StatusCode}: {Error.Status.Detail}")}";
}

/// <summary>
/// The calls of an engine in the order in which it makes them (protocol facts, section 8), with what it keeps in between; each command has a process of its own.
/// It holds every answer against what an engine insists on.
/// </summary>
internal sealed partial class Deployment(Func<ProviderCalls> start)
{
    private readonly Dictionary<string, StoredResource> _state = new(StringComparer.Ordinal);
    private readonly List<StoredResource> _pendingDeletes = [];

    /// <summary>What the program gives the provider.</summary>
    public Struct Configuration { get; set; } = new();

    /// <summary>The state by logical name.</summary>
    public IReadOnlyDictionary<string, StoredResource> State => _state.Values.ToDictionary(resource => resource.Declared.Name);

    /// <summary>Objects that were replaced and could not be deleted: the engine tries again in every up.</summary>
    public IReadOnlyList<StoredResource> PendingDeletes => _pendingDeletes;

    /// <summary>The process of the command that runs now.</summary>
    public ProviderCalls? Process { get; private set; }

    /// <summary>Preview of a program: looks, keeps nothing.</summary>
    public Task<IReadOnlyList<Step>> PreviewAsync(params Declaration[] program) => RunAsync(program, preview: true);

    /// <summary>Up without its preview.</summary>
    public Task<IReadOnlyList<Step>> UpAsync(params Declaration[] program) => RunAsync(program, preview: false);

    /// <summary>Up that must not fail.</summary>
    public async Task<IReadOnlyList<Step>> SucceedAsync(params Declaration[] program)
    {
        var steps = await UpAsync(program);
        Assert.All(steps, step => Assert.True(step.Error is null, step.ToString()));
        return steps;
    }

    /// <summary>Refresh: reads everything and keeps what was read.</summary>
    public async Task<IReadOnlyList<Step>> RefreshAsync()
    {
        await BeginAsync(withCheck: false);
        var steps = await Task.WhenAll(_state.Values.ToArray().Select(RefreshAsync));
        foreach (var (step, resource) in steps)
        {
            Keep(step.Name, resource);
        }

        await EndAsync();
        return [.. steps.Select(step => step.Step)];
    }

    /// <summary>Destroy of everything.</summary>
    public async Task<IReadOnlyList<Step>> DestroyAsync()
    {
        await BeginAsync(withCheck: false);
        var steps = new List<Step>();
        foreach (var resource in _state.Values.Reverse().ToArray())
        {
            steps.Add(await DeleteAsync(resource));
        }

        await EndAsync();
        return steps;
    }

    /// <summary>Import of one resource by its id.</summary>
    public async Task<StoredResource> ImportAsync(ResourceKind kind, string name, string id)
    {
        await BeginAsync(withCheck: true);
        var declared = new Declaration(kind, name, new Struct());
        var read = await Process!.ReadAsync(
            new ReadRequest
            {
                Id = id,
                Urn = declared.Urn,
                Name = name,
                Type = declared.Type,
            }
        );
        Assert.Equal(id, read.Id);
        Assert.NotNull(read.Properties);
        Assert.NotNull(read.Inputs);
        var check = await CheckAsync(declared with { Inputs = read.Inputs }, read.Inputs);
        Assert.Empty(check.Failures);
        var resource = new StoredResource(
            declared with
            {
                Inputs = read.Inputs,
            },
            id,
            check.Inputs,
            read.Properties,
            read.RefreshBeforeUpdate
        );
        _state[declared.Urn] = resource;
        await EndAsync();
        return resource;
    }

    /// <summary>What a user who presses Ctrl-C sends.</summary>
    public Task CancelAsync() => Process!.CancelAsync();

    private async Task<IReadOnlyList<Step>> RunAsync(Declaration[] program, bool preview)
    {
        await BeginAsync(withCheck: true);
        var kept = new Dictionary<string, StoredResource>(_state, StringComparer.Ordinal);
        var steps = new List<Step>();
        var replaced = new List<StoredResource>();
        replaced.AddRange(_pendingDeletes);
        foreach (var done in await Task.WhenAll(program.Select(declared => StepAsync(declared, preview, replaced))))
        {
            steps.AddRange(done);
        }

        if (!preview && steps.All(step => step.Error is null))
        {
            foreach (var old in replaced)
            {
                var step = await DeleteAsync(old, keepState: true);
                steps.Add(step);
                _pendingDeletes.Remove(old);
                if (step.Error is not null)
                {
                    _pendingDeletes.Add(old);
                }
            }

            var urns = program.Select(declared => declared.Urn).ToHashSet(StringComparer.Ordinal);
            foreach (var gone in _state.Values.Where(resource => !urns.Contains(resource.Declared.Urn)).Reverse().ToArray())
            {
                steps.Add(await DeleteAsync(gone));
            }
        }

        if (preview)
        {
            _state.Clear();
            foreach (var (urn, resource) in kept)
            {
                _state[urn] = resource;
            }
        }

        await EndAsync();
        return steps;
    }

    private async Task BeginAsync(bool withCheck)
    {
        Process = start();
        await Process.HandshakeAsync(new ProviderHandshakeRequest { EngineAddress = "127.0.0.1:1", SupportsRefreshBeforeUpdate = true });
        await Process.GetPluginInfoAsync();
        var arguments = Configuration.With("version", Values.Text("0.1.0"));
        if (withCheck)
        {
            var checkedConfig = await Process.CheckConfigAsync(
                new CheckRequest { Urn = "urn:pulumi:dev::demo::pulumi:providers:keybinding::default_0_1_0", News = arguments }
            );
            Assert.Empty(checkedConfig.Failures);
            Assert.Equal(arguments, checkedConfig.Inputs);
        }

        await Process.ConfigureAsync(
            new ConfigureRequest
            {
                Args = arguments,
                AcceptSecrets = true,
                AcceptResources = true,
            }
        );
    }

    private async Task EndAsync() => await Process!.CancelAsync();

    private void Keep(string name, StoredResource? resource)
    {
        var urn = _state.Values.First(stored => stored.Declared.Name == name).Declared.Urn;
        if (resource is null)
        {
            _state.Remove(urn);
        }
        else
        {
            _state[urn] = resource;
        }
    }
}
