using KeyBindingProvider.Core.Fleet;

namespace KeyBindingProvider.Engine.Observing;

/// <summary>One look at one instance.</summary>
/// <param name="Instance">What was seen, or null when the service does not know it.</param>
/// <param name="BegunAt">When the read was sent: it says nothing about writes after that.</param>
internal sealed record Reading(InstanceSnapshot? Instance, DateTimeOffset BegunAt);
