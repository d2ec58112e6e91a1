using System.Collections.Concurrent;
using System.Collections.Immutable;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Engine;
using KeyBindingProvider.Engine.Resources;

namespace KeyBindingProvider.Terraform.Service;

/// <summary>One configuration of the provider, and the account that it connects to.</summary>
internal sealed class ProviderSession : IDisposable
{
    private readonly EngineFactory? _factory;
    private readonly ConcurrentDictionary<(string Owner, Problem Warning), bool> _warned = new();

    private ProviderSession(ProviderInput input, EngineFactory? factory) => (Input, _factory) = (input, factory);

    /// <summary>What was configured; fields that are not known yet are absent.</summary>
    public ProviderInput Input { get; }

    /// <summary>Whether part of the configuration will be known only after something else was applied: nothing can be asked until then.</summary>
    public bool IsUnknown => _factory is null;

    /// <summary>The provider's policy for checks of inputs; while it is not known, one that lets everything pass that some policy would.</summary>
    public ChangePolicyInput PolicyForChecks => IsUnknown ? MostLenient : Input.ChangePolicy;

    /// <summary>Lets everything pass that some policy would.</summary>
    public static ChangePolicyInput MostLenient { get; } = new() { AllowKeyless = true };

    /// <summary>Region of resources that name none; null when there is none, or none yet.</summary>
    public string? Region => _factory?.DefaultRegion;

    /// <summary>The region of resources that name none. Throws <see cref="ProblemException"/> when there is none.</summary>
    public string RequireRegion() =>
        Region
        ?? throw new ProblemException(
            Problem.Error(ProblemCodes.NoRegion, "Neither this nor the provider names a region.") with
            {
                Path = PropertyNames.Region.Snake,
            }
        );

    /// <summary>What the connection has to say.</summary>
    public IEnumerable<Problem> Warnings => _factory?.Warnings ?? [];

    /// <summary>Connects; no call is made yet.</summary>
    public static ProviderSession Connect(Checked<ProviderInput> check, ProviderOptions options)
    {
        if (!check.Unknowns.IsEmpty)
        {
            return new ProviderSession(check.Value, factory: null);
        }

        var factory = EngineFactory.Connect(check.Value, options.Machine, options.Time, options.Engine, handler: options.Handler);
        factory.BeginRun();
        return new ProviderSession(check.Value, factory);
    }

    /// <summary>Whether this is not said yet of an object in this walk: it is read first, planned after it.</summary>
    public bool TakeWarning(string owner, Problem warning) => _warned.TryAdd((owner, warning), true);

    /// <summary>Those that are not said yet.</summary>
    public IEnumerable<Problem> Unsaid(string owner, IEnumerable<Problem> problems) =>
        problems.Where(problem => problem.Severity == Severity.Error || TakeWarning(owner, problem));

    /// <summary>The operations of a region.</summary>
    public ResourceOperations In(string region) =>
        _factory?.Resources(region)
        ?? throw new ProblemException(Problem.Error(ProblemCodes.InternalFault, "the provider's configuration is not known yet"));

    /// <inheritdoc cref="EngineFactory.WhoDidItAsync"/>
    public async Task<WhoDidIt?> WhoDidItAsync(ImmutableArray<DriftedPair> pairs, string region, CancellationToken cancellationToken) =>
        _factory is null ? null : await _factory.WhoDidItAsync(pairs, region, WhoDidIt.UsualSpan, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _factory?.Dispose();
}
