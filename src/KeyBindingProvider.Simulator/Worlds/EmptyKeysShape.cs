namespace KeyBindingProvider.Simulator.Worlds;

/// <summary>How LoginSettings looks while no key is bound. Clients meet the first four.</summary>
public enum EmptyKeysShape
{
    /// <summary><c>"KeyIds": []</c>.</summary>
    EmptyList,

    /// <summary><c>"KeyIds": null</c>.</summary>
    NullKeyIds,

    /// <summary>LoginSettings without KeyIds.</summary>
    AbsentKeyIds,

    /// <summary><c>"LoginSettings": null</c>.</summary>
    NullLoginSettings,

    /// <summary><c>"KeyIds": "none"</c>, which no document has: a list that cannot be read.</summary>
    TextKeyIds,
}
