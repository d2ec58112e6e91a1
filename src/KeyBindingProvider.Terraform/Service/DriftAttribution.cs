using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Core.Resources;
using KeyBindingProvider.Terraform.Translation;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Service;

/// <summary>Who made the drift that a read has found, where the provider's <c>drift_attribution</c> asks for it. The engine itself shows what has drifted.</summary>
internal static class DriftAttribution
{
    /// <summary>One warning about the object, or the note that the audit log cannot be read, once in a walk; nothing where nothing has drifted.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> OfAsync(
        ProviderSession session,
        ResourceState before,
        ResourceState now,
        string owner,
        CancellationToken cancellationToken
    )
    {
        if (session.Input.DriftAttribution != true)
        {
            return [];
        }

        var drift = ResourceDrift.Of(before, now, session.In(now.Region).OthersOn(now.Outputs.ForeignBindings.Keys, owner));
        // The engine shows no change for keys of others alone, and an object of the same program that is read later may have brought them.
        if (!drift.IsOfItsOwn)
        {
            return [];
        }

        if (await session.WhoDidItAsync(drift.Pairs, now.Region, cancellationToken) is not { } who)
        {
            return [];
        }

        return WhoMessage.Of(who) is { } message
            ? [Diagnostics.Warning($"{now.Declared.Name} ({owner}) has drifted", message)]
            : [.. session.Unsaid(owner: "", [who.Problem!]).Select(problem => Diagnostics.Of(problem))];
    }
}
