namespace KeyBindingProvider.Core.Problems;

/// <summary>Where the project is published: the one place that says it.</summary>
public static class ProjectHome
{
    /// <summary>The host of its repository.</summary>
    public const string Host = "github.com";

    /// <summary>The path of it there.</summary>
    public const string Path = "/keybindingprovider/pulumi-keybinding";

    /// <summary>The repository with its releases.</summary>
    public const string Repository = $"https://{Host}{Path}";

    /// <summary>Where a problem code is explained.</summary>
    public static string HelpOf(ProblemCode code) => $"{Repository}/blob/main/docs/errors.md#{AnchorOf(code)}";

    /// <summary>The anchor of a problem code in that page.</summary>
    public static string AnchorOf(ProblemCode code) => code.Id.ToLowerInvariant();
}
