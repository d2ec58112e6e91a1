using KeyBindingProvider.Core.Kinds;
using KeyBindingProvider.Engine.Observing;

namespace KeyBindingProvider.Engine.Resources;

/// <content>What the region has that could be imported.</content>
public sealed partial class ResourceOperations
{
    /// <summary>What an import of this kind could take over, in the order of the ids; the whole region is read.</summary>
    public async Task<IReadOnlyList<ListedResource>> ListAsync(ResourceKind kind, CancellationToken cancellationToken)
    {
        var fleet = await _engine.ObserveAsync(FleetQuery.Everything, cancellationToken);
        return [.. kind.List(fleet).OrderBy(listed => listed.Id, StringComparer.Ordinal)];
    }
}
