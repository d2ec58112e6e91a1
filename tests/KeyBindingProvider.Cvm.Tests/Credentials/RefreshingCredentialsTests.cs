using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Cvm.Transport;
using KeyBindingProvider.TestKit;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace KeyBindingProvider.Cvm.Tests.Credentials;

/// <summary>When temporary credentials are fetched, when again, and what a fetch that fails does.</summary>
public class RefreshingCredentialsTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _time = new(VirtualTime.Origin);
    private readonly Mock<Func<Task<CvmCredentials>>> _fetch = new();
    private readonly ServiceClock _clock;
    private readonly RefreshingCredentials _credentials;

    public RefreshingCredentialsTests()
    {
        _clock = new ServiceClock(_time, _ => { });
        _credentials = new RefreshingCredentials(_clock, "role", _fetch.Object);
    }

    [Fact]
    public async Task FirstCall_Fetches_AndTheNextDoesNot()
    {
        Gives(TimeSpan.FromHours(2));
        var first = await GetAsync();

        Assert.Same(first, await GetAsync());
        Assert.Null(_credentials.End);
        Assert.Equal("role", await _credentials.AccountAsync(TestContext.Current.CancellationToken));
        Fetched(1);
    }

    [Fact]
    public async Task FirstCall_Refused_IsSurfaced_AndTheNextAsksAgain()
    {
        Refuses();
        await Assert.ThrowsAsync<CvmException>(GetAsync);
        Gives(TimeSpan.FromHours(2));
        Assert.NotNull(await GetAsync());
        Fetched(2);
    }

    [Fact]
    public async Task CallersAtOnce_ShareOneFetch_AndOneThatGivesUpEndsItForNobody()
    {
        var answer = new TaskCompletionSource<CvmCredentials>();
        _fetch.Setup(fetch => fetch()).Returns(answer.Task);
        using var impatient = new CancellationTokenSource();
        var first = _credentials.GetAsync(impatient.Token).AsTask();
        var second = GetAsync();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        var given = Ending(TimeSpan.FromHours(1));
        answer.SetResult(given);

        Assert.Same(given, await second);
        Fetched(1);
    }

    [Theory]
    [InlineData(7200, 300)]
    [InlineData(3000, 300)]
    [InlineData(600, 60)]
    public async Task Renewal_ComesFiveMinutesBeforeTheEnd_OrInTheLastTenthOfAShortLife(int life, int margin)
    {
        Gives(TimeSpan.FromSeconds(life));
        var first = await GetAsync();
        _time.Advance(TimeSpan.FromSeconds(life - margin) - s_second);
        Assert.Same(first, await GetAsync());
        _time.Advance(s_second);
        Assert.NotSame(first, await GetAsync());
        Assert.Null(_credentials.End);
        Fetched(2);
    }

    [Fact]
    public async Task CredentialsWithoutAnEnd_AreNeverRenewed()
    {
        _fetch.Setup(fetch => fetch()).ReturnsAsync(() => new CvmCredentials(Text("id"), Text("key")));
        var first = await GetAsync();
        _time.Advance(TimeSpan.FromDays(400));

        Assert.Same(first, await GetAsync());
        Fetched(1);
    }

    [Fact]
    public async Task RenewalRefused_TheOldServeOn_TheEndIsSaid_AndItIsTriedAgainAfterHalfAMinute()
    {
        Gives(TimeSpan.FromHours(2));
        var first = await GetAsync();
        Refuses();
        _time.Advance(TimeSpan.FromMinutes(116));
        Assert.Same(first, await GetAsync());
        Assert.Equal(first.End, _credentials.End);

        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.Same(first, await GetAsync());
        Fetched(2);

        Gives(TimeSpan.FromHours(2));
        _time.Advance(s_second);
        Assert.NotSame(first, await GetAsync());
        Assert.Null(_credentials.End);
        Fetched(3);
    }

    [Fact]
    public async Task RenewalRefused_UntilTheEnd_IsSurfaced()
    {
        Gives(TimeSpan.FromHours(2));
        await GetAsync();
        Refuses();
        _time.Advance(TimeSpan.FromHours(2));

        Assert.Equal("no", (await Assert.ThrowsAsync<CvmException>(GetAsync)).ServiceMessage);
    }

    [Fact]
    public async Task RefusedCredentials_AreReplacedOnce_ByWhoeverComesFirst()
    {
        Gives(TimeSpan.FromHours(2));
        var refused = await GetAsync();

        Assert.True(await ReplaceAsync(refused));
        Assert.NotSame(refused, await GetAsync());
        Assert.True(await ReplaceAsync(refused));
        Fetched(2);
    }

    [Fact]
    public async Task RefusedCredentials_ThatCannotBeReplaced_AreStillRefused()
    {
        Gives(TimeSpan.FromHours(2));
        var refused = await GetAsync();
        Refuses();
        Assert.False(await ReplaceAsync(refused));
        _time.Advance(TimeSpan.FromHours(3));
        Assert.False(await ReplaceAsync(refused));
    }

    /// <summary>Our clock is an hour slow: without the service's own time the credentials would end an hour before we renew them.</summary>
    [Fact]
    public async Task ClockSkew_RenewalIsCountedOnTheTimeOfTheService()
    {
        var skew = TimeSpan.FromHours(1);
        Assert.True(_clock.TryCorrect(_time.GetUtcNow() + skew, signedAt: _time.GetUtcNow()));
        Gives(skew + TimeSpan.FromHours(2));
        var first = await GetAsync();
        _time.Advance(TimeSpan.FromMinutes(115) - s_second);
        Assert.Same(first, await GetAsync());
        _time.Advance(s_second);
        Assert.NotSame(first, await GetAsync());
    }

    [Fact]
    public async Task ClockSkew_LearnedAfterTheFetch_BringsTheRenewalForward()
    {
        Gives(TimeSpan.FromHours(2));
        var first = await GetAsync();
        Assert.True(_clock.TryCorrect(_time.GetUtcNow() + TimeSpan.FromMinutes(116), signedAt: _time.GetUtcNow()));
        Gives(TimeSpan.FromHours(4));
        Assert.NotSame(first, await GetAsync());
        Fetched(2);
    }

    private void Gives(TimeSpan life) => _fetch.Setup(fetch => fetch()).ReturnsAsync(() => Ending(life));

    private void Refuses() => _fetch.Setup(fetch => fetch()).ThrowsAsync(CredentialFailure.Of("no"));

    private void Fetched(int times) => _fetch.Verify(fetch => fetch(), Times.Exactly(times));

    private Task<CvmCredentials> GetAsync() => _credentials.GetAsync(TestContext.Current.CancellationToken).AsTask();

    private Task<bool> ReplaceAsync(CvmCredentials refused) =>
        _credentials.ReplaceAsync(refused, TestContext.Current.CancellationToken).AsTask();

    private CvmCredentials Ending(TimeSpan life) => new(Text("id"), Text("key"), Text("token"), _time.GetUtcNow() + life);

    private static SecretText Text(string text) => SecretText.Of(text)!;
}
