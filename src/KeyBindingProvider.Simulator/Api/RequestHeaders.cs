namespace KeyBindingProvider.Simulator.Api;

/// <summary>Header values by name, whatever the case.</summary>
internal sealed class RequestHeaders
{
    private readonly Dictionary<string, string> _byName = new(StringComparer.OrdinalIgnoreCase);

    public RequestHeaders(IEnumerable<KeyValuePair<string, string>> headers)
    {
        foreach (var (name, value) in headers)
        {
            _byName.TryAdd(name, value);
        }
    }

    public string? Find(string name) => _byName.GetValueOrDefault(name);
}
