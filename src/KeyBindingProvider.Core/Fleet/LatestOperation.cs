using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Fleet;

/// <summary>
/// The API's record of the last operation on an instance. It lags and it may belong to somebody else:
/// only <see cref="RequestId"/> ties it to a call of ours (rule <c>service-operations</c>).
/// </summary>
/// <param name="Name">Name of the API action; not to be depended on.</param>
/// <param name="State"><c>SUCCESS</c>, <c>OPERATING</c> or <c>FAILED</c>; other texts are carried as they are.</param>
/// <param name="RequestId">RequestId of the call that started it.</param>
/// <param name="Error">The service's words for a failure, or empty.</param>
public sealed record LatestOperation(string Name, string State, string RequestId, UntrustedText Error)
{
    /// <summary>No operation on record.</summary>
    public static readonly LatestOperation None = new("", "", "", "");

    /// <summary>Still going on.</summary>
    public bool IsOperating => State == "OPERATING";

    /// <summary>Ended without effect.</summary>
    public bool IsFailed => State == "FAILED";

    /// <summary>Ended well.</summary>
    public bool IsSuccess => State == "SUCCESS";
}
