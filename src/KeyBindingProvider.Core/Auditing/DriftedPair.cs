using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Auditing;

/// <summary>One key on one machine that is not as declared.</summary>
/// <param name="Instance">The machine.</param>
/// <param name="Key">The key.</param>
/// <param name="Act">What somebody must have done: bound it where it should not be, unbound it where it should.</param>
public sealed record DriftedPair(InstanceId Instance, KeyId Key, KeyAct Act);
