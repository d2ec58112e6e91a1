namespace KeyBindingProvider.Simulator.Api;

/// <summary>
/// How one logs in to the machines of a template or launch configuration: a new object takes the place of the old one. What is neither password, keys nor the
/// image's own login is a password that the service makes, so that no key is left.
/// </summary>
internal static class LoginSettings
{
    private static readonly HashSet<string> s_names = new(StringComparer.Ordinal) { "Password", "KeyIds", "KeepImageLogin" };

    /// <summary>The keys, or null where the parameter is absent.</summary>
    /// <param name="call">The call.</param>
    /// <param name="most">How many keys there may be.</param>
    /// <param name="conflict">Code for ways that exclude each other, and for too many keys.</param>
    /// <param name="missing">Code for a key pair that is not there.</param>
    /// <param name="keeps">Whether KeepImageLogin is set; a text in CVM and a flag in Auto Scaling.</param>
    public static IReadOnlyList<string>? Read(ActionCall call, int most, string conflict, string missing, Func<ParameterReader, bool> keeps)
    {
        if (call.Parameters.Fields("LoginSettings") is not { } login)
        {
            return null;
        }

        login.AllowOnly(s_names);
        var keys = login.Keys();
        var ways = (login.Has("Password") ? 1 : 0) + (keys.Count > 0 ? 1 : 0) + (keeps(login) ? 1 : 0);
        // The images of a simulation are public ones, which have no login of their own to keep.
        if (ways > 1 || keys.Count > most || keeps(login))
        {
            throw new ApiRefusal(conflict, "LoginSettings");
        }

        return keys.FirstOrDefault(key => !call.Fleet.KeyById.ContainsKey(key)) is { } unknown
            ? throw new ApiRefusal(missing, unknown)
            : keys;
    }
}
