using System.Text.Json;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>tke DescribeClusters, 2018-05-25.</summary>
internal sealed class DescribeClusters(Paging paging) : IApiAction
{
    public string Name => nameof(DescribeClusters);

    public string Product => Products.Tke;

    public string Version => "2018-05-25";

    /// <summary>Not documented; what most calls of the platform may do.</summary>
    public int CallsPerSecond => 20;

    public IReadOnlySet<string> Parameters { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "ClusterIds", "Offset", "Limit", "Filters" };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var ids = call.Parameters.Texts("ClusterIds");
        var found = call
            .Fleet.NodePools.Select(pool => pool.ClusterId)
            .Distinct(StringComparer.Ordinal)
            .Where(id => ids.Count == 0 || ids.Contains(id))
            .ToList();
        var page = paging.Cut(call, answer, found, "InvalidParameter", "InvalidParameter");
        answer.WriteStartArray("Clusters"u8);
        foreach (var id in page)
        {
            answer.WriteStartObject();
            answer.WriteString("ClusterId"u8, id);
            answer.WriteString("ClusterName"u8, "");
            answer.WriteEndObject();
        }

        answer.WriteEndArray();
    }
}
