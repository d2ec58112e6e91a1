using System.Globalization;
using KeyBindingProvider.Engine;

namespace KeyBindingProvider.Terraform.Service;

/// <summary>What the provider touches of the world outside.</summary>
internal sealed record ProviderOptions
{
    /// <summary>Milliseconds between two looks at instances that are changing; documented for test benches whose machines stop in no time.</summary>
    public const string PollVariable = "KEYBINDING_POLL_MILLISECONDS";

    /// <summary>
    /// Terraform asks for up to ten objects at once, a little apart: reads wait this long for each other, so that ten resources are read in one call. The service
    /// allows ten looks at key pairs a second, which is what hundreds of resources would wait for.
    /// </summary>
    private static readonly EngineOptions s_sharingReads = new() { GatherDelay = TimeSpan.FromMilliseconds(20) };

    /// <summary>The clock of everything.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Bounds of waiting.</summary>
    public EngineOptions Engine { get; init; } = s_sharingReads;

    /// <summary>Where credentials and region are looked for when nothing is configured.</summary>
    public EngineEnvironment Machine { get; init; } = EngineEnvironment.OfProcess;

    /// <summary>What sends requests; null for the network.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>The options of a process.</summary>
    public static ProviderOptions FromEnvironment(Func<string, string?> variable) =>
        int.TryParse(variable(PollVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds is > 0 and <= 60_000
            ? new ProviderOptions { Engine = s_sharingReads with { PollInterval = TimeSpan.FromMilliseconds(milliseconds) } }
            : new ProviderOptions();
}
