using System.Collections.Immutable;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Core.Rendering;

namespace KeyBindingProvider.Core.Kinds;

/// <summary>Something that is there and could be taken over by an import (rule <c>listing</c>).</summary>
/// <param name="Id">The id that an import takes of it, when the whole region was listed, without a region.</param>
/// <param name="Name">What people call it; possibly empty.</param>
/// <param name="Keys">Its keys.</param>
/// <param name="Instances">Its instances: each has all of the keys.</param>
public sealed record ListedResource(string Id, UntrustedText Name, KeySet Keys, ImmutableSortedSet<InstanceId> Instances);
