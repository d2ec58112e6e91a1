namespace KeyBindingProvider.Core;

/// <summary>Documented limits of the CVM API (rule <c>service-limits</c>). One place, so that planner and client agree.</summary>
public static class CvmLimits
{
    /// <summary>Most instance ids in one call of any action.</summary>
    public const int InstancesPerCall = 100;

    /// <summary>Most instances of a region that are read one by one: more than any account may have, and less than a memory can take.</summary>
    public const int InstancesPerScan = 100_000;

    /// <summary>Most key ids in one bind or unbind.</summary>
    public const int KeysPerCall = 100;

    /// <summary>Instances in one call that sets or removes a tag (AttachResourcesTag, DetachResourcesTag).</summary>
    public const int InstancesPerTagCall = 50;

    /// <summary>How many calls of at most <see cref="InstancesPerCall"/> ids cover <paramref name="count"/> instances.</summary>
    public static int Calls(int count) => (count + InstancesPerCall - 1) / InstancesPerCall;
}
