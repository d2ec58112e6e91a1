using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Engine;

namespace KeyBindingProvider.Pulumi.Runs;

/// <summary>What Configure came to: the account, and what holds for resources that say nothing themselves.</summary>
/// <param name="Factory">Engines of the account.</param>
/// <param name="Policy">The provider's policy fields.</param>
/// <param name="Detail">How much a preview says of a resource.</param>
/// <param name="NamesWho">Whether drift names who made it.</param>
internal sealed record ProviderAccount(EngineFactory Factory, ChangePolicyInput Policy, PreviewDetail Detail, bool NamesWho)
{
    /// <summary>Region of resources that have none of their own; null when none is set anywhere.</summary>
    public string? DefaultRegion => Factory.DefaultRegion;
}
