using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Fleet;

/// <summary>What DescribeKeyPairs said of one key pair.</summary>
/// <param name="Id">The key pair.</param>
/// <param name="Name">Its name.</param>
/// <param name="AssociatedInstanceIds">Instances that the service lists for it; lags in both directions (rule <c>service-lag</c>).</param>
public sealed record KeyPairSnapshot(KeyId Id, string Name, IReadOnlyList<InstanceId> AssociatedInstanceIds);
