using System.Text.Json.Serialization;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Rendering.Wire;

/// <summary>The part of SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format") that is written here. Section numbers are those of the standard.</summary>
internal sealed record SarifLog
{
    [JsonPropertyName("$schema")]
    public string Schema { get; } = "https://json.schemastore.org/sarif-2.1.0.json";
    public string Version { get; } = "2.1.0";
    public required IReadOnlyList<SarifRun> Runs { get; init; }
}

/// <summary>What one call of the program found (3.14).</summary>
internal sealed record SarifRun
{
    public required SarifTool Tool { get; init; }
    public required SarifAutomation AutomationDetails { get; init; }
    public required IReadOnlyList<SarifInvocation> Invocations { get; init; }
    public string ColumnKind { get; } = "utf16CodeUnits";
    public required IReadOnlyList<SarifResult> Results { get; init; }
    public required SarifRunProperties Properties { get; init; }
}

/// <summary>The program (3.18).</summary>
internal sealed record SarifTool(SarifDriver Driver);

/// <summary>The program and its rules (3.19).</summary>
internal sealed record SarifDriver
{
    public string Name { get; } = "keybinding";
    public required string InformationUri { get; init; }
    public required IReadOnlyList<SarifRule> Rules { get; init; }
}

/// <summary>A problem code (3.49).</summary>
internal sealed record SarifRule
{
    public required string Id { get; init; }
    public required SarifText ShortDescription { get; init; }
    public required SarifText FullDescription { get; init; }
    public required SarifHelp Help { get; init; }
    public required string HelpUri { get; init; }
    public required SarifConfiguration DefaultConfiguration { get; init; }
    public required SarifTags Properties { get; init; }
}

/// <summary>A text (3.12).</summary>
internal sealed record SarifText(string Text);

/// <summary>A text for machines that show Markdown and for those that do not (3.12).</summary>
internal sealed record SarifHelp(string Text, string Markdown);

/// <summary>How grave a rule is where a result does not say (3.50).</summary>
internal sealed record SarifConfiguration(string Level);

/// <summary>Words to filter rules by (3.8.2).</summary>
internal sealed record SarifTags(IReadOnlyList<string> Tags);

/// <summary>What tells one kind of run from another (3.17): a forge replaces the results of the last run of its kind.</summary>
internal sealed record SarifAutomation(string Id);

/// <summary>How the call went (3.20).</summary>
internal sealed record SarifInvocation(bool ExecutionSuccessful);

/// <summary>One problem (3.27).</summary>
internal sealed record SarifResult
{
    public required string RuleId { get; init; }
    public required int RuleIndex { get; init; }
    public required string Level { get; init; }
    public required SarifText Message { get; init; }
    public required IReadOnlyList<SarifLocation> Locations { get; init; }

    /// <summary>Other resources that it is about.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SarifLocation>? RelatedLocations { get; init; }
    public required IReadOnlyDictionary<string, string> PartialFingerprints { get; init; }
    public required SarifResultProperties Properties { get; init; }
}

/// <summary>Where (3.28).</summary>
internal sealed record SarifLocation
{
    public required SarifPhysicalLocation PhysicalLocation { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SarifLogicalLocation>? LogicalLocations { get; init; }
}

/// <summary>A place in a file (3.29).</summary>
internal sealed record SarifPhysicalLocation(SarifArtifact ArtifactLocation, SarifRegion Region);

/// <summary>A file (3.4).</summary>
internal sealed record SarifArtifact
{
    public required string Uri { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UriBaseId { get; init; }
}

/// <summary>Line and column, both from 1 (3.30).</summary>
internal sealed record SarifRegion(int StartLine, int StartColumn);

/// <summary>A property path (3.33).</summary>
internal sealed record SarifLogicalLocation(string FullyQualifiedName);

/// <summary>What else a program may want of a result (3.8).</summary>
internal sealed record SarifResultProperties(string Region, string Remedy, IReadOnlyList<InstanceId> InstanceIds);

/// <summary>What else a program may want of a run (3.8).</summary>
internal sealed record SarifRunProperties
{
    public required string Program { get; init; }

    /// <summary>The verdict, in the words of the other formats.</summary>
    public required string Verdict { get; init; }

    /// <summary>The digest of the plan; absent where it is refused.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Digest { get; init; }
}
