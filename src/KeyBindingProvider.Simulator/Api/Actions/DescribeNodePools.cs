using System.Text.Json;
using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>tke DescribeNodePools, 2022-05-01: regular pools with their launch configuration, native ones with keys of their own.</summary>
internal sealed class DescribeNodePools(Paging paging) : IApiAction
{
    public string Name => nameof(DescribeNodePools);

    public string Product => Products.Tke;

    public string Version => "2022-05-01";

    /// <summary>Not documented; what most calls of the platform may do.</summary>
    public int CallsPerSecond => 20;

    public IReadOnlySet<string> Parameters { get; } =
        new HashSet<string>(StringComparer.Ordinal) { "ClusterId", "Filters", "Offset", "Limit" };

    public void Handle(ActionCall call, Utf8JsonWriter answer)
    {
        var cluster = call.Parameters.RequiredText("ClusterId");
        var found = call.Fleet.NodePools.Where(pool => pool.ClusterId == cluster).ToList();
        var page = paging.Cut(call, answer, found, "InvalidParameter", "InvalidParameter");
        answer.WriteStartArray("NodePools"u8);
        foreach (var pool in page)
        {
            Write(answer, pool);
        }

        answer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter answer, WorldNodePool pool)
    {
        answer.WriteStartObject();
        answer.WriteString("ClusterId"u8, pool.ClusterId);
        answer.WriteString("NodePoolId"u8, pool.Id);
        answer.WriteString("Name"u8, pool.Name);
        if (pool.LaunchConfigurationId is { } configuration)
        {
            answer.WriteString("Type"u8, "Regular");
            answer.WriteStartObject("Regular"u8);
            answer.WriteString("LaunchConfigurationId"u8, configuration);
            answer.WriteEndObject();
            answer.WriteNull("Native"u8);
        }
        else
        {
            answer.WriteString("Type"u8, "Native");
            answer.WriteStartObject("Native"u8);
            if (pool.KeyIds.Count == 0)
            {
                answer.WriteNull("KeyIds"u8);
            }
            else
            {
                answer.WriteStartArray("KeyIds"u8);
                foreach (var key in pool.KeyIds)
                {
                    answer.WriteStringValue(key);
                }

                answer.WriteEndArray();
            }

            answer.WriteEndObject();
            answer.WriteNull("Regular"u8);
        }

        answer.WriteEndObject();
    }
}
