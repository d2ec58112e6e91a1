using System.Collections.Immutable;

namespace KeyBindingProvider.Core.Access;

/// <summary>The audit of all regions that were asked for.</summary>
/// <param name="Program">The program that it is about; empty without one.</param>
/// <param name="ReadAt">When the last region was read, by the clock of the service, in UTC as ISO 8601 writes it.</param>
/// <param name="Regions">One for each account and region.</param>
public sealed record AuditDocument(string Program, string ReadAt, ImmutableArray<AuditReport> Regions)
{
    /// <summary>How many machines, or pairs, a finding is about.</summary>
    public int Count(AuditFinding finding) => Regions.Sum(region => region.Count(finding));
}
