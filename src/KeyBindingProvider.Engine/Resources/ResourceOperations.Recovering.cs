using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Recovery;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine.Resources;

/// <content>What dead runs have left stopped (rule <c>recover</c>).</content>
public sealed partial class ResourceOperations
{
    /// <inheritdoc cref="KeyBindingEngine.FindLeftDownAsync"/>
    /// <param name="named">Machines that whoever asks knows to have been left down.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<RecoverFindings> FindLeftDownAsync(ImmutableArray<InstanceId> named, CancellationToken cancellationToken) =>
        _engine.FindLeftDownAsync(new RecoverRequest { Named = named }, cancellationToken);

    /// <inheritdoc cref="KeyBindingEngine.RecoverAsync"/>
    /// <param name="named">Machines that whoever asks knows to have been left down.</param>
    /// <param name="progress">Told what happens.</param>
    /// <param name="cancellation">Either step leaves alone what is not begun.</param>
    public Task<RecoverReport> RecoverAsync(ImmutableArray<InstanceId> named, IApplyProgress progress, ApplyCancellation cancellation) =>
        _engine.RecoverAsync(new RecoverRequest { Named = named }, approved: null, progress, cancellation);
}
