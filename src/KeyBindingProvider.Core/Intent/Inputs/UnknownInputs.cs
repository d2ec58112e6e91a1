using System.Collections.Immutable;

namespace KeyBindingProvider.Core.Intent.Inputs;

/// <summary>Which inputs will be known only after something else was applied.</summary>
/// <param name="Paths">Their paths, as the check of the inputs found them.</param>
/// <param name="Spelling">How the face spells names.</param>
public sealed record UnknownInputs(ImmutableArray<string> Paths, Spelling Spelling)
{
    /// <summary>Some or all instances.</summary>
    public bool Instances => Any(PropertyNames.InstanceIds) || Any(PropertyNames.Instances) || Any(PropertyNames.ExceptInstanceIds);

    /// <summary>Some or all keys.</summary>
    public bool Keys =>
        Any(PropertyNames.KeyIds)
        || Any(PropertyNames.ReplacementKeyId)
        || Any(PropertyNames.FindSources)
        || Any(PropertyNames.RewriteSources);

    /// <summary>Something of the policy, or what happens to instances that leave.</summary>
    public bool Policy => Any(PropertyNames.ChangePolicy) || Any(PropertyNames.OnDestroy);

    /// <summary>When all of it ends: until that is known it is taken for access that goes on.</summary>
    public bool End => Any(PropertyNames.NotAfter);

    /// <summary>The region.</summary>
    public bool Region => Any(PropertyNames.Region);

    /// <summary>Anything that decides what the account has to change.</summary>
    public bool Any() => Instances || Keys || Policy || Region || End;

    /// <summary>A property, or a part of it.</summary>
    public bool Any(PropertyName name)
    {
        var root = name.In(Spelling);
        return Paths.Any(path =>
        {
            var start = path.TrimStart('.');
            return start.StartsWith(root, StringComparison.Ordinal) && (start.Length == root.Length || start[root.Length] is '.' or '[');
        });
    }
}
