using System.Diagnostics;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace KeyBindingProvider.Cvm.Tests.Transport;

/// <summary>
/// Whatever answers in the service's place: the call ends, in a bounded memory, with words that say what it was, and nobody else is asked. Nothing is waited for in
/// real time: where the server never ends, the client's own limit does, on a clock that is moved.
/// </summary>
[Collection(nameof(Alone))]
public class HostileServerTests(ITestOutputHelper output)
{
    private const string TooLarge = "the answer is too large: at most 16777216 bytes are read";

    public static TheoryData<HostileMode, string> Modes =>
        new()
        {
            { HostileMode.TenGigabytesTold, TooLarge },
            { HostileMode.TenGigabytesSent, TooLarge },
            { HostileMode.EndlessChunks, TooLarge },
            { HostileMode.EndlessHeaders, "speaks no HTTP that can be read: The HTTP response headers length exceeded the set limit" },
            { HostileMode.DeepJson, "the answer is not the JSON that is documented (line 1)" },
            { HostileMode.SlowDrip, "no answer within 60 s" },
            { HostileMode.Silence, "no answer within 60 s" },
            { HostileMode.RedirectElsewhere, "HTTP status 307, a redirect to http://127.0.0.1:ELSEWHERE that is not followed" },
            { HostileMode.WrongContentType, "the answer is not the JSON that is documented (line 1, sent as text/html)" },
            { HostileMode.GzipBomb, TooLarge },
            { HostileMode.BrotliBomb, TooLarge },
            { HostileMode.BrokenGzip, "the answer is compressed and cannot be unpacked" },
            { HostileMode.BreaksOff, "the answer broke off before its end" },
            { HostileMode.NoHttp, "speaks no HTTP that can be read: Received an invalid status line" },
            { HostileMode.WrongTlsName, "cannot be reached: The remote certificate is invalid" },
        };

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Call_ToAHostileServer_EndsWithWords_InBoundedMemory_AndAsksNobodyElse(HostileMode mode, string says)
    {
        await using var elsewhere = new HostileServer(HostileMode.Silence);
        await using var server = new HostileServer(mode, elsewhere.Endpoint);
        var time = new FakeTimeProvider(VirtualTime.Origin);
        using var client = CvmClient.Create(Account.Configuration with { Endpoint = server.Endpoint }, Account.Nowhere, time);
        var api = client.ForRegion(Account.Region);

        var (began, allocated) = (Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes(precise: true));
        var call = api.Bind();
        if (mode is HostileMode.SlowDrip or HostileMode.Silence)
        {
            await server.Answering;
            time.Advance(TimeSpan.FromSeconds(60));
        }

        var exception = await Assert.ThrowsAsync<CvmException>(() => call);
        var (elapsed, grown) = (Stopwatch.GetElapsedTime(began), GC.GetTotalAllocatedBytes(precise: true) - allocated);
        output.WriteLine(
            $"{mode}: {elapsed.TotalMilliseconds:0} ms, {grown >> 20} MiB allocated, {server.Sent >> 10} KiB sent, peak of the process {Environment.WorkingSet >> 20} MiB: {exception.Message}"
        );

        Assert.Contains(
            says.Replace(
                "ELSEWHERE",
                new Uri(elsewhere.Endpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
                StringComparison.Ordinal
            ),
            exception.Message,
            StringComparison.Ordinal
        );
        Assert.True(exception.IsAmbiguous);
        Assert.Equal((1, 0), (server.Visitors, elsewhere.Visitors));
        // The answer's bound, four times over: a buffer that doubles, and the server's own pieces.
        Assert.InRange(grown >> 20, 0, 64);
        Assert.All(
            [Account.Id, Account.Key, "s3cret"],
            secret => Assert.DoesNotContain(secret, exception.ToString(), StringComparison.Ordinal)
        );
    }
}

/// <summary>What is measured here is the whole process: nothing else may run beside it.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public class Alone;
