using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Translation;

/// <summary>Property paths as attribute paths.</summary>
internal static class AttributePaths
{
    private const string Planned = "resources.";
    private const string OfPlanner = ".properties.";

    /// <summary>
    /// Reads <c>change_policy.max_stops</c>, <c>.instance_ids[3]</c> or the planner's <c>resources.web.properties.keyIds</c>; null when no attribute
    /// is named, as in <c>resources.web</c>. An index is left out: elements of a set have no address, so the set itself is pointed at.
    /// </summary>
    public static AttributePath? Parse(string path)
    {
        var attribute = new AttributePath();
        var properties = path.IndexOf(OfPlanner, StringComparison.Ordinal);
        if (properties < 0 && path.StartsWith(Planned, StringComparison.Ordinal))
        {
            return null;
        }

        var own = SnakeText.Of(properties < 0 ? path : path[(properties + OfPlanner.Length)..]);
        foreach (var part in own.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            attribute.Steps.Add(new AttributePath.Types.Step { AttributeName = bracket < 0 ? part : part[..bracket] });
            if (bracket >= 0)
            {
                break;
            }
        }

        return attribute.Steps.Count == 0 ? null : attribute;
    }
}
