using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Engine;
using KeyBindingProvider.Simulator;
using KeyBindingProvider.Simulator.InProcess;
using KeyBindingProvider.Simulator.Options;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Cli.Rehearse;

/// <summary>The copy of one account in this process, and the engines that a command would have for it.</summary>
internal sealed class RehearsedAccount(
    ProviderInput provider,
    World world,
    SimulatorOptions options,
    EngineOptions bounds,
    TimeProvider time
) : IDisposable
{
    private readonly List<IDisposable> _open = [];

    /// <summary>The account as it is here.</summary>
    public SimulatedCloud Cloud { get; } = new(world, options, time);

    /// <summary>
    /// The engines of one run of a command. Everything that the program says of its provider holds but for where the account is and who signs: no credential of the
    /// user's is looked for.
    /// </summary>
    public EngineFactory Connect()
    {
        var wire = new SimulatorHandler(Cloud);
        var engines = EngineFactory.Connect(
            provider with
            {
                SecretId = SimulatorOptions.DefaultSecretId,
                SecretKey = SimulatorOptions.DefaultSecretKey,
                SecurityToken = null,
                Profile = null,
                SharedCredentialsDir = null,
                AssumeRole = null,
                Endpoint = null,
            },
            s_nowhere,
            time,
            bounds,
            handler: wire
        );
        _open.AddRange([engines, wire]);
        return engines;
    }

    /// <inheritdoc/>
    public void Dispose() => _open.ForEach(open => open.Dispose());

    private static readonly EngineEnvironment s_nowhere = new()
    {
        Variable = _ => null,
        HomeFolder = "",
        SystemFolder = "",
        Warn = _ => { },
    };
}
