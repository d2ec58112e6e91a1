using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Engine;
using KeyBindingProvider.Engine.Conducting;
using KeyBindingProvider.Engine.Resources;
using KeyBindingProvider.Harness.Cases;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.InProcess;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.TestKit;

namespace KeyBindingProvider.Harness.Running;

/// <summary>What all processes of a case share.</summary>
/// <param name="Case">The case.</param>
/// <param name="Cloud">The account.</param>
/// <param name="Time">The true time.</param>
/// <param name="Rules">The rules of the engine.</param>
/// <param name="Recorder">Writes down what the loops do; null for nobody.</param>
/// <param name="Twist">Breaks the calls of every process on purpose; null leaves them whole.</param>
internal sealed record CaseStage(
    FleetCase Case,
    SimulatedCloud Cloud,
    VirtualTime Time,
    RunRules Rules,
    LoopRecorder? Recorder,
    Func<ICvmApi, TimeProvider, ICvmApi>? Twist
)
{
    /// <summary>What outlives a process where engines drive the resources.</summary>
    public CaseResources Resources { get; } = new(Case);
}

/// <summary>One process, from its start until it ends or dies.</summary>
internal sealed class ProcessLife : IDisposable
{
    private readonly CaseStage _stage;
    private readonly ProcessClock _clock;
    private readonly MortalHandler _wire;
    private readonly CancellingApi _api;
    private readonly int? _diskFullAfter;
    private readonly List<CaseOperation> _operations = [];

    private ProcessLife(CaseStage stage, ProcessDeath? death, bool isFirst)
    {
        _stage = stage;
        _clock = new ProcessClock(stage.Time, isFirst ? stage.Case.Clock : null);
        _wire = new MortalHandler(new SimulatorHandler(stage.Cloud), death, _clock);
        var api = SimulatedAccount.Connect(
            _wire,
            _clock,
            FleetCase.Region,
            stage.Case.AssumesRole ? SimulatorOptions.DefaultRoleArn : null
        );
        api = stage.Twist?.Invoke(api, _clock) ?? api;
        _api = new CancellingApi(api, isFirst ? stage.Case.CancelAtCall : null, stage.Case.CancelAgainAfter);
        _diskFullAfter = isFirst ? stage.Case.DiskFullAfter : null;
        Engine = new KeyBindingEngine(_api, _clock, OptionsOf(stage.Case), stage.Rules, recorder: stage.Recorder);
    }

    /// <summary>Its engine.</summary>
    public KeyBindingEngine Engine { get; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset Began { get; private init; }

    /// <summary>What it was asked for, in the order in which that was begun.</summary>
    public IReadOnlyList<CaseOperation> Operations => _operations;

    /// <summary>Whether it died.</summary>
    public bool IsDead => !_clock.IsAlive;

    /// <summary>Whether it has read a wall clock that was set.</summary>
    public bool IsStepped => _clock.IsStepped;

    /// <summary>Calls to the cloud that were counted for cancelling.</summary>
    public int Calls => _api.Calls;

    /// <summary>A process that does what its case is about, with everything that happens to it.</summary>
    public static async Task<ProcessLife> LiveAsync(CaseStage stage, ProcessDeath? death, bool isFirst)
    {
        var life = new ProcessLife(stage, death, isFirst) { Began = stage.Time.GetUtcNow() };
        var work = stage.Case.Face switch
        {
            CaseFace.Document => life.OperateAsync([.. stage.Case.Intents]),
            CaseFace.AtOnce => Task.WhenAll(stage.Case.Intents.Select(intent => life.OperateAsync([intent with { DependsOn = [] }]))),
            _ => stage.Resources.RunAsync(
                new ResourceOperations(life.Engine, FleetCase.Region, ChangePolicyInput.None),
                intent => life.Begin([intent]),
                life._api.Cancellation
            ),
        };
        // What goes wrong in the work is thrown; a dead process says nothing any more.
        await await Task.WhenAny(work, life._wire.Died);
        return life;
    }

    /// <summary>A process to which nothing happens and that has the whole document.</summary>
    public static async Task<ProcessLife> OfDocumentAsync(CaseStage stage)
    {
        var life = new ProcessLife(stage, death: null, isFirst: false) { Began = stage.Time.GetUtcNow() };
        await life.OperateAsync([.. stage.Case.Intents]);
        return life;
    }

    /// <summary>A process that only looks.</summary>
    public static ProcessLife OfNothing(CaseStage stage) => new(stage, death: null, isFirst: false) { Began = stage.Time.GetUtcNow() };

    /// <summary>It may only give up before its plan stands, that is before any write.</summary>
    public static bool GaveUp(CaseOperation operation, Exception exception) =>
        operation.Plan is null ? false : throw new InvalidOperationException("gave up after its plan stood", exception);

    public void Dispose() => _api.Dispose();

    private static EngineOptions OptionsOf(FleetCase fleetCase) =>
        new()
        {
            MaxUnavailable = fleetCase.ProcessLimit is { } most ? MaxUnavailable.Count(most) : null,
            LongestPause = fleetCase.LongestPause,
        };

    private CaseOperation Begin(IReadOnlyList<ResourceIntent> intents)
    {
        var operation = new CaseOperation(intents, _stage.Time, _diskFullAfter);
        _operations.Add(operation);
        return operation;
    }

    private async Task OperateAsync(ResourceIntent[] intents)
    {
        var operation = Begin(intents);
        try
        {
            operation.Outcome = await Engine.ApplyAsync(intents, operation, review: null, _api.Cancellation);
        }
        catch (Exception exception) when (exception is ProblemException or OperationCanceledException or IOException)
        {
            GaveUp(operation, exception);
        }
    }
}
