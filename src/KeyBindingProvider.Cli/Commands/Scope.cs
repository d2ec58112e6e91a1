using KeyBindingProvider.Cli.Programs;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Engine;

namespace KeyBindingProvider.Cli.Commands;

/// <summary>Resources of one account and region, with the engine that plans and applies them.</summary>
/// <param name="Title">The region, with the account where there are several.</param>
/// <param name="Engine">The engine.</param>
/// <param name="Resources">The resources.</param>
/// <param name="Places">Where each resource stands in the program, by name.</param>
/// <param name="Target">Where its plan would be carried out, for the digest.</param>
internal sealed record Scope(
    string Title,
    KeyBindingEngine Engine,
    IReadOnlyList<DeclaredResource> Resources,
    IReadOnlyDictionary<string, string> Places,
    PlanTarget Target
)
{
    /// <summary>What the program says of the account.</summary>
    public ProviderInput Provider { get; init; } = ProviderInput.None;

    /// <summary>Where the program says which keys are pinned.</summary>
    public PropertyPlace PinnedAt => Resources.Count == 0 ? new("", "") : Resources[0].PinnedAt;

    /// <summary>The account; null where there is no program.</summary>
    public EngineFactory? Account { get; init; }

    /// <summary>What the resources ask for.</summary>
    public IReadOnlyList<ResourceIntent> Intents =>
        [.. Resources.Select(resource => resource.Input.ToIntent(Engine.Region, resource.Provider.ChangePolicy, resource.DependsOn))];

    /// <summary>The same with the instances that selectors mean now, and with what has ended. Throws <see cref="ProblemException"/> where one means fewer or more than it may.</summary>
    public async Task<Scope> ResolveAsync(CancellationToken cancellationToken)
    {
        try
        {
            var inputs = await Engine.ResolveAsync([.. Resources.Select(resource => resource.Input)], cancellationToken);
            return this with { Resources = [.. Resources.Zip(inputs, (resource, input) => resource with { Input = input })] };
        }
        catch (ProblemException exception)
        {
            throw new ProblemException([.. exception.Problems.Select(Locate)]);
        }
    }

    /// <summary>Values of its selectors that select nobody, once they are resolved; a plan says so itself.</summary>
    public IEnumerable<Problem> UnmatchedValues() =>
        Resources
            .SelectMany(resource => UnmatchedValue.Warnings(resource.Input.Name, Engine.Region, resource.Input.Unmatched))
            .Select(Locate);

    /// <summary>The same plan, its problems with the place of the resource that they are about.</summary>
    public Plan Locate(Plan plan) => plan with { Problems = [.. plan.Problems.Select(Locate)] };

    private Problem Locate(Problem problem) => problem.Location.Length > 0 ? problem : problem with { Location = PlaceOf(problem.Path) };

    private string PlaceOf(string path) =>
        Places
            .Where(place => $"{path}.".StartsWith($"resources.{place.Key}.", StringComparison.Ordinal))
            .OrderByDescending(place => place.Key.Length)
            .Select(place => place.Value)
            .FirstOrDefault("");
}
