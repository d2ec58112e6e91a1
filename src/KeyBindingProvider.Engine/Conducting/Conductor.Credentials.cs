using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Engine.Conducting;

/// <content>A window that cannot be closed must not be opened: the start needs credentials too, so they are renewed first.</content>
internal sealed partial class Conductor
{
    private static readonly TimeSpan s_credentialsServe = TimeSpan.FromSeconds(30);
    private bool _isRenewing;
    private TimeSpan _renewedAt = TimeSpan.MinValue;

    private bool AreCredentialsRenewed()
    {
        if (_isRenewing)
        {
            return false;
        }

        if (_renewedAt != TimeSpan.MinValue && _facts.Now - _renewedAt < s_credentialsServe)
        {
            return true;
        }

        var renewing = RenewAsync();
        if (renewing.IsCompleted)
        {
            _renewedAt = _facts.Now;
            return true;
        }

        _isRenewing = true;
        _ = TellAsync();
        return false;

        async Task TellAsync()
        {
            await renewing;
            Post(() => (_isRenewing, _renewedAt) = (false, _facts.Now));
        }
    }

    private async Task RenewAsync()
    {
        try
        {
            await _api.RenewCredentialsAsync(_asks.Values.Select(MarginOf).DefaultIfEmpty().Max());
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // What is left of them decides.
        }
    }

    private TimeSpan MarginOf(Ask ask) =>
        TimeSpan.FromSeconds(ask.Request.Rollout.Policy.StopTimeoutSeconds) + _bounds.Change + _bounds.LateStop;

    private Problem? WhyCredentialsDoNotServe(Ask ask)
    {
        var margin = MarginOf(ask);
        return _api.CredentialsEnd is { } end && end < _time.GetUtcNow() + margin
            ? Problem.Error(
                ProblemCodes.CredentialsExpiring,
                $"The credentials end at {end:u}; a stop window may need {margin.TotalSeconds:0} s."
            )
            : null;
    }
}
