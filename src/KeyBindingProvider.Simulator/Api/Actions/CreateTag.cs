using System.Text.Json;
using KeyBindingProvider.Simulator.Cloud;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>tag CreateTag: a pair has to exist before it can be attached.</summary>
internal sealed class CreateTag(TagStore tags) : IApiAction
{
    public string Name => nameof(CreateTag);

    public string Product => Products.Tag;

    public int CallsPerSecond => 20;

    public IReadOnlySet<string> Parameters { get; } = new HashSet<string>(StringComparer.Ordinal) { "TagKey", "TagValue" };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var (key, value) = call.Parameters.RequiredTag();
        if (tags.Create(key, value) is { } code)
        {
            throw new ApiRefusal(code, $"{key}:{value}");
        }
    }
}
