namespace KeyBindingProvider.Core.Conducting;

/// <summary>What a call's refusal says of an instance (rule <c>refusals-by-class</c>).</summary>
public enum RefusalKind
{
    /// <summary>Too many requests. Nothing happened.</summary>
    Throttled,

    /// <summary>Something else goes on.</summary>
    Busy,

    /// <summary>Its state is passing.</summary>
    Passing,

    /// <summary>It is RUNNING.</summary>
    Running,

    /// <summary>It is STARTING.</summary>
    Starting,

    /// <summary>It is STOPPED.</summary>
    Stopped,

    /// <summary>It is STOPPING.</summary>
    Stopping,

    /// <summary>Another state, until somebody changes it.</summary>
    State,

    /// <summary>The service does not know it.</summary>
    Gone,

    /// <summary>A key is the cause.</summary>
    Key,

    /// <summary>A key does not exist, or is no key.</summary>
    KeyGone,

    /// <summary>A limit is the cause.</summary>
    Limit,

    /// <summary>The request is wrong.</summary>
    Request,

    /// <summary>Credentials or rights.</summary>
    Authorization,

    /// <summary>No answer: it may have been done.</summary>
    Unanswered,
}

/// <summary>A refusal.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Text">The service's words, with code and request, fit for a user, without an end.</param>
/// <param name="RequestId">Its RequestId, or empty.</param>
public sealed record Refusal(RefusalKind Kind, string Text, string RequestId);

/// <summary>What can happen to a run. Its moment is <see cref="RunFacts.Now"/>.</summary>
public abstract record RunEvent
{
    private RunEvent() { }

    /// <summary>Somebody wants something of it.</summary>
    public sealed record Asked(Demand Demand) : RunEvent;

    /// <summary>A look found it.</summary>
    public sealed record Seen(Sight Sight) : RunEvent;

    /// <summary>A look that should have found it did not.</summary>
    public sealed record Missing(TimeSpan BegunAt) : RunEvent;

    /// <summary>A look failed.</summary>
    public sealed record LookFailed(string Why) : RunEvent;

    /// <summary>Its wish goes out.</summary>
    public sealed record Sent(Wish.Write Wish) : RunEvent;

    /// <summary>The call was accepted.</summary>
    public sealed record Accepted(string RequestId) : RunEvent;

    /// <summary>The call was refused.</summary>
    /// <param name="Refusal">How.</param>
    /// <param name="BatchSize">How many instances the call named.</param>
    public sealed record Refused(Refusal Refusal, int BatchSize) : RunEvent;

    /// <summary>No answer came, or one that says nothing of what was done.</summary>
    /// <param name="Why">The words, fit for a user, without an end.</param>
    /// <param name="BatchSize">How many instances the call named, where the service answered with a fault of its own: one of them may be its cause.</param>
    public sealed record Lost(string Why, int BatchSize = 1) : RunEvent;

    /// <summary>An ask is cancelled so far.</summary>
    public sealed record Cancelled(long Ask, CancelLevel Level, Problems.Problem Why) : RunEvent;

    /// <summary>Its turn will not come: a demand that has no slot is over.</summary>
    public sealed record TurnedAway(long Ask, Problems.Problem Why) : RunEvent;

    /// <summary>Another run that may be alive has marked it: it is not ours to stop now.</summary>
    public sealed record MarkedByAnother : RunEvent
    {
        /// <summary>The one.</summary>
        public static readonly MarkedByAnother Now = new();
    }

    /// <summary>The moment of its wish has come.</summary>
    public sealed record Elapsed : RunEvent
    {
        /// <summary>The one.</summary>
        public static readonly Elapsed Now = new();
    }
}
