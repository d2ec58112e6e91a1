using KeyBindingProvider.Simulator.Worlds;

namespace KeyBindingProvider.Simulator.Api.Actions;

/// <summary>Parameters of the lists of templates and launch configurations: ids and filters exclude each other.</summary>
internal static class SourceParameters
{
    private const int MaxIds = 100;

    public static IReadOnlyList<string> SourceIds(this ParameterReader parameters, string name, string prefix, string malformed)
    {
        var ids = parameters.Texts(name);
        return ids.Count > MaxIds ? throw new ApiRefusal("InvalidParameterValue.LimitExceeded", name)
            : ids.FirstOrDefault(id => !Ids.HasForm(id, prefix)) is { } wrong ? throw new ApiRefusal(malformed, wrong)
            : ids.Count > 0 && parameters.Has("Filters") ? throw new ApiRefusal("InvalidParameter", $"{name}, Filters")
            : ids;
    }

    /// <summary>Conditions on id and name; nothing of a simulation but machines and key pairs has tags.</summary>
    public static IReadOnlyList<Func<string, string, bool>> SourceFilters(this ParameterReader parameters, string byName, string byId) =>
        [
            .. parameters
                .Filters()
                .Select<ApiFilter, Func<string, string, bool>>(filter =>
                    filter.Name == byName ? (_, name) => filter.Values.Contains(name)
                    : filter.Name == byId ? (id, _) => filter.Values.Contains(id)
                    : filter.Name is "tag-key" or "tag-value" or ['t', 'a', 'g', ':', ..] ? (_, _) => false
                    : throw new ApiRefusal("InvalidParameterValue.InvalidFilter", filter.Name)
                ),
        ];
}
