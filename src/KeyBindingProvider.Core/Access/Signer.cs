using KeyBindingProvider.Core.Problems;

namespace KeyBindingProvider.Core.Access;

/// <summary>What is known of who signs the calls to an account, beside something that does without the answer.</summary>
/// <param name="Source">Where the credentials come from, over each role that is assumed.</param>
/// <param name="Caller">Who it is; null where that is not known.</param>
/// <param name="Problem">Why it is not known; null where it is.</param>
public sealed record Signer(string Source, Caller? Caller, Problem? Problem);
