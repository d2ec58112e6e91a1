using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Pulumi.Protocol;

namespace KeyBindingProvider.Pulumi.Runs;

/// <summary>
/// Messages of one operation, in order, on its resource. Sent behind the operation's back; <see cref="FlushAsync"/> waits for them so that they are there before
/// the engine is told the end.
/// </summary>
/// <param name="link">The engine; null when nobody listens.</param>
/// <param name="urn">The resource.</param>
/// <param name="time">The clock.</param>
/// <param name="hide">Takes out of a text what must not be shown.</param>
internal sealed class OperationLog(IEngineLink? link, string urn, TimeProvider time, Func<string, string> hide)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Where there is no terminal the engine prints every message as a line of its own.</summary>
    private static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private Task _sent = Task.CompletedTask;
    private string _status = "";
    private DateTimeOffset _statusAt = DateTimeOffset.MinValue;

    /// <summary>Its clock.</summary>
    public TimeProvider Time => time;

    /// <summary>Stays among the diagnostics.</summary>
    public void Info(string message) => Post(LogSeverity.Info, message, ephemeral: false);

    /// <summary>A problem that does not fail the operation.</summary>
    public void Warn(Problem problem) => Post(LogSeverity.Warning, ProblemLines.Of(problem), ephemeral: false);

    /// <summary>Where the operation stands: shown while it runs, at most once a second unless it matters.</summary>
    public void Status(string line, bool matters = false)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (line == _status || (!matters && now - _statusAt < StatusInterval))
            {
                return;
            }

            (_status, _statusAt) = (line, now);
        }

        Post(LogSeverity.Info, line, ephemeral: true);
    }

    /// <summary>Waits, briefly, until everything has been sent.</summary>
    public async Task FlushAsync()
    {
        Task sent;
        lock (_gate)
        {
            sent = _sent;
        }

        try
        {
            await sent.WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            // The engine does not take messages; the operation's own answer says what matters.
        }
    }

    private void Post(LogSeverity severity, string message, bool ephemeral)
    {
        if (link is null)
        {
            return;
        }

        var request = new LogRequest
        {
            Severity = severity,
            Message = EngineText.Of(hide(message)),
            Urn = urn,
            Ephemeral = ephemeral,
        };
        lock (_gate)
        {
            _sent = SendAfterAsync(_sent, link, request);
        }
    }

    private static async Task SendAfterAsync(Task previous, IEngineLink link, LogRequest request)
    {
        await previous;
        await link.LogAsync(request);
    }
}
