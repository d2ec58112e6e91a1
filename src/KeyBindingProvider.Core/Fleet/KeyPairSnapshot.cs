using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Fleet;

/// <summary>What DescribeKeyPairs said of one key pair.</summary>
/// <param name="Id">The key pair.</param>
/// <param name="Name">Its name.</param>
/// <param name="AssociatedInstanceIds">Instances that the service lists for it; lags in both directions (rule <c>service-lag</c>).</param>
public sealed record KeyPairSnapshot(KeyId Id, UntrustedText Name, IReadOnlyList<InstanceId> AssociatedInstanceIds);
