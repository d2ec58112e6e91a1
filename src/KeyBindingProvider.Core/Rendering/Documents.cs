using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using KeyBindingProvider.Core.Access;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Intent;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rehearsing;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>The plan of one region under the title that a reader knows it by.</summary>
/// <param name="Title">The region, with the provider where a program has several accounts in it.</param>
/// <param name="Plan">Its plan.</param>
public sealed record PlannedRegion(string Title, Plan Plan)
{
    /// <summary>Where it would be carried out.</summary>
    public PlanTarget Target { get; init; } = PlanTarget.Usual;

    /// <summary>What it was made on; null where nobody needs it any more.</summary>
    public FleetSnapshot? Fleet { get; init; }

    /// <summary>What its resources ask for; empty where nobody needs it.</summary>
    public ImmutableArray<ResourceIntent> Intents { get; init; } = [];

    /// <summary>Where each of them stands in the program, by name: <c>Pulumi.yaml:12:7</c>; empty where nobody needs it.</summary>
    public ImmutableDictionary<string, string> Places { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Who made its drift; null where nobody asked, or nothing has drifted. No part of the digest.</summary>
    public WhoDidIt? Who { get; init; }

    // Only where there is something to say: digests of other plans stay what they were.
    internal string DigestLine => Target == PlanTarget.Usual ? $"{Title} {Plan.Digest}\n" : $"{Title} {Target.Text} {Plan.Digest}\n";
}

/// <summary>Plans of all regions of a program: what <c>plan</c> and <c>drift</c> show.</summary>
/// <param name="Program">Name of the program.</param>
/// <param name="Regions">One plan each, in the order in which they would run.</param>
public sealed record PlanDocument(string Program, ImmutableArray<PlannedRegion> Regions)
{
    /// <summary>Who signs the calls, one for each account of the program; empty where nobody was asked. No part of the digest.</summary>
    public ImmutableArray<Signer> Signers { get; init; } = [];

    /// <summary>What came of trying it on a copy of the fleet; null where nobody asked. No part of the digest.</summary>
    public Rehearsal? Rehearsal { get; init; }

    /// <summary>All plans.</summary>
    public IEnumerable<Plan> Plans => Regions.Select(region => region.Plan);

    /// <summary>Whether any region is refused: then none is changed.</summary>
    public bool IsRefused => Plans.Any(plan => plan.IsRefused);

    /// <summary>Whether there is anything that the policies let us do.</summary>
    public bool IsActionable => Plans.Any(plan => plan.IsActionable);

    /// <summary>Instances that wait with the policy's consent.</summary>
    public int WaitingCount => Plans.SelectMany(plan => plan.Pending).Count(pending => pending.Disposition != Disposition.Refused);

    /// <summary>
    /// What a reviewer approves (rule <c>digest</c>): the plan's digest, or one over the plans and where they lead where there is more than one plan to one usual place.
    /// </summary>
    public string Digest =>
        Regions is [{ Plan: var plan, Target: var target }] && target == PlanTarget.Usual
            ? plan.Digest
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(Regions.Select(region => region.DigestLine)))));
}

/// <summary>What became of one region.</summary>
/// <param name="Title">As in <see cref="PlannedRegion"/>.</param>
/// <param name="Plan">The plan that was shown; the report carries the one that was followed.</param>
/// <param name="Report">What was done, or null when the region was not begun.</param>
public sealed record AppliedRegion(string Title, Plan Plan, ApplyReport? Report);

/// <summary>What an apply of a program did.</summary>
/// <param name="Program">Name of the program.</param>
/// <param name="Regions">One entry each, in the order in which they ran.</param>
public sealed record ApplyDocument(string Program, ImmutableArray<AppliedRegion> Regions)
{
    /// <summary>As in <see cref="PlanDocument"/>.</summary>
    public ImmutableArray<Signer> Signers { get; init; } = [];

    /// <summary>What has to be known of the apply as a whole: warnings.</summary>
    public ImmutableArray<Problem> Notes { get; init; } = [];

    /// <summary>Reports of the regions that were begun.</summary>
    public IEnumerable<ApplyReport> Reports => Regions.Select(region => region.Report).OfType<ApplyReport>();

    /// <summary>How it ended, in one word.</summary>
    public ApplyStatus Status =>
        Regions.Any(region => (region.Report?.Plan ?? region.Plan).IsRefused) ? ApplyStatus.Refused
        : Reports.Any(report => report.Cancelled) ? ApplyStatus.Cancelled
        : Reports.Any(report => report.IsPartial || report.Problems.Any(problem => problem.Severity == Severity.Error))
        || Regions.Any(region => region.Report is null && region.Plan.IsActionable)
            ? ApplyStatus.Partial
        : Regions.Any(region => region.Plan.IsActionable) ? ApplyStatus.Applied
        : ApplyStatus.NothingToDo;
}

/// <summary>How an apply ended.</summary>
public enum ApplyStatus
{
    /// <summary>Nothing was actionable.</summary>
    NothingToDo,

    /// <summary>Everything actionable is done.</summary>
    Applied,

    /// <summary>Something failed or was not reached.</summary>
    Partial,

    /// <summary>Ended early by the user.</summary>
    Cancelled,

    /// <summary>Refused before any write.</summary>
    Refused,
}
