namespace KeyBindingProvider.Cvm.Credentials;

/// <summary>Where the search for credentials ended.</summary>
/// <param name="Name">The source as its owner knows it: a path, or the variables. Never a secret.</param>
/// <param name="Pair">What it holds; null where it asks for the role of the CVM that we run on.</param>
/// <param name="Role">A role that it wants assumed with what it holds.</param>
/// <param name="CvmRole">Which role of the CVM it asks for; null for the one that it has.</param>
internal sealed record FoundSource(string Name, CvmCredentials? Pair, RoleToAssume? Role = null, string? CvmRole = null);

/// <summary>A role, and who asked for it.</summary>
/// <param name="Role">The role.</param>
/// <param name="AskedBy">The source, for messages.</param>
internal sealed record RoleToAssume(AssumeRole Role, string AskedBy);
