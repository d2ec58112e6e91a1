using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Problems;

/// <summary>One thing that a user must know, as a value: equal problems are equal, lists of them can be compared in a test.</summary>
/// <param name="Code">The stable code; its meaning and way out are in <c>docs/errors.md</c>.</param>
/// <param name="Severity">Error or warning.</param>
/// <param name="Message">What is wrong, in one sentence, with the value that is.</param>
public sealed record Problem(ProblemCode Code, Severity Severity, string Message)
{
    /// <summary>Where: a property path (<c>resources.web.properties.instanceIds[3]</c>), or empty.</summary>
    public string Path { get; init; } = "";

    /// <summary>File, line and column of the input, or empty: <c>Pulumi.yaml:12:7</c>.</summary>
    public string Location { get; init; } = "";

    /// <summary>Instances that it is about, sorted; empty when it is about none.</summary>
    public IReadOnlyList<InstanceId> Instances { get; init; } = [];

    /// <summary>What starts machines and is not as it was approved; empty when it is about none.</summary>
    public IReadOnlyList<SourceMove> Sources { get; init; } = [];

    /// <summary>What to do about it here; where empty, the code's general remedy serves.</summary>
    public string Remedy { get; init; } = "";

    /// <summary>An error.</summary>
    public static Problem Error(ProblemCode code, string message) => new(code, Severity.Error, message);

    /// <summary>A warning.</summary>
    public static Problem Warning(ProblemCode code, string message) => new(code, Severity.Warning, message);

    /// <summary>A fault of this program, in the words of the exception: they may quote an address.</summary>
    public static Problem Fault(Exception exception) =>
        Error(ProblemCodes.InternalFault, ShownUrl.In($"{exception.GetType().Name}: {exception.Message}"));

    /// <summary>The remedy that a user should read.</summary>
    public string EffectiveRemedy => Remedy.Length > 0 ? Remedy : Code.Remedy;

    /// <inheritdoc/>
    public bool Equals(Problem? other) =>
        other is not null
        && (Code, Severity, Message, Path, Location, Remedy)
            == (other.Code, other.Severity, other.Message, other.Path, other.Location, other.Remedy)
        && Instances.SequenceEqual(other.Instances)
        && Sources.SequenceEqual(other.Sources);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Code, Severity, Message, Path, Location);
}
