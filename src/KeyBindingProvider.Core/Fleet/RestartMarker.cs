namespace KeyBindingProvider.Core.Fleet;

/// <summary>
/// The tag that an instance carries while it is down because of us (rule <c>restart-marker</c>). Its value is the hour of the day, in UTC, in which it was set: 24
/// values, since values stay in the account for good, and enough to tell a mark that a living run may have set from one that no run can be alive for. A run that
/// gives a machine up says so with a value of its own.
/// </summary>
public static class RestartMarker
{
    /// <summary>The key; no colon, since filters spell <c>tag:key</c>.</summary>
    public const string Key = "keybinding-restart";

    /// <summary>The value of a machine that the run which stopped it could not start, and looks after no longer.</summary>
    public const string Left = "left-down";

    private const string Prefix = "hour-";
    private const int HoursOfADay = 24;

    /// <summary>
    /// So many hours after the one that it names, beside that one, a mark may be of a run that is alive. No window lasts two hours, whatever the time-out of its stop; marks
    /// are not renewed.
    /// </summary>
    private const int FreshHours = 2;

    /// <summary>The value that is set in an hour of the day, in UTC.</summary>
    public static string ValueAt(int hour) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Prefix}{hour:00}");

    /// <summary>What a value says.</summary>
    /// <param name="value">The value; null where there is no such tag, and one that is none of ours is as old as any.</param>
    /// <param name="now">The hour of the day, in UTC.</param>
    public static RestartMark Read(string? value, int now)
    {
        if (value is null)
        {
            return RestartMark.None;
        }

        return
            value.StartsWith(Prefix, StringComparison.Ordinal)
            && int.TryParse(value.AsSpan(Prefix.Length), System.Globalization.NumberStyles.None, null, out var hour)
            && hour < HoursOfADay
            && (now - hour + HoursOfADay) % HoursOfADay <= FreshHours
            ? RestartMark.Fresh
            : RestartMark.Old;
    }
}

/// <summary>What an answer says of the restart marker of an instance.</summary>
public enum RestartMark
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>A run that may be alive has set it: it has the instance down, or is about to.</summary>
    Fresh,

    /// <summary>No run that is alive has set it.</summary>
    Old,
}
