using System.Globalization;
using KeyBindingProvider.Engine;

namespace KeyBindingProvider.Terraform.Rpc;

/// <summary>What the provider touches of the world outside.</summary>
internal sealed record ProviderOptions
{
    /// <summary>Milliseconds between two looks at instances that are changing; documented for test benches whose machines stop in no time.</summary>
    public const string PollVariable = "KEYBINDING_POLL_MILLISECONDS";

    /// <summary>The clock of everything.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Bounds of waiting.</summary>
    public EngineOptions Engine { get; init; } = new();

    /// <summary>What sends requests; null for the network.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>The options of a process.</summary>
    public static ProviderOptions FromEnvironment(Func<string, string?> variable) =>
        int.TryParse(variable(PollVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds is > 0 and <= 60_000
            ? new ProviderOptions { Engine = new EngineOptions { PollInterval = TimeSpan.FromMilliseconds(milliseconds) } }
            : new ProviderOptions();
}
