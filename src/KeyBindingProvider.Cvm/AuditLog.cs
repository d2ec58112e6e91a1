using System.Collections.Immutable;
using System.Text.Json;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Cvm.Transport;
using KeyBindingProvider.Cvm.Wire;

namespace KeyBindingProvider.Cvm;

/// <summary>
/// The calls that bound and unbound keys, by cloudaudit DescribeEvents (2019-03-19): one question for each of the two, since how several names are written in one is not
/// documented. Bounded: <see cref="MostPages"/> pages of <see cref="PageSize"/> for each, 20 calls in all, <see cref="LargestPage"/> bytes a page. Of an event only
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

    /// <summary>Reads back over a span.</summary>
    public async Task<KeyEventLog> ReadAsync(TimeSpan span, CancellationToken cancellationToken)
    {
        // Its own time, where it was told: what was done a moment ago is later than a clock that is slow.
        var until = DateTimeOffset.FromUnixTimeSeconds((clock.Service ?? clock.Now).ToUnixTimeSeconds());
        var log = new KeyEventLog([], until - (span < s_longest ? span : s_longest), until);
        foreach (var (name, act) in s_asked)
        {
            log = await ReadAsync(log, name, act, cancellationToken);
        }

        return log;
    }

    private async Task<KeyEventLog> ReadAsync(KeyEventLog log, string name, KeyAct act, CancellationToken cancellationToken)
    {
        var events = log.Events.ToBuilder();
        var unreadable = log.Unreadable;
        ulong? token = null;
        DateTimeOffset? oldest = null;
        var isNewestFirst = true;
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await transport.SendAsync(
                Call(log, name, token),
                CallPriority.Read,
                CvmJson.Default.EnvelopeDescribeEventsResponse,
                cancellationToken
            );
            var reading = new AuditedEvents(act, await credentials.GetAsync(cancellationToken));
            foreach (var entry in answer.Events ?? [])
            {
                var at = AuditedEvents.TimeOf(entry);
                isNewestFirst &= at is null || oldest is null || at <= oldest;
                oldest = at ?? oldest;
                switch (reading.Read(entry, name, at))
                {
                    case { IsUnreadable: true }:
                        unreadable++;
                        break;
                    case { Event: { } read }:
                        events.Add(read);
                        break;
                }
            }

            if (answer.ListOver == true)
            {
                return log with { Events = events.ToImmutable(), Unreadable = unreadable };
            }

            if (!ulong.TryParse(answer.NextToken, out var next) || next == token)
            {
                break;
            }

            token = next;
        }

        // Where the newest come first, what is missing is as old as the last one read or older: of its second some may be left out. In another order anything may be.
        var whole = isNewestFirst && oldest is { } last ? last + TimeSpan.FromSeconds(1) : log.Until;
        return log with { Events = events.ToImmutable(), Unreadable = unreadable, WholeFrom = Later(log.WholeFrom, whole) };
    }

    private ApiCall Call(KeyEventLog log, string name, ulong? token) =>
        new(
            "cloudaudit",
            "2019-03-19",
            "DescribeEvents",
            auditRegion,
            JsonSerializer.SerializeToUtf8Bytes(
                new DescribeEventsRequest
                {
                    StartTime = log.From.ToUnixTimeSeconds(),
                    EndTime = log.Until.ToUnixTimeSeconds(),
                    MaxResults = PageSize,
                    NextToken = token,
                    LookupAttributes = [new LookupAttributeRequest { AttributeKey = "EventName", AttributeValue = name }],
                },
                CvmJson.Default.DescribeEventsRequest
            ),
            IsRead: true
        )
        {
            LargestAnswer = LargestPage,
        };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
