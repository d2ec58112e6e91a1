using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Planning;

namespace KeyBindingProvider.Core.Conducting;

/// <summary>What an instance wants next, derived from evidence and derived again after every wait.</summary>
public abstract record Wish
{
    private Wish() { }

    /// <summary>Nothing before this moment, unless something happens.</summary>
    /// <param name="Until">When to ask again.</param>
    public sealed record Wait(TimeSpan Until) : Wish;

    /// <summary>A look, due at this moment.</summary>
    /// <param name="By">When.</param>
    public sealed record Look(TimeSpan By) : Wish;

    /// <summary>A write. Equal wishes of several instances become one call.</summary>
    /// <param name="Action">Which.</param>
    /// <param name="Keys">Its keys; none for a stop and a start.</param>
    /// <param name="Force"><c>ForceStop=true</c>; for a stop, whether it is HARD.</param>
    public sealed record Write(CallAction Action, KeySet Keys, bool Force) : Wish
    {
        /// <summary>Whether it may take the instance down, so that it needs a slot.</summary>
        public bool TakesDown => Action == CallAction.Stop || (Force && Action != CallAction.Start);

        /// <summary>Whether it changes keys.</summary>
        public bool ChangesKeys => Action is CallAction.Associate or CallAction.Disassociate;

        /// <summary>Whether the change itself takes the power.</summary>
        public bool IsForcedChange => Force && ChangesKeys;
    }

    /// <summary>It is over.</summary>
    public sealed record Over : Wish;

    /// <summary>A stop.</summary>
    public static Write Stop(bool hard) => hard ? s_hard : s_soft;

    /// <summary>A start.</summary>
    public static readonly Write Start = new(CallAction.Start, KeySet.Empty, Force: false);

    /// <summary>It is over.</summary>
    public static readonly Wish Done = new Over();

    private static readonly Write s_soft = new(CallAction.Stop, KeySet.Empty, Force: false);
    private static readonly Write s_hard = new(CallAction.Stop, KeySet.Empty, Force: true);
}
