using System.Collections.Immutable;
using KeyBindingProvider.Core.Intent.Inputs;

namespace KeyBindingProvider.Cli.Programs;

/// <summary>What a program declares, checked and with every value resolved.</summary>
/// <param name="Name">The program's name.</param>
/// <param name="Resources">Resources of our types, in the order of the program.</param>
internal sealed record BindingProgram(string Name, ImmutableArray<DeclaredResource> Resources)
{
    /// <summary>Resources by account.</summary>
    public IEnumerable<IGrouping<ProviderInput, DeclaredResource>> ByProvider => Resources.GroupBy(resource => resource.Provider);
}

/// <summary>One resource of ours.</summary>
/// <param name="Input">What it asks for.</param>
/// <param name="Provider">Configuration of its provider.</param>
/// <param name="DependsOn">Names of resources of ours that come first.</param>
/// <param name="Location">Where it stands.</param>
internal sealed record DeclaredResource(ResourceInput Input, ProviderInput Provider, ImmutableArray<string> DependsOn, string Location)
{
    /// <summary>Where the provider says which keys are pinned.</summary>
    public PropertyPlace PinnedAt { get; init; } = new("", "");
}

/// <summary>Where a property stands.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Location">File, line and column, or empty.</param>
internal sealed record PropertyPlace(string Path, string Location);
