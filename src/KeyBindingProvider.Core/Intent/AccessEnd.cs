using System.Globalization;

namespace KeyBindingProvider.Core.Intent;

/// <summary>When access ends, and how long before that every plan says so (rule <c>access-ends</c>).</summary>
/// <param name="NotAfter">The last moment; from then on the pairs are not wanted.</param>
/// <param name="Written">As the user wrote it.</param>
/// <param name="Warning">How long before; null where nobody said.</param>
/// <param name="WrittenWarning">That as the user wrote it.</param>
public sealed record AccessEnd(DateTimeOffset NotAfter, string Written, TimeSpan? Warning = null, string? WrittenWarning = null)
{
    /// <summary>How long before its end a resource that does not say it warns.</summary>
    public static readonly TimeSpan DefaultWarning = TimeSpan.FromHours(24);

    /// <summary>Whether plans warn.</summary>
    /// <param name="left">How long it is away.</param>
    public bool IsNear(TimeSpan left) => left <= (Warning ?? DefaultWarning);

    /// <summary>A span for people: two hours and more in whole hours, two days and more in whole days.</summary>
    public static string Show(TimeSpan span)
    {
        var size = span.Duration();
        var (count, unit) =
            size >= TimeSpan.FromDays(2) ? ((long)size.TotalDays, "days")
            : size >= TimeSpan.FromHours(2) ? ((long)size.TotalHours, "hours")
            : size >= TimeSpan.FromMinutes(2) ? ((long)size.TotalMinutes, "minutes")
            : ((long)size.TotalSeconds, "seconds");
        return string.Create(CultureInfo.InvariantCulture, $"{count} {unit}");
    }
}
