using System.Globalization;
using KeyBindingProvider.Simulator.Cloud;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>The filters of DescribeInstances, over what readers see.</summary>
internal static class InstanceFilters
{
    public static IEnumerable<SimulatedInstance> Candidates(RegionFleet fleet, IReadOnlyList<string> ids, DateTimeOffset now)
    {
        IEnumerable<SimulatedInstance> candidates = fleet.Instances;
        if (ids.Count > 0)
        {
            // Unknown ids are no error on reads: they are just not in the answer.
            candidates = ids.Select(id => fleet.InstanceById.GetValueOrDefault(id)).OfType<SimulatedInstance>();
        }

        return candidates.Where(instance => instance.VisiblyExists(now));
    }

    public static Func<SimulatedInstance, bool> Compile(IReadOnlyList<ApiFilter> filters, DateTimeOffset now)
    {
        var conditions = filters.Select(filter => Compile(filter, now)).ToList();
        return instance => conditions.All(holds => holds(instance));
    }

    private static Func<SimulatedInstance, bool> Compile(ApiFilter filter, DateTimeOffset now)
    {
        var values = filter.Values.ToHashSet(StringComparer.Ordinal);
        if (filter.Name is "instance-id")
        {
            foreach (var id in filter.Values.Where(static id => !Ids.IsInstance(id)))
            {
                throw new ApiRefusal("InvalidInstanceId.Malformed", id);
            }
        }

        return filter.Name switch
        {
            "instance-id" => i => values.Contains(i.Id),
            "instance-name" => i => values.Contains(i.Origin.Name),
            "instance-state" => i => values.Contains(i.VisiblePower(now).State),
            "instance-charge-type" => i => values.Contains(i.Origin.ChargeType),
            "zone" => i => values.Contains(InstanceJson.ZoneOf(i)),
            "project-id" => _ => values.Contains("0"),
            "vpc-id" => _ => values.Contains(InstanceJson.VpcId),
            "subnet-id" => _ => values.Contains(InstanceJson.SubnetId),
            "security-group-id" => _ => values.Contains(InstanceJson.SecurityGroupId),
            "private-ip-address" => i => values.Contains(InstanceJson.PrivateAddressOf(i)),
            "uuid" => i => values.Contains(InstanceJson.UuidOf(i)),
            "tag-key" => i => i.VisibleTags(now).Keys.Any(values.Contains),
            "tag-value" => i => i.VisibleTags(now).Values.Any(values.Contains),
            ['t', 'a', 'g', ':', .. var tag] => i => i.VisibleTags(now).TryGetValue(tag, out var value) && values.Contains(value),
            "creation-start-time" => Created(filter, static (created, bound) => created >= bound),
            "creation-end-time" => Created(filter, static (created, bound) => created <= bound),
            // No instance of the simulator is on a dedicated host or has these addresses.
            "host-id" or "dedicated-cluster-id" or "public-ip-address" or "ipv6-address" => static _ => false,
            _ => throw new ApiRefusal("InvalidFilter", filter.Name),
        };
    }

    private static Func<SimulatedInstance, bool> Created(ApiFilter filter, Func<DateTime, DateTime, bool> compare)
    {
        if (
            !DateTime.TryParseExact(
                filter.Values[0],
                "yyyy-MM-dd HH:mm:ss",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var bound
            )
        )
        {
            throw new ApiRefusal("InvalidParameterValue.InvalidTimeFormat", filter.Values[0]);
        }

        return _ => compare(InstanceJson.Created, bound);
    }
}
