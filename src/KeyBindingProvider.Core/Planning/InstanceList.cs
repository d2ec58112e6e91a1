using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Planning;

/// <summary>Names instances in a message: the first five, then how many more, so that a message never floods a screen.</summary>
public static class InstanceList
{
    private const int Shown = 5;

    /// <summary>The ids, capped.</summary>
    public static string Of(IEnumerable<InstanceId> instances)
    {
        InstanceId[] ids = [.. instances];
        var shown = string.Join(", ", ids.Take(Shown));
        return ids.Length > Shown ? $"{shown} and {ids.Length - Shown} more" : shown;
    }
}
