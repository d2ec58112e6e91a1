using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Rendering;

/// <summary>Who made the drift of one resource, in the words of <c>keybinding drift --who</c>, as lines of a message.</summary>
public static class WhoMessage
{
    /// <summary>A title and a line for each act and key; null where the log could not be read.</summary>
    public static string? Of(WhoDidIt who)
    {
        if (who.Log is not { } log)
        {
            return null;
        }

        var acts =
            from act in who.Acts
            from key in WhoText.ByKey(act.Pairs)
            select $"  {key.Key} {WhoText.Verb(act.Event.Act)} by {WhoText.Doer(act.Event)} at {WhoText.Circumstances(act.Event)}: {InstanceList.Of(key.Instances)}";
        var unexplained =
            from pairs in who.Unexplained.GroupBy(pair => pair.Act)
            from key in WhoText.ByKey(pairs)
            select $"  {key.Key}: {WhoText.Nobody(pairs.Key, log)}: {InstanceList.Of(key.Instances)}";
        return string.Join(
            '\n',
            [WhoText.Title(log), .. acts, .. unexplained, .. WhoText.Cautions(log, wayOut: "").Select(caution => $"  {caution}")]
        );
    }
}
