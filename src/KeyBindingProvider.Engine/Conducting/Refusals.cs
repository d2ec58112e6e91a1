using KeyBindingProvider.Core.Conducting;
using KeyBindingProvider.Core.Planning;
using KeyBindingProvider.Cvm.Errors;

namespace KeyBindingProvider.Engine.Conducting;

/// <summary>What a failed call says of the instances that it named.</summary>
internal static class Refusals
{
    /// <summary>Null where it says nothing: the answer is lost.</summary>
    public static Refusal? Of(CvmException exception) =>
        exception.IsAmbiguous ? null : new Refusal(KindOf(exception), exception.Message, exception.RequestId);

    /// <summary>The states that a rule tells apart are told by their codes; everything else by its class.</summary>
    private static RefusalKind KindOf(CvmException exception) =>
        exception.Code switch
        {
            "UnsupportedOperation.InstanceStateRunning" => RefusalKind.Running,
            "UnsupportedOperation.InstanceStateStarting" => RefusalKind.Starting,
            "UnsupportedOperation.InstanceStateStopped" => RefusalKind.Stopped,
            "UnsupportedOperation.InstanceStateStopping" => RefusalKind.Stopping,
            _ => exception.ErrorClass switch
            {
                ErrorClass.Throttled => RefusalKind.Throttled,
                ErrorClass.Busy => RefusalKind.Busy,
                ErrorClass.PassingState => RefusalKind.Passing,
                ErrorClass.SettledState => RefusalKind.State,
                ErrorClass.InstanceNotFound => RefusalKind.Gone,
                ErrorClass.KeyPair when IsAboutExistence(exception.Code) => RefusalKind.KeyGone,
                ErrorClass.KeyPair => RefusalKind.Key,
                ErrorClass.Limit => RefusalKind.Limit,
                ErrorClass.Authorization => RefusalKind.Authorization,
                _ => RefusalKind.Request,
            },
        };

    private static bool IsAboutExistence(string code) =>
        code.EndsWith(".NotFound", StringComparison.Ordinal) || code.EndsWith("Malformed", StringComparison.Ordinal);

    /// <summary>Whether whoever asked for this has nothing more to hope for: rights, or a request that is wrong.</summary>
    public static bool EndsTheAsk(CvmException exception, CallAction action) =>
        action != CallAction.Start && exception.ErrorClass is ErrorClass.Authorization;
}
