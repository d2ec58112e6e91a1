using System.Collections.Immutable;
using KeyBindingProvider.Core.Intent.Inputs;

namespace KeyBindingProvider.Terraform.Planning;

/// <summary>Which inputs will be known only after something else was applied.</summary>
/// <param name="Paths">Their paths, as the check of the inputs found them.</param>
internal sealed record UnknownInputs(ImmutableArray<string> Paths)
{
    /// <summary>Some or all instances.</summary>
    public bool Instances => Any(PropertyNames.InstanceIds) || Any(PropertyNames.ExceptInstanceIds);

    /// <summary>Some or all keys.</summary>
    public bool Keys => Any(PropertyNames.KeyIds);

    /// <summary>Something of the policy, or what happens to instances that leave.</summary>
    public bool Policy => Any(PropertyNames.ChangePolicy) || Any(PropertyNames.OnDestroy);

    /// <summary>The region.</summary>
    public bool Region => Any(PropertyNames.Region);

    /// <summary>Anything that decides what the account has to change.</summary>
    public bool Any() => Instances || Keys || Policy || Region;

    private bool Any(PropertyName name) =>
        Paths.Any(path =>
        {
            var start = path.TrimStart('.');
            return start.StartsWith(name.Snake, StringComparison.Ordinal)
                && (start.Length == name.Snake.Length || start[name.Snake.Length] is '.' or '[');
        });
}
