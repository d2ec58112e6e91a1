using System.Collections.Immutable;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Cvm.Transport;
using KeyBindingProvider.Cvm.Wire;

namespace KeyBindingProvider.Cvm;

/// <summary>
/// The calls that bound and unbound keys, and those that stopped machines, by cloudaudit DescribeEvents (2019-03-19): one question for each action, since how several names are written in one is not
/// documented. Bounded: <see cref="MostPages"/> pages of <see cref="PageSize"/> for each, <see cref="LargestPage"/> bytes a page. Of an event only
/// who, when, and which keys and instances is kept.
/// </summary>
internal sealed class AuditLog(string auditRegion, RetryingTransport transport, ICredentialSource credentials, ServiceClock clock)
{
    /// <summary>Pages of one action.</summary>
    public const int MostPages = 10;

    /// <summary>The most that the service lists.</summary>
    public const int PageSize = 50;

    /// <summary>Bytes of one page.</summary>
    public const int LargestPage = 4 << 20;

    /// <summary>The span has to be below 30 days.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1);

    private const string FallBack = "ap-guangzhou";

    /// <summary>Where the international documents have the service.</summary>
    private static readonly ImmutableArray<string> s_regions =
    [
        FallBack,
        "ap-hongkong",
        "ap-seoul",
        "ap-singapore",
        "ap-tokyo",
        "eu-frankfurt",
    ];

    private static readonly ImmutableArray<(string Name, KeyAct Act)> s_asked =
    [
        ("AssociateInstancesKeyPairs", KeyAct.Bound),
        ("DisassociateInstancesKeyPairs", KeyAct.Unbound),
    ];

    /// <summary>The region that the log is asked in.</summary>
    public static string RegionFor(string region) => s_regions.Contains(region) ? region : FallBack;

    /// <summary>Reads back over a span what bound and unbound keys.</summary>
    public async Task<KeyEventLog> ReadAsync(TimeSpan span, CancellationToken cancellationToken)
    {
        var (from, until) = Ends(span);
        var log = new KeyEventLog([], from, until);
        foreach (var (name, act) in s_asked)
        {
            var pages = await ReadAsync((from, until, name), (entries, entry, at) => entries.Read(entry, name, act, at), cancellationToken);
            log = log with
            {
                Events = [.. log.Events, .. pages.Events],
                Unreadable = log.Unreadable + pages.Unreadable,
                WholeFrom = Later(log.WholeFrom, pages.WholeFrom),
            };
        }

        return log;
    }

    /// <summary>Reads back over a span what stopped machines.</summary>
    public async Task<StopEventLog> ReadStopsAsync(TimeSpan span, CancellationToken cancellationToken)
    {
        const string name = "StopInstances";
        var (from, until) = Ends(span);
        var pages = await ReadAsync((from, until, name), (entries, entry, at) => entries.ReadStop(entry, name, at), cancellationToken);
        return new StopEventLog(pages.Events, from, pages.WholeFrom);
    }

    /// <summary>By its own time, where it was told: what was done a moment ago is later than a clock that is slow.</summary>
    private (DateTimeOffset From, DateTimeOffset Until) Ends(TimeSpan span)
    {
        var until = DateTimeOffset.FromUnixTimeSeconds((clock.Service ?? clock.Now).ToUnixTimeSeconds());
        return (until - (span < s_longest ? span : s_longest), until);
    }

    private async Task<(ImmutableArray<T> Events, int Unreadable, DateTimeOffset WholeFrom)> ReadAsync<T>(
        (DateTimeOffset From, DateTimeOffset Until, string Name) asked,
        Func<AuditedEvents, EventAnswer?, DateTimeOffset?, (T? Event, bool IsUnreadable)> read,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var events = ImmutableArray.CreateBuilder<T>();
        var unreadable = 0;
        ulong? token = null;
        DateTimeOffset? oldest = null;
        var isNewestFirst = true;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await transport.SendAsync<DescribeEventsResponse>(Call(asked, token), CallPriority.Read, cancellationToken);
            var entries = new AuditedEvents(await credentials.GetAsync(cancellationToken));
            foreach (var entry in answer.Events ?? [])
            {
                var at = AuditedEvents.TimeOf(entry);
                isNewestFirst &= at is null || oldest is null || at <= oldest;
                oldest = at ?? oldest;
                switch (read(entries, entry, at))
                {
                    case { IsUnreadable: true }:
                        unreadable++;
                        break;
                    case { Event: { } one }:
                        events.Add(one);
                        break;
                }
            }

            if (answer.ListOver == true)
            {
                return (events.ToImmutable(), unreadable, asked.From);
            }

            if (!ulong.TryParse(answer.NextToken, out var next) || next == token)
            {
                break;
            }

            token = next;
        }

        // Where the newest come first, what is missing is as old as the last one read or older: of its second some may be left out. In another order anything may be.
        var whole = isNewestFirst && oldest is { } last ? last + TimeSpan.FromSeconds(1) : asked.Until;
        return (events.ToImmutable(), unreadable, Later(asked.From, whole));
    }

    private ApiCall Call((DateTimeOffset From, DateTimeOffset Until, string Name) asked, ulong? token) =>
        new(
            "cloudaudit",
            "2019-03-19",
            "DescribeEvents",
            auditRegion,
            new DescribeEventsRequest
            {
                StartTime = asked.From.ToUnixTimeSeconds(),
                EndTime = asked.Until.ToUnixTimeSeconds(),
                MaxResults = PageSize,
                NextToken = token,
                LookupAttributes = [new LookupAttributeRequest { AttributeKey = "EventName", AttributeValue = asked.Name }],
            }.ToBytes(),
            IsRead: true
        )
        {
            LargestAnswer = LargestPage,
        };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
