using KeyBindingProvider.Core.Outcomes;
using KeyBindingProvider.Engine.Tests.Scenarios;
using KeyBindingProvider.TestKit;

namespace KeyBindingProvider.Engine.Tests.Adversary;

/// <summary>What these tests share: the wait until all effects have shown, and what was reported as text.</summary>
internal static class Stories
{
    public static Task SettleAsync(this VirtualTime time) => Task.Delay(TimeSpan.FromMinutes(20), time);

    public static Task SettleAsync(this FleetScenario scenario) => scenario.Time.SettleAsync();

    public static string Story(this ApplyReport report) =>
        string.Join(
            '\n',
            report
                .Outcomes.Select(outcome =>
                    $"{outcome.Instance} {outcome.Kind} {outcome.Pending} {outcome.Keys} {outcome.Problem?.Code} {outcome.Problem?.Message}"
                )
                .Concat(report.Problems.Select(problem => $"PROBLEM {problem.Code} {problem.Message}"))
        );
}
