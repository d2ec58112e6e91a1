namespace KeyBindingProvider.Pulumi.Translation;

/// <summary>Texts that the engine has marked as secret, wherever they stand among properties, and the ways to keep them out of what is said.</summary>
internal static class SecretTexts
{
    /// <summary>A shorter one is part of too many words.</summary>
    private const int Shortest = 4;

    /// <summary>The text without them; the longest first, since one may be part of another.</summary>
    public static string Hide(string text, PropertyValue.Map properties) =>
        In(properties, isSecret: false)
            .Where(secret => secret.Length >= Shortest)
            .OrderByDescending(secret => secret.Length)
            .Aggregate(text, (shown, secret) => shown.Replace(secret, "[secret]", StringComparison.Ordinal));

    private static IEnumerable<string> In(PropertyValue value, bool isSecret) =>
        value switch
        {
            PropertyValue.Secret { Value: var inner } => In(inner, isSecret: true),
            PropertyValue.Output { Value: { } inner, IsSecret: var marked } => In(inner, isSecret || marked),
            PropertyValue.List { Items: var items } => items.SelectMany(item => In(item, isSecret)),
            PropertyValue.Map { Entries: var entries } => entries.Values.SelectMany(entry => In(entry, isSecret)),
            PropertyValue.Text { Value: var text } when isSecret => [text],
            _ => [],
        };
}
