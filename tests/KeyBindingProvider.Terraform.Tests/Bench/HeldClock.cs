namespace KeyBindingProvider.Terraform.Tests.Bench;

/// <summary>The clock of a simulated account, which a test can stop: what takes time then takes for ever, until the test lets go.</summary>
public sealed class HeldClock : TimeProvider
{
    private readonly Lock _gate = new();
    private DateTimeOffset? _heldAt;
    private TimeSpan _lost;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _heldAt ?? System.GetUtcNow() - _lost;
        }
    }

    /// <summary>So much later at once.</summary>
    public void Pass(TimeSpan time)
    {
        lock (_gate)
        {
            _lost -= time;
        }
    }

    public void Hold()
    {
        lock (_gate)
        {
            _heldAt ??= System.GetUtcNow() - _lost;
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            if (_heldAt is { } heldAt)
            {
                _lost = System.GetUtcNow() - heldAt;
                _heldAt = null;
            }
        }
    }
}
