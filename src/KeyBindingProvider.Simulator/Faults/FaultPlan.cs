namespace KeyBindingProvider.Simulator.Faults;

/// <summary>A rule and how often it met and struck a call.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Met">Matching calls so far.</param>
/// <param name="Struck">Calls that it struck.</param>
public sealed record FaultStatus(FaultRule Rule, int Met, int Struck);

/// <summary>
/// The scripted faults of a simulation. Calls are counted as they arrive, before signature and limits are looked at:
/// refused and throttled ones count.
/// </summary>
public sealed class FaultPlan
{
    private readonly Lock _gate = new();
    private readonly List<ArmedRule> _rules = [];

    /// <summary>The rules and what became of them.</summary>
    public IReadOnlyList<FaultStatus> Rules
    {
        get
        {
            lock (_gate)
            {
                return [.. _rules.Select(static r => new FaultStatus(r.Rule, r.Met, r.Struck))];
            }
        }
    }

    /// <summary>Adds a rule; its count of calls begins now.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>This plan.</returns>
    /// <exception cref="ArgumentException">The rule makes no sense.</exception>
    public FaultPlan Add(FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        if (rule.Nth < 1 || rule.Times < 1)
        {
            throw new ArgumentException("a fault rule counts from 1");
        }

        if (rule.Effect is FaultEffect.AnswerHttp { Status: < 300 or > 599 })
        {
            throw new ArgumentException("the HTTP status of a fault must be 300 to 599");
        }

        lock (_gate)
        {
            _rules.Add(new ArmedRule(rule));
        }

        return this;
    }

    /// <summary>Removes all rules. What they did stays done.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _rules.Clear();
        }
    }

    internal IReadOnlyList<FaultEffect> Strike(string action, IEnumerable<string> instanceIds)
    {
        lock (_gate)
        {
            if (_rules.Count == 0)
            {
                return [];
            }

            var ids = instanceIds.ToHashSet(StringComparer.Ordinal);
            return [.. _rules.Where(r => r.Strikes(action, ids)).Select(static r => r.Rule.Effect)];
        }
    }

    private sealed class ArmedRule(FaultRule rule)
    {
        public FaultRule Rule { get; } = rule;

        public int Met { get; private set; }

        public int Struck { get; private set; }

        public bool Strikes(string action, HashSet<string> instanceIds)
        {
            if (
                (Rule.Action is not null && Rule.Action != action)
                || (Rule.InstanceId is not null && !instanceIds.Contains(Rule.InstanceId))
            )
            {
                return false;
            }

            Met++;
            if (Met < Rule.Nth || Struck >= Rule.Times)
            {
                return false;
            }

            Struck++;
            return true;
        }
    }
}
