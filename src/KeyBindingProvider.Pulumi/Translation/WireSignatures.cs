namespace KeyBindingProvider.Pulumi.Translation;

/// <summary>The marks by which values that JSON has no form for travel in a <c>google.protobuf.Struct</c>.</summary>
internal static class WireSignatures
{
    /// <summary>Property of an object that says what kind of value it really is.</summary>
    public const string Key = "4dabf18193072939515e22adb298388d";

    public const string Secret = "1b47061264138c4ac30d75fd1eb44270";
    public const string Output = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
    public const string Reference = "5cf8f73096256a8f31e491e813e4eb8e";

    /// <summary>Unknown, as every SDK sends it; the one that we write.</summary>
    public const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    /// <summary>All texts that mean unknown: the general one, then of a flag, number, array, asset, archive, object.</summary>
    private static readonly string[] Unknowns =
    [
        Unknown,
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    ];

    /// <summary>Whether the whole text is one of the marks; a text that merely contains one is a text.</summary>
    public static bool IsUnknown(string text) => text.Length == Unknown.Length && Array.IndexOf(Unknowns, text) >= 0;
}
