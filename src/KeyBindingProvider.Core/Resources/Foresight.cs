using KeyBindingProvider.Core.Intent.Inputs;

namespace KeyBindingProvider.Core.Resources;

/// <summary>Whether a look at the account says anything while some inputs will be known only at apply (rule <c>foresight</c>).</summary>
public static class Foresight
{
    /// <summary>Of a new object: what is known of its instances can be judged as soon as its keys and its policy are known.</summary>
    /// <param name="known">What is known of it.</param>
    /// <param name="unknown">What is not.</param>
    public static bool OfNew(ResourceInput known, UnknownInputs unknown) =>
        !unknown.Keys && !unknown.Policy && known.Kind.IsForeseeable(known, unknown);

    /// <summary>
    /// Of an existing object as a whole: what leaves it cannot be told while any id is open, because an instance that seems to go may be the unknown one.
    /// <see cref="PartialUpdate"/> is what can be said then.
    /// </summary>
    /// <param name="unknown">What is not known.</param>
    public static bool OfExisting(UnknownInputs unknown) => !unknown.Instances && !unknown.Keys && !unknown.Policy;
}
