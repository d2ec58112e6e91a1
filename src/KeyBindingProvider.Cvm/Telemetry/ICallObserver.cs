namespace KeyBindingProvider.Cvm.Telemetry;

/// <summary>Is told of every attempt of every call: for tables, logs and metrics. Must not throw and must be quick.</summary>
public interface ICallObserver
{
    /// <summary>An attempt has ended.</summary>
    void Observe(CallAttempt attempt);
}

/// <summary>One attempt. Holds no id, key or secret.</summary>
/// <param name="Action">API action.</param>
/// <param name="Region">Region, or empty.</param>
/// <param name="Attempt">Counts from 1.</param>
/// <param name="Code"><c>OK</c>, or the error code.</param>
/// <param name="Duration">From sending to the answer.</param>
public readonly record struct CallAttempt(string Action, string Region, int Attempt, string Code, TimeSpan Duration);
