using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using KeyBindingProvider.Core.Problems;
using KeyBindingProvider.Core.Rendering;
using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Runs;
using Status = Grpc.Core.Status;

namespace KeyBindingProvider.Pulumi.Service;

/// <summary>
/// Failures as the engine understands them. INTERNAL and UNKNOWN make it say that a resource may be corrupt, so they are kept for faults of this program; no
/// stack trace is sent.
/// </summary>
internal static class StatusMapping
{
    /// <summary>Any exception as a failed call.</summary>
    public static RpcException Of(Exception exception) =>
        exception switch
        {
            RpcException rpc => rpc,
            ProblemException { Problems: var problems } => Of(problems),
            OperationCanceledException => Fail(StatusCode.Cancelled, "Cancelled; nothing was changed by this call."),
            _ => Of([Problem.Fault(exception)]),
        };

    /// <summary>Problems as a failed call, warnings left out; the code is that of the first, unless another is given.</summary>
    public static RpcException Of(IEnumerable<Problem> problems, string? headline = null, StatusCode? code = null)
    {
        Problem[] errors = [.. problems.Where(problem => problem.Severity == Severity.Error)];
        var text = ProblemLines.Of(errors);
        return Fail(code ?? CodeOf(errors), headline is null ? text : $"{headline}\n{text}");
    }

    /// <summary>The resource is there, and not as it should be: the engine keeps what is sent along and tries again in its next update.</summary>
    public static RpcException InitFailed(StatusCode code, ErrorResourceInitFailed detail)
    {
        string[] reasons = [.. detail.Reasons.Select(EngineText.Of)];
        detail.Reasons.Clear();
        detail.Reasons.AddRange(reasons);
        return Fail(code, PlainText.Cut(string.Join('\n', reasons), ProblemLines.Longest, ""), detail);
    }

    /// <summary>A failed call with a detail.</summary>
    public static RpcException Fail(StatusCode code, string message, IMessage? detail = null)
    {
        if (detail is null)
        {
            return new RpcException(new Status(code, EngineText.Of(message)));
        }

        return new Google.Rpc.Status
        {
            Code = (int)code,
            Message = EngineText.Of(message),
            Details = { Pack(detail) },
        }.ToRpcException();
    }

    /// <summary>The same failure, with every text that a person reads changed.</summary>
    public static RpcException Hiding(RpcException exception, Func<string, string> hide)
    {
        if (exception.GetRpcStatus() is not { } status)
        {
            return new RpcException(new Status(exception.StatusCode, hide(exception.Status.Detail)));
        }

        var hidden = new Google.Rpc.Status { Code = status.Code, Message = hide(status.Message) };
        hidden.Details.AddRange(status.Details.Select(detail => Hiding(detail, hide)));
        return hidden.ToRpcException();
    }

    private static Any Hiding(Any detail, Func<string, string> hide)
    {
        if (detail.TypeUrl != UrlOf(nameof(ErrorResourceInitFailed)))
        {
            return detail;
        }

        var failed = ErrorResourceInitFailed.Parser.ParseFrom(detail.Value);
        string[] reasons = [.. failed.Reasons.Select(hide)];
        failed.Reasons.Clear();
        failed.Reasons.AddRange(reasons);
        return Pack(failed);
    }

    // The library's own way asks the descriptor for the name, and keeps all descriptors in the program (docs/adr/0068).
    private static Any Pack(IMessage detail) =>
        new()
        {
            TypeUrl = UrlOf(
                detail switch
                {
                    ErrorResourceInitFailed => nameof(ErrorResourceInitFailed),
                    ConfigureErrorMissingKeys => nameof(ConfigureErrorMissingKeys),
                    _ => throw new ArgumentException("no detail of the protocol", nameof(detail)),
                }
            ),
            Value = detail.ToByteString(),
        };

    private static string UrlOf(string message) => $"type.googleapis.com/pulumirpc.{message}";

    private static StatusCode CodeOf(Problem[] errors) => errors.Length == 0 ? StatusCode.Aborted : CodeOf(errors[0].Code);

    private static StatusCode CodeOf(ProblemCode code) =>
        code == ProblemCodes.NoCredentials || code == ProblemCodes.AuthenticationFailed ? StatusCode.Unauthenticated
        : code == ProblemCodes.NotAuthorized ? StatusCode.PermissionDenied
        : code == ProblemCodes.Cancelled ? StatusCode.Cancelled
        : code.Area switch
        {
            ProblemArea.Input => StatusCode.InvalidArgument,
            ProblemArea.Plan => StatusCode.FailedPrecondition,
            ProblemArea.Internal => StatusCode.Internal,
            _ => StatusCode.Aborted,
        };
}
