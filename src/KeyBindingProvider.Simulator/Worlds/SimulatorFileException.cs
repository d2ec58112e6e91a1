namespace KeyBindingProvider.Simulator.Worlds;

/// <summary>Something is wrong in a YAML text.</summary>
public sealed class SimulatorFileException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="line">Line from 1; 0 if not known.</param>
    /// <param name="column">Column from 1; 0 if not known.</param>
    public SimulatorFileException(string problem, long line, long column)
        : base(line > 0 ? $"line {line}, column {column}: {problem}" : problem) => (Line, Column) = (line, column);

    /// <summary>Line from 1; 0 if not known.</summary>
    public long Line { get; }

    /// <summary>Column from 1; 0 if not known.</summary>
    public long Column { get; }
}
