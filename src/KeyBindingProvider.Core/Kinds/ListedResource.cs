namespace KeyBindingProvider.Core.Kinds;

/// <summary>Something that is there and could be taken over by an import.</summary>
/// <param name="Id">The id that an import takes, without a region.</param>
/// <param name="Name">What people call it; possibly empty.</param>
public sealed record ListedResource(string Id, string Name);
