using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Cvm.Errors;

/// <summary>
/// A call that did not succeed. Carries data, never a secret; its text is fit for a user. Codes of the client's own are not in it: they mean nothing to
/// anybody, and the problem has one.
/// </summary>
public sealed class CvmException : Exception
{
    private const string WrongRegion = "UnsupportedRegion";

    /// <summary>Code of an answer, or of several pages together, that cannot be all of what was asked for.</summary>
    public const string IncompleteAnswer = "ClientError.IncompleteAnswer";

    /// <summary>Creates the exception.</summary>
    public CvmException(string action, string code, string message, ErrorClass errorClass, string requestId = "", Exception? inner = null)
        : base(TextOf(action, code, message, requestId), inner)
    {
        Action = action;
        Code = code;
        ServiceMessage = message;
        ErrorClass = errorClass;
        RequestId = requestId;
    }

    /// <summary>API action.</summary>
    public string Action { get; }

    /// <summary>API error code, or one of the client's own (<c>ClientError.*</c>).</summary>
    public string Code { get; }

    /// <summary>The service's words, in whatever language it chose.</summary>
    public string ServiceMessage { get; }

    /// <summary>Class of <see cref="Code"/> for this action.</summary>
    public ErrorClass ErrorClass { get; }

    /// <summary>RequestId of the refused call, or empty when no answer came.</summary>
    public string RequestId { get; }

    /// <summary>When the refused request was signed, for a correction of the clock.</summary>
    internal DateTimeOffset SignedAt { get; set; }

    /// <summary>The service's own time, where its answer told it.</summary>
    internal DateTimeOffset? ServiceDate { get; set; }

    /// <summary>Whether a write may have had its effect although it failed: read before doing anything else.</summary>
    public bool IsAmbiguous => ErrorClass is ErrorClass.Server or ErrorClass.Network;

    /// <summary>The problem that a user is shown.</summary>
    public Problem ToProblem()
    {
        var problem = Problem.Error(ProblemCodeOf(ErrorClass, Code), Message + ".");
        return Code == WrongRegion
            ? problem with
            {
                Path = "region",
                Remedy =
                    "Correct region where it is set: on the resource, in the provider's configuration or in TENCENTCLOUD_REGION. The console shows the id beside the "
                    + "name, such as ap-guangzhou.",
            }
            : problem;
    }

    /// <summary>Without the exception that caused it, which may quote what was sent and answered: this is what a crash prints and a log keeps.</summary>
    public override string ToString() =>
        $"{GetType()}: {Message}{(InnerException is { } inner ? $" ({inner.GetType()})" : "")}{Environment.NewLine}{StackTrace}";

    /// <summary>A clause without an end, so that it can stand inside a sentence.</summary>
    private static string TextOf(string action, string code, string message, string requestId)
    {
        var cause = code.StartsWith("ClientError.", StringComparison.Ordinal) ? "" : $"{code}: ";
        var request = requestId.Length > 0 ? $" (request {requestId})" : "";
        return $"{action}: {cause}{message.TrimEnd('.', '。', ' ')}{request}";
    }

    private static ProblemCode ProblemCodeOf(ErrorClass errorClass, string code) =>
        errorClass switch
        {
            ErrorClass.Authorization when code == "ClientError.CredentialError" => ProblemCodes.NoCredentials,
            ErrorClass.Authorization
                when code.StartsWith("AuthFailure", StringComparison.Ordinal) && code != "AuthFailure.UnauthorizedOperation" =>
                ProblemCodes.AuthenticationFailed,
            ErrorClass.Authorization => ProblemCodes.NotAuthorized,
            ErrorClass.Network when code == "ClientError.NetworkError" => ProblemCodes.EndpointUnreachable,
            ErrorClass.Network => ProblemCodes.UnusableAnswer,
            _ when code == IncompleteAnswer => ProblemCodes.IncompleteList,
            _ => ProblemCodes.ServiceError,
        };
}
