using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Terraform.Cty;
using KeyBindingProvider.Terraform.Schemas;
using KeyBindingProvider.Terraform.Service;
using KeyBindingProvider.Terraform.Translation;

namespace KeyBindingProvider.Terraform.Previewing;

/// <summary>What the engine asks to be planned.</summary>
internal sealed record PreviewCall
{
    /// <summary>The resource type.</summary>
    public required ResourceSchema Schema { get; init; }

    /// <summary>The account.</summary>
    public required ProviderSession Session { get; init; }

    /// <summary>What the user wrote.</summary>
    public required CtyValue.Map Config { get; init; }

    /// <summary>The same with computed attributes carried over from the object before.</summary>
    public required CtyValue.Map Proposed { get; init; }

    /// <summary>The object before, or null for a create.</summary>
    public CtyValue.Map? Prior { get; init; }

    /// <summary>What was stored with it, or, in the second half of planning a replacement, what the first half answered.</summary>
    public required PrivateState PriorPrivate { get; init; }

    /// <summary>Checks the configuration with the provider's policy, as far as that is known.</summary>
    public Checked<ResourceInput> Check() => StateObject.Check(Config, Schema, Session.PolicyForChecks);
}
