using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using KeyBindingProvider.Core.Intent.Inputs;
using KeyBindingProvider.Pulumi.Translation;

namespace KeyBindingProvider.Pulumi.Runs;

/// <summary>
/// Ids that a program has marked as secret. The engine hides values that it keeps as secrets in configuration and nothing else, so what is said of such an id has to be
/// without it here: <c>[secret web.keyIds[0]]</c> stands in its place, and in that of the name behind it. One set for a run, because plans of other resources name
/// the keys that they find on a machine.
/// </summary>
internal sealed class SecretIds
{
    private static readonly PropertyName[] Ids =
    [
        PropertyNames.KeyIds,
        PropertyNames.InstanceIds,
        PropertyNames.SelectedInstanceIds,
        PropertyNames.ExceptInstanceIds,
    ];

    /// <summary>By id: where each resource has it.</summary>
    private readonly ConcurrentDictionary<string, ImmutableSortedDictionary<string, string>> _places = new(StringComparer.Ordinal);

    /// <summary>Remembers the secret ones among the ids of a resource.</summary>
    public void Learn(string resource, PropertyValue.Map inputs)
    {
        foreach (var name in Ids)
        {
            if (inputs.Find(name.Camel) is { HoldsSecret: true } value)
            {
                Learn(resource, value, name.Camel, isSecret: false);
            }
        }
    }

    /// <summary>A text without them, for a message of this resource.</summary>
    public string Hide(string resource, string text)
    {
        foreach (var (id, places) in _places)
        {
            if (text.Contains(id, StringComparison.Ordinal))
            {
                var (owner, path) = places.TryGetValue(resource, out var own) ? KeyValuePair.Create(resource, own) : places.First();
                text = Hide(text, id, $"[secret {owner}.{path}]");
            }
        }

        return text;
    }

    /// <summary>A run is over.</summary>
    public void Clear() => _places.Clear();

    private static string Hide(string text, string id, string shown)
    {
        var hidden = new StringBuilder();
        var done = 0;
        for (int at; (at = text.IndexOf(id, done, StringComparison.Ordinal)) >= 0; )
        {
            hidden.Append(text, done, at - done).Append(shown);
            done = at + id.Length;
            done += NameAfter(text.AsSpan(done));
        }

        return hidden.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>Length of the name that follows an id, <c> (name)</c>; 0 where none does.</summary>
    private static int NameAfter(ReadOnlySpan<char> text)
    {
        const string Open = " (";
        if (!text.StartsWith(Open))
        {
            return 0;
        }

        var end = text[Open.Length..].IndexOfAny('(', ')', '\n');
        return end >= 0 && text[Open.Length + end] == ')' ? Open.Length + end + 1 : 0;
    }

    private void Learn(string resource, PropertyValue value, string path, bool isSecret)
    {
        switch (value)
        {
            case PropertyValue.Secret secret:
                Learn(resource, secret.Value, path, isSecret: true);
                break;
            case PropertyValue.Output { Value: { } inner, IsSecret: var marked }:
                Learn(resource, inner, path, isSecret || marked);
                break;
            case PropertyValue.Reference { Id: var id }:
                Learn(resource, id, path, isSecret);
                break;
            case PropertyValue.List { Items: var items }:
                for (var i = 0; i < items.Length; i++)
                {
                    Learn(resource, items[i], $"{path}[{i}]", isSecret);
                }

                break;
            case PropertyValue.Text { Value: { Length: > 0 } id } when isSecret:
                _places.AddOrUpdate(
                    id,
                    _ => ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add(resource, path),
                    (_, places) => places.SetItem(resource, path)
                );
                break;
        }
    }
}
