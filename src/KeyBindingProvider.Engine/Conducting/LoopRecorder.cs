using System.Globalization;
using System.Text;
using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Fleet;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Engine.Conducting;

/// <summary>Writes down what the loop does, in one readable column with its times: what a test compares, and what a maintainer reads when a machine stayed down.</summary>
internal sealed class LoopRecorder
{
    private const int LongEnd = 40_000;
    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    /// <summary>How it began and how it ended, where it is long.</summary>
    public string Ends =>
        _text.Length <= 2 * LongEnd
            ? _text.ToString()
            : $"{_text.ToString(0, LongEnd)}\n    ...\n{_text.ToString(_text.Length - 3000, 3000)}";

    /// <summary>A line of the test's own: what a stranger did.</summary>
    public void Note(TimeSpan now, string what) => Line(now, what);

    public void Asked(TimeSpan now, Ask ask) =>
        Line(now, $"ask {ask.Number}: {Names(ask.Request.Demands.Select(demand => demand.Change.Id))}");

    public void Cancelled(TimeSpan now, Ask ask, CancelLevel level) => Line(now, $"cancel {ask.Number}: {level}");

    public void Looked(TimeSpan now, InstanceId[] ids, IReadOnlyDictionary<InstanceId, InstanceSnapshot> found)
    {
        var groups = ids.GroupBy(id =>
            found.TryGetValue(id, out var seen) ? $"{seen.State} {Keys(seen.Keys)}{Operation(seen)}" : "missing"
        );
        Line(now, "look: " + string.Join("; ", groups.Select(group => $"{Names(group)} {group.Key}")));
    }

    public void LookFailed(TimeSpan now, InstanceId[] ids, Exception exception) =>
        Line(now, $"look failed: {Names(ids)}: {exception.GetType().Name}");

    public void Faulted(TimeSpan now, Exception exception) => Line(now, $"FAULT {exception}");

    public void Sent(TimeSpan now, CallGroup call) => Line(now, $"send {Text(call)}");

    public void Answered(TimeSpan now, CallGroup call, string what) => Line(now, $"{what}: {Text(call)}");

    public void Moved(TimeSpan now, InstanceId id, RunPhase from, RunPhase to) => Line(now, $"  {Name(id)} {from} -> {to}");

    public void Ended(TimeSpan now, InstanceId id, Ask ask, Verdict verdict) =>
        Line(
            now,
            $"  {Name(id)} of ask {ask.Number}: {verdict.Kind}{(verdict.Code is { } code ? $" ({code})" : "")}{(verdict.Problem is { } problem ? $" {problem.Code.Id}" : "")}"
        );

    private static string Text(CallGroup call) =>
        call.Wish.Action
        + (
            call.Wish.Force
                ? call.Wish.Action == CallAction.Stop
                    ? " HARD"
                    : " ForceStop"
                : ""
        )
        + (call.Wish.ChangesKeys ? $" {Keys(call.Wish.Keys)}" : "")
        + $" {Names(call.Instances)}";

    private static string Operation(InstanceSnapshot seen) => seen.LatestOperation.State.Length > 0 ? $" {seen.LatestOperation.State}" : "";

    private static string Keys(KeySet keys) =>
        keys.IsEmpty
            ? "{}"
            : $"{{{string.Join(' ', keys.Select(key => key.Value.Replace("skey-", "", StringComparison.Ordinal).TrimStart('0')))}}}";

    private static string Names(IEnumerable<InstanceId> ids)
    {
        var names = ids.Select(Name).ToArray();
        return names.Length <= 6 ? string.Join(' ', names) : $"{names[0]}..{names[^1]} ({names.Length})";
    }

    private static string Name(InstanceId id) => id.Value.Replace("ins-", "", StringComparison.Ordinal).TrimStart('0');

    private void Line(TimeSpan now, string what) =>
        _text.Append(CultureInfo.InvariantCulture, $"{now.TotalSeconds, 8:0.0}  ").AppendLine(what);
}
