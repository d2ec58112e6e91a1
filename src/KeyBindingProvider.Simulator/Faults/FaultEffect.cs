namespace KeyBindingProvider.Simulator.Faults;

/// <summary>What a fault does: a closed set.</summary>
public abstract record FaultEffect
{
    private FaultEffect() { }

    /// <summary>The call is answered with an error and has no effect.</summary>
    /// <param name="Code">The error code.</param>
    /// <param name="Message">The message; null for the usual one.</param>
    public sealed record RefuseWith(string Code, string? Message = null) : FaultEffect;

    /// <summary>The call is answered with an HTTP status other than 200.</summary>
    /// <param name="Status">The status.</param>
    /// <param name="WithEffect">Whether the call is carried out all the same.</param>
    public sealed record AnswerHttp(int Status, bool WithEffect = false) : FaultEffect;

    /// <summary>The connection is reset and the call has no effect.</summary>
    public sealed record ResetBeforeEffect : FaultEffect;

    /// <summary>The call is carried out and the connection is reset.</summary>
    public sealed record ResetAfterEffect : FaultEffect;

    /// <summary>The connection is reset now and the call is carried out later.</summary>
    /// <param name="Delay">How much later.</param>
    public sealed record LandAfterReset(TimeSpan Delay) : FaultEffect;

    /// <summary>The call is carried out and answered late.</summary>
    /// <param name="Delay">How late.</param>
    public sealed record DelayAnswer(TimeSpan Delay) : FaultEffect;

    /// <summary>From this call on, the instances never start again.</summary>
    /// <param name="InstanceId">The instance; null for those that the call names.</param>
    /// <param name="Code">The code that refuses each start.</param>
    public sealed record RefuseStarts(string? InstanceId = null, string Code = "UnsupportedOperation.InstanceStateCorrupted") : FaultEffect;

    /// <summary>The call is accepted and its operations end FAILED.</summary>
    /// <param name="Message">LatestOperationErrorMsg.</param>
    public sealed record FailOperation(string Message = "the operation failed inside the service") : FaultEffect;

    /// <summary>The list that the call asks for is not what it says.</summary>
    /// <param name="Fault">In which way.</param>
    public sealed record MisreportList(ListFault Fault) : FaultEffect;

    /// <summary>The credential of the call stops working before the call is looked at.</summary>
    public sealed record ExpireCredential : FaultEffect;

    /// <summary>Somebody at the console acts before the call is looked at.</summary>
    /// <param name="Act">What they do.</param>
    /// <param name="InstanceId">To which instance; null for the first that the call names.</param>
    /// <param name="KeyIds">With which keys, for bind and unbind.</param>
    public sealed record ActByHand(HandAct Act, string? InstanceId = null, params IReadOnlyList<string> KeyIds) : FaultEffect;
}
