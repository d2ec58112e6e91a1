namespace KeyBindingProvider.Simulator.Options;

/// <summary>One switch: a command line flag, a YAML option and a row of the documents at once.</summary>
/// <param name="Name">Its name, in kebab case.</param>
/// <param name="Values">What it takes.</param>
/// <param name="Description">What it decides.</param>
/// <param name="Read">Its value as text.</param>
/// <param name="Apply">Options with another value; a <see cref="FormatException"/> if the text makes no sense.</param>
public sealed record OptionSwitch(
    string Name,
    string Values,
    string Description,
    Func<SimulatorOptions, string> Read,
    Func<SimulatorOptions, string, SimulatorOptions> Apply
);
