namespace KeyBindingProvider.Core.Planning;

/// <summary>Numbers of writes, by action.</summary>
/// <param name="Stops">StopInstances.</param>
/// <param name="Binds">AssociateInstancesKeyPairs.</param>
/// <param name="Unbinds">DisassociateInstancesKeyPairs.</param>
/// <param name="Starts">StartInstances.</param>
/// <param name="Tags">AttachResourcesTag and DetachResourcesTag, for the restart marker.</param>
public readonly record struct CallCounts(int Stops, int Binds, int Unbinds, int Starts, int Tags = 0)
{
    /// <summary>No call.</summary>
    public static readonly CallCounts Zero;

    /// <summary>All writes.</summary>
    public int Total => Stops + Binds + Unbinds + Starts + Tags;

    /// <summary>Adds up.</summary>
    public static CallCounts operator +(CallCounts a, CallCounts b) =>
        new(a.Stops + b.Stops, a.Binds + b.Binds, a.Unbinds + b.Unbinds, a.Starts + b.Starts, a.Tags + b.Tags);

    /// <summary>Adds up.</summary>
    public static CallCounts Add(CallCounts left, CallCounts right) => left + right;

    /// <summary>What marking instances before they go down costs, and unmarking them (rule <c>restart-marker</c>).</summary>
    public static CallCounts OfMarking(int instances) =>
        new(0, 0, 0, 0, 2 * ((instances + CvmLimits.InstancesPerTagCall - 1) / CvmLimits.InstancesPerTagCall));

    /// <summary>Counts planned calls.</summary>
    public static CallCounts Of(IEnumerable<PlannedCall> calls)
    {
        var counts = Zero;
        foreach (var call in calls)
        {
            counts += call.Action switch
            {
                CallAction.Stop => new CallCounts(1, 0, 0, 0),
                CallAction.Associate => new CallCounts(0, 1, 0, 0),
                CallAction.Disassociate => new CallCounts(0, 0, 1, 0),
                CallAction.Start => new CallCounts(0, 0, 0, 1),
                _ => throw CallActions.Unknown(call.Action),
            };
        }

        return counts;
    }
}
