using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>A problem.</summary>
internal sealed record ProblemFields
{
    [Description("See errors.md.")]
    [RegularExpression("^KB[0-9]{4}$")]
    public required string Code { get; init; }
    public required Severity Severity { get; init; }
    public required string Message { get; init; }

    [Description("file:line:column, or empty.")]
    public required string Location { get; init; }

    [Description("Property path, or empty.")]
    public required string Path { get; init; }

    [Description("What to do.")]
    public required string Remedy { get; init; }
    public required IReadOnlyList<InstanceId> InstanceIds { get; init; }

    [Description("What starts machines and is not as it was approved. Absent where the problem is about none.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SourceMoveFields>? KeySources { get; init; }

    public static ProblemFields Of(Problem problem) =>
        new()
        {
            Code = problem.Code.Id,
            Severity = problem.Severity,
            Message = problem.Message,
            Location = problem.Location,
            Path = problem.Path,
            Remedy = problem.EffectiveRemedy,
            InstanceIds = problem.Instances,
            KeySources = problem.Sources.Count > 0 ? [.. problem.Sources.Select(SourceMoveFields.Of)] : null,
        };

    public static IReadOnlyList<ProblemFields> Of(IEnumerable<Problem> problems) => [.. problems.Select(Of)];
}

/// <summary>Numbers of writes.</summary>
[Description("Counts of API writes.")]
internal sealed record CallFields(int Stop, int Bind, int Unbind, int Start, int Tag, int Total)
{
    public static CallFields Of(CallCounts calls) => new(calls.Stops, calls.Binds, calls.Unbinds, calls.Starts, calls.Tags, calls.Total);
}
