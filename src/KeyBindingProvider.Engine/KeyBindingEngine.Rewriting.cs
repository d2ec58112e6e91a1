using System.Collections.Immutable;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Sources;
using KeyBindingProvider.Engine.Conducting;
using KeyBindingProvider.Engine.Observing;
using KeyBindingProvider.Engine.Progress;

namespace KeyBindingProvider.Engine;

/// <content>What starts machines is given other keys, before any machine loses one: what is started meanwhile has the new ones.</content>
public sealed partial class KeyBindingEngine
{
    private async Task<ImmutableArray<SourceOutcome>> RewriteAsync(Plan plan, ProgressFeed feed, ApplyCancellation cancellation)
    {
        var outcomes = ImmutableArray.CreateBuilder<SourceOutcome>();
        foreach (var finding in plan.Rewrites)
        {
            if (cancellation.NoNewStops.IsCancellationRequested || cancellation.StartOnly.IsCancellationRequested)
            {
                outcomes.Add(
                    new SourceOutcome(finding, OutcomeKind.NotReached, finding.Source)
                    {
                        Problem = Problem.Error(ProblemCodes.Cancelled, $"{finding.Source.Id}: the run was cancelled before its turn."),
                    }
                );
                continue;
            }

            // What is begun is ended: a template with a new version that it does not use would be half a change.
            var outcome = await _rewriter.RewriteAsync(finding, CancellationToken.None);
            _sources.Forget();
            outcomes.Add(outcome);
            feed.Report(new ApplyEvent.SourceEnded(outcome));
        }

        return outcomes.ToImmutable();
    }

    /// <summary>The observation with what was read of the sources since.</summary>
    private static FleetSnapshot With(FleetSnapshot fleet, ImmutableArray<SourceOutcome> outcomes)
    {
        if (fleet.Sources is not { } sources || outcomes.IsEmpty)
        {
            return fleet;
        }

        var read = outcomes
            .Where(outcome => outcome.Kind is OutcomeKind.Changed or OutcomeKind.AlreadySo || outcome.Now is not null)
            .ToDictionary(outcome => outcome.Finding.Source.Id, outcome => outcome.Now, StringComparer.Ordinal);
        return fleet with
        {
            Sources = sources with
            {
                Found =
                [
                    .. sources
                        .Found.Select(source => read.TryGetValue(source.Id, out var now) ? now : source)
                        .OfType<KeySource>()
                        .Select(source => KeySourceReader.About(source, sources.Asked))
                        .OfType<KeySource>(),
                ],
            },
        };
    }
}
