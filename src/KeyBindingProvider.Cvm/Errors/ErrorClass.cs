namespace KeyBindingProvider.Cvm.Errors;

/// <summary>What a client may do about an API error code (rules <c>service-errors</c>, <c>refusals-by-class</c>).</summary>
public enum ErrorClass
{
    /// <summary>Too many requests: wait and send again; nothing happened.</summary>
    Throttled,

    /// <summary>Another operation runs on an instance of the batch: wait for it; nothing happened to it by us.</summary>
    Busy,

    /// <summary>An instance is in a passing state: poll until it settles.</summary>
    PassingState,

    /// <summary>An instance cannot take the operation until somebody changes it.</summary>
    SettledState,

    /// <summary>An instance id is the cause.</summary>
    InstanceNotFound,

    /// <summary>A key pair is the cause.</summary>
    KeyPair,

    /// <summary>A quota or a list limit is the cause.</summary>
    Limit,

    /// <summary>The request itself is wrong; sending it again is pointless.</summary>
    Request,

    /// <summary>Credentials or rights.</summary>
    Authorization,

    /// <summary>A fault of the service: the call may have had its effect.</summary>
    Server,

    /// <summary>No usable answer (timeout, reset, HTTP status other than 200): the call may have had its effect.</summary>
    Network,
}
