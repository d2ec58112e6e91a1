using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Engine;
using Spectre.Console;

namespace KeyBindingProvider.Cli;

/// <summary>What the commands touch of the world outside: passed in, so that a test can be that world.</summary>
/// <remarks>Defaults that help does without are made where they are first asked for.</remarks>
internal sealed record CliHost
{
    /// <summary>Results.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Problems and progress.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>A terminal for live progress and questions, or null where there is none.</summary>
    public IAnsiConsole? Terminal { get; init; }

    /// <summary>The clock of everything.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>How wide and how long text may get.</summary>
    public TextLimits TextLimits
    {
        get => field ?? TextLimits.Default;
        init;
    }

    /// <summary>Bounds of waiting.</summary>
    public EngineOptions EngineOptions { get; init; } = new();

    /// <summary>Where credentials and region are looked for when the program says nothing.</summary>
    public EngineEnvironment Machine
    {
        get => field ?? EngineEnvironment.OfProcess;
        init;
    }

    /// <summary>What sends requests; null for the network.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>Ctrl-C and the like, in two steps.</summary>
    public ApplyCancellation Cancellation { get; init; }

    /// <summary>Whether the head of a plan says who signs: of an account that exists only for a demonstration it is nobody's business.</summary>
    public bool NamesSigner { get; init; } = true;

    /// <summary>Where runs note what they take down; null for nowhere.</summary>
    public string? JournalFolder { get; init; }

    /// <summary>Counts API calls.</summary>
    public CallCounter Calls { get; init; } = new();
}
