using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Cvm.Transport;

namespace KeyBindingProvider.Cvm.Credentials;

/// <summary>
/// Temporary credentials that are fetched again before they end. One fetch at a time, whoever asks; a caller who gives up does not
/// end it for the others. A fetch that fails before the end is not fatal: the old credentials serve on, and <see cref="End"/> says
/// until when.
/// </summary>
internal sealed class RefreshingCredentials : ICredentialSource
{
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly ServiceClock _clock;
    private readonly string _account;
    private readonly Func<Task<CvmCredentials>> _fetch;
    private CvmCredentials? _current;
    private Task<CvmCredentials>? _flight;
    private DateTimeOffset _refreshAt = DateTimeOffset.MinValue;
    private bool _failed;

    public RefreshingCredentials(ServiceClock clock, string account, Func<Task<CvmCredentials>> fetch, CvmCredentials? first = null)
    {
        _clock = clock;
        _account = account;
        _fetch = fetch;
        if (first is not null)
        {
            Keep(first);
        }
    }

    public DateTimeOffset? End
    {
        get
        {
            lock (_gate)
            {
                return _failed ? _current?.End : null;
            }
        }
    }

    public ValueTask<string> AccountAsync(CancellationToken cancellationToken) => new(_account);

    public async ValueTask<CvmCredentials> GetAsync(CancellationToken cancellationToken)
    {
        Task<CvmCredentials> flight;
        lock (_gate)
        {
            if (_current is not null && _clock.Now < _refreshAt && !HasEnded(_current))
            {
                return _current;
            }

            flight = Join();
        }

        return await flight.WaitAsync(cancellationToken);
    }

    public async ValueTask<bool> ReplaceAsync(CvmCredentials refused, CancellationToken cancellationToken)
    {
        Task<CvmCredentials> flight;
        lock (_gate)
        {
            if (_current is not null && !ReferenceEquals(_current, refused))
            {
                return true;
            }

            flight = Join();
        }

        try
        {
            return !ReferenceEquals(await flight.WaitAsync(cancellationToken), refused);
        }
        catch (CvmException)
        {
            // The refusal that brought us here is the better story.
            return false;
        }
    }

    private bool HasEnded(CvmCredentials credentials) => credentials.End <= _clock.Now;

    private Task<CvmCredentials> Join()
    {
        if (_flight is null || _flight.IsCompleted)
        {
            _flight = FetchAsync();
        }

        return _flight;
    }

    private async Task<CvmCredentials> FetchAsync()
    {
        try
        {
            var fresh = await _fetch();
            lock (_gate)
            {
                Keep(fresh);
                return fresh;
            }
        }
        catch (CvmException)
        {
            lock (_gate)
            {
                if (_current is null || HasEnded(_current))
                {
                    throw;
                }

                _failed = true;
                _refreshAt = _clock.Now + PauseAfterFailure;
                return _current;
            }
        }
    }

    /// <summary>Takes them, and refreshes five minutes before the end, or in the last tenth of a shorter life.</summary>
    private void Keep(CvmCredentials fresh)
    {
        var now = _clock.Now;
        _current = fresh;
        _failed = false;
        if (fresh.End is not { } end)
        {
            _refreshAt = DateTimeOffset.MaxValue;
            return;
        }

        var margin = (end - now) / 10;
        _refreshAt = end - (margin < Early ? margin : Early);
    }
}
