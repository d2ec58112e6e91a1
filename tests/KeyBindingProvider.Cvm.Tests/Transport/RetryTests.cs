using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Cvm.Telemetry;
using KeyBindingProvider.TestKit;
using Moq;

namespace KeyBindingProvider.Cvm.Tests.Transport;

/// <summary>What is sent again, how often, and what never is.</summary>
public class RetryTests
{
    public static TheoryData<string, ErrorClass> Faults =>
        new()
        {
            { "reset", ErrorClass.Network },
            { "http 500", ErrorClass.Network },
            { "http 503", ErrorClass.Network },
            { "http 429", ErrorClass.Network },
            { "http 302", ErrorClass.Network },
            { "no answer", ErrorClass.Network },
            { "broken compression", ErrorClass.Network },
            { "not json", ErrorClass.Network },
            { "InternalServerError", ErrorClass.Server },
            { "InternalError", ErrorClass.Server },
            { "ServiceUnavailable", ErrorClass.Server },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Read_AfterEachFault_IsTriedFourTimesAndThenSurfaced(string fault, ErrorClass expected) =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (request, _) => Fail(fault, request));
            var exception = await Assert.ThrowsAsync<CvmException>(() => Account.Connect(time, service).Read());
            Assert.Equal(expected, exception.ErrorClass);
            Assert.True(exception.IsAmbiguous);
            Assert.Equal(4, service.Sent.Count);
        });

    [Theory]
    [MemberData(nameof(Faults))]
    public void Read_AfterThreeFaults_Succeeds(string fault, ErrorClass expected) =>
        VirtualTime.Run(async time =>
        {
            _ = expected;
            var service = new ScriptedService(
                time,
                (request, number) => number < 4 ? Fail(fault, request) : Task.FromResult(ScriptedService.Done(request))
            );
            Assert.Empty(await Account.Connect(time, service).Read());
            Assert.Equal(4, service.Sent.Count);
        });

    [Theory]
    [MemberData(nameof(Faults))]
    public void Write_AfterEachFault_IsNeverRepeated(string fault, ErrorClass expected) =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (request, _) => Fail(fault, request));
            var exception = await Assert.ThrowsAsync<CvmException>(() => Account.Connect(time, service).Bind());
            Assert.Equal(expected, exception.ErrorClass);
            Assert.True(exception.IsAmbiguous);
            Assert.Single(service.Sent);
        });

    [Theory]
    [InlineData("RequestLimitExceeded")]
    [InlineData("RequestLimitExceeded.UinLimitExceeded")]
    [InlineData("RequestLimitExceeded.IPLimitExceeded")]
    [InlineData("RequestLimitExceeded.GlobalRegionUinLimitExceeded")]
    public void Read_Throttled_IsRepeatedForTwoMinutesAndThenSurfaced(string code) =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (_, _) => ScriptedService.Refused(code));
            var exception = await Assert.ThrowsAsync<CvmException>(() => Account.Connect(time, service).Read());
            Assert.Equal((code, ErrorClass.Throttled, false), (exception.Code, exception.ErrorClass, exception.IsAmbiguous));
            Assert.InRange(service.Seconds.Last(), 120, 130.001);
            // Pauses grow, and none is longer than the bound.
            var gaps = service.Seconds.Zip(service.Seconds.Skip(1), (a, b) => b - a).ToArray();
            Assert.InRange(gaps[0], 0.25, 0.5);
            Assert.All(gaps.Skip(6), gap => Assert.InRange(gap, 5, 10));
        });

    [Fact]
    public void Read_ThrottledAndThenAdmitted_Succeeds() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(
                time,
                (request, number) => number < 6 ? ScriptedService.Refused("RequestLimitExceeded") : ScriptedService.Done(request)
            );
            Assert.Empty(await Account.Connect(time, service).Read());
            Assert.Equal(6, service.Sent.Count);
        });

    /// <summary>What a write says may be old by the next try: whoever sent it reads again and decides anew.</summary>
    [Theory]
    [InlineData("RequestLimitExceeded")]
    [InlineData("RequestLimitExceeded.UinLimitExceeded")]
    [InlineData("RequestLimitExceeded.IPLimitExceeded")]
    [InlineData("RequestLimitExceeded.GlobalRegionUinLimitExceeded")]
    public void Write_Throttled_IsSurfacedAtOnce(string code) =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (_, _) => ScriptedService.Refused(code));
            var exception = await Assert.ThrowsAsync<CvmException>(() => Account.Connect(time, service).Bind());
            Assert.Equal((code, ErrorClass.Throttled, false), (exception.Code, exception.ErrorClass, exception.IsAmbiguous));
            Assert.Equal([0], service.Seconds);
        });

    /// <summary>The wait for our own limit is no fault of the service: who queued for long has as many tries as anybody.</summary>
    [Fact]
    public void Read_ThatQueuedLongerThanTheBound_IsStillRepeatedWhenThrottled() =>
        VirtualTime.Run(async time =>
        {
            var throttled = 0;
            var service = new ScriptedService(
                time,
                (request, number) =>
                    number == 6000 && throttled++ == 0 ? ScriptedService.Refused("RequestLimitExceeded") : ScriptedService.Done(request)
            );
            var api = Account.Connect(time, service);
            await Task.WhenAll(Enumerable.Range(0, 6000).Select(_ => api.Read()));
            Assert.Equal((6001, 1), (service.Sent.Count, throttled));
            Assert.InRange(service.Seconds.Last(), 149, 151);
        });

    /// <summary>An answer without a list is no empty list: taken for one, it would make every instance vanish.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("\"TotalCount\":0")]
    [InlineData("\"TotalCount\":2,\"InstanceSet\":null")]
    public void Read_AnsweredWithoutInstanceSet_IsAFailureAndNeverAllGone(string fields) =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (_, _) => ScriptedService.Ok(fields));
            var api = Account.Connect(time, service);
            var exception = await Assert.ThrowsAsync<CvmException>(() => api.Read());
            Assert.Equal(("ClientError.IncompleteAnswer", ErrorClass.Server), (exception.Code, exception.ErrorClass));
            Assert.Equal(
                "ClientError.IncompleteAnswer",
                (
                    await Assert.ThrowsAsync<CvmException>(() =>
                        api.DescribeInstancesPageAsync(0, CallPriority.Read, CancellationToken.None)
                    )
                ).Code
            );
        });

    /// <summary>Class Server: a read with that class is tried four times.</summary>
    [Fact]
    public void Read_AnsweredWithoutInstanceSet_IsTriedAgainLikeAnyServerFault() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (request, number) => number < 4 ? ScriptedService.Ok() : ScriptedService.Done(request));
            Assert.Empty(await Account.Connect(time, service).Read());
            Assert.Equal(4, service.Sent.Count);
        });

    [Theory]
    [InlineData("", false)]
    [InlineData(",\"LoginSettings\":null", false)]
    [InlineData(",\"LoginSettings\":{}", false)]
    [InlineData(",\"LoginSettings\":{\"KeyIds\":null}", false)]
    [InlineData(",\"LoginSettings\":{\"KeyIds\":[]}", true)]
    [InlineData(",\"LoginSettings\":{\"KeyIds\":[\"skey-aaaaaaaa\"]}", true)]
    public void Keys_AreToldOnlyWhereTheAnswerHasAList(string fields, bool told) =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(
                time,
                (_, _) => ScriptedService.Ok($"\"TotalCount\":1,\"InstanceSet\":[{{\"InstanceId\":\"ins-aaaaaaaa\"{fields}}}]")
            );
            var instance = Assert.Single(await Account.Connect(time, service).Read());
            Assert.Equal(told, instance.AreKeysTold);
            Assert.Equal(fields.Contains("skey", StringComparison.Ordinal) ? 1 : 0, instance.Keys.Count);
        });

    [Fact]
    public void Read_ThrottledInBetween_StillHasItsFourTriesOverFaults() =>
        VirtualTime.Run(async time =>
        {
            string[] script = ["RequestLimitExceeded", "RequestLimitExceeded", "RequestLimitExceeded", "reset", "reset", "reset"];
            var service = new ScriptedService(
                time,
                (request, number) =>
                    number <= script.Length ? Fail(script[number - 1], request) : Task.FromResult(ScriptedService.Done(request))
            );
            await Account.Connect(time, service).Read();
            Assert.Equal(7, service.Sent.Count);
        });

    [Theory]
    [InlineData("MutexOperation.TaskRunning")]
    [InlineData("InvalidInstanceId.NotFound")]
    [InlineData("UnsupportedOperation.InstanceStateRunning")]
    [InlineData("AuthFailure.SignatureFailure")]
    [InlineData("AuthFailure.TokenFailure")]
    [InlineData("UnauthorizedOperation")]
    [InlineData("InvalidParameterValue")]
    [InlineData("NeverHeardOf")]
    public void Call_RefusedForGood_IsSentOnce(string code) =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (_, _) => ScriptedService.Refused(code));
            var api = Account.Connect(time, service);
            Assert.Equal(code, (await Assert.ThrowsAsync<CvmException>(() => api.Bind())).Code);
            Assert.Equal(code, (await Assert.ThrowsAsync<CvmException>(() => api.Read())).Code);
            Assert.Equal(2, service.Sent.Count);
        });

    [Fact]
    public void Call_WithAClockThatIsOff_IsSignedOnceMoreByTheServicesTime() =>
        VirtualTime.Run(async time =>
        {
            var truth = time.GetUtcNow() + TimeSpan.FromHours(1);
            var service = new ScriptedService(
                time,
                (request, _) =>
                    Math.Abs(Timestamp(request) - truth.ToUnixTimeSeconds()) < 300
                        ? ScriptedService.Ok()
                        : Dated(ScriptedService.Refused("AuthFailure.SignatureExpire"), truth)
            );
            var api = Account.Connect(time, service);
            Assert.Equal("req-1", await api.Bind());
            // And what comes later is right from the start.
            Assert.Equal("req-1", await api.Bind());
            Assert.Equal(3, service.Sent.Count);
        });

    [Theory]
    [InlineData(3600, 2)]
    [InlineData(10, 1)]
    [InlineData(null, 1)]
    public void Call_WhoseTimestampIsRefusedAllTheSame_IsSurfaced(int? secondsOff, int sent) =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(
                time,
                (_, _) =>
                    Dated(
                        ScriptedService.Refused("AuthFailure.SignatureExpire"),
                        secondsOff is { } off ? time.GetUtcNow().AddSeconds(off) : null
                    )
            );
            var exception = await Assert.ThrowsAsync<CvmException>(() => Account.Connect(time, service).Bind());
            Assert.Equal("AuthFailure.SignatureExpire", exception.Code);
            Assert.Equal(sent, service.Sent.Count);
        });

    [Fact]
    public void Attempt_WithoutAnAnswer_EndsAtItsTimeoutOnTheGivenClock() =>
        VirtualTime.Run(async time =>
        {
            var service = new ScriptedService(time, (request, _) => ScriptedService.Silence(request));
            var configuration = Account.Configuration with { RequestTimeout = TimeSpan.FromSeconds(7) };
            var began = time.GetTimestamp();
            var exception = await Assert.ThrowsAsync<CvmException>(() => Account.Connect(time, service, configuration).Bind());
            Assert.Equal("ClientError.NetworkError", exception.Code);
            Assert.Contains("7 s", exception.ServiceMessage, StringComparison.Ordinal);
            Assert.Equal(7, time.GetElapsedTime(began).TotalSeconds);
        });

    [Theory]
    [InlineData("no answer")]
    [InlineData("aborts with a reset")]
    [InlineData("RequestLimitExceeded")]
    public void Call_Cancelled_IsACancellationAndNothingElse(string meanwhile) =>
        VirtualTime.Run(async time =>
        {
            using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(3), time);
            var service = new ScriptedService(time, (request, _) => Fail(meanwhile, request));
            var began = time.GetTimestamp();
            var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                Account.Connect(time, service).ReadUntil(cancellation.Token)
            );
            Assert.True(exception.CancellationToken.IsCancellationRequested);
            Assert.Equal(3, time.GetElapsedTime(began).TotalSeconds);
        });

    [Fact]
    public void Observer_OfEachAttempt_LearnsItsTrueEnd() =>
        VirtualTime.Run(async time =>
        {
            var observer = new Mock<ICallObserver>();
            using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(90), time);
            var service = new ScriptedService(
                time,
                (request, number) =>
                    number switch
                    {
                        1 => Fail("RequestLimitExceeded", request),
                        2 or 4 => Task.FromResult(ScriptedService.Done(request)),
                        3 => Fail("RequestLimitExceeded", request),
                        _ => ScriptedService.Silence(request),
                    }
            );
            using var client = CvmClient.Create(
                Account.Configuration with
                {
                    RequestTimeout = TimeSpan.FromMinutes(5),
                },
                Account.Nowhere,
                time,
                service,
                observer.Object
            );
            var api = client.ForRegion(Account.Region);
            await Assert.ThrowsAsync<CvmException>(() => api.Bind());
            await api.Bind();
            await api.Read();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => api.ReadUntil(cancellation.Token));
            Assert.Equal(
                [
                    ("AssociateInstancesKeyPairs", 1, "RequestLimitExceeded"),
                    ("AssociateInstancesKeyPairs", 1, "OK"),
                    ("DescribeInstances", 1, "RequestLimitExceeded"),
                    ("DescribeInstances", 2, "OK"),
                    ("DescribeInstances", 1, "Cancelled"),
                ],
                observer
                    .Invocations.Select(call => (CallAttempt)call.Arguments[0]!)
                    .Select(attempt => (attempt.Action, attempt.Attempt, attempt.Code))
            );
        });

    /// <summary>Two processes that are throttled together must not come back together.</summary>
    [Fact]
    public void Pauses_OfClientsMadeAtDifferentMoments_Differ()
    {
        var pauses = Enumerable
            .Range(0, 5)
            .Select(moment =>
                VirtualTime.Run(async time =>
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(moment), time);
                    var service = new ScriptedService(
                        time,
                        (request, number) => number == 1 ? ScriptedService.Refused("RequestLimitExceeded") : ScriptedService.Done(request)
                    );
                    await Account.Connect(time, service).Read();
                    return service.Seconds.Last();
                })
            );
        Assert.Equal(5, pauses.Distinct().Count());
    }

    private static Task<HttpResponseMessage> Fail(string fault, SentRequest request) =>
        fault switch
        {
            "reset" => Task.FromResult(ScriptedService.Reset()),
            "no answer" => ScriptedService.Silence(request),
            "aborts with a reset" => ResetOnAbort(request),
            "not json" => Task.FromResult(ScriptedService.Json("<html>")),
            "broken compression" => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new BrokenStream()) }),
            _ when fault.StartsWith("http ", StringComparison.Ordinal) => Task.FromResult(
                ScriptedService.Status(int.Parse(fault[5..], System.Globalization.CultureInfo.InvariantCulture))
            ),
            _ => Task.FromResult(ScriptedService.Refused(fault)),
        };

    private static async Task<HttpResponseMessage> ResetOnAbort(SentRequest request)
    {
        try
        {
            return await ScriptedService.Silence(request).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return ScriptedService.Reset();
        }
    }

    private static HttpResponseMessage Dated(HttpResponseMessage response, DateTimeOffset? date)
    {
        response.Headers.Date = date;
        return response;
    }

    private static long Timestamp(SentRequest request) =>
        long.Parse(request.Headers["X-TC-Timestamp"], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>What a decompressor does with bytes that are none of its own.</summary>
    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new InvalidDataException("unsupported compression method");

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new InvalidDataException("unsupported compression method");
    }
}
