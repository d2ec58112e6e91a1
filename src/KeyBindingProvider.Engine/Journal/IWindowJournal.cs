using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Engine.Journal;

/// <summary>
/// Keeps, outside of this process, which machines are about to be taken down by it and which are up again (rule <c>journal</c>). Called on the loop: it must not throw.
/// </summary>
public interface IWindowJournal
{
    /// <summary>Keeps nothing.</summary>
    static IWindowJournal None { get; } = new Nothing();

    /// <summary>A call is about to be sent. Where it takes machines down, it is kept for good before this returns.</summary>
    void Sending(string region, CallAction action, IReadOnlyCollection<InstanceId> instances, bool takesDown);

    /// <summary>A call was answered, be it with a refusal: an operation of this RequestId is ours.</summary>
    void Answered(string region, IReadOnlyCollection<InstanceId> instances, string requestId);

    /// <summary>A machine is not down because of us any more; or it could not be started, and stays noted.</summary>
    void Closed(string region, InstanceId instance, bool isUp);

    private sealed class Nothing : IWindowJournal
    {
        public void Sending(string region, CallAction action, IReadOnlyCollection<InstanceId> instances, bool takesDown) { }

        public void Answered(string region, IReadOnlyCollection<InstanceId> instances, string requestId) { }

        public void Closed(string region, InstanceId instance, bool isUp) { }
    }
}
