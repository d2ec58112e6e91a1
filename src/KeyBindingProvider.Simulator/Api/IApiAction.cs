using System.Text.Json;

namespace KeyBindingProvider.Simulator.Api;

/// <summary>One action of the API.</summary>
internal interface IApiAction
{
    string Name { get; }

    /// <summary>Product by the first label of the host: one of <see cref="Products"/>.</summary>
    string Product => Products.Cvm;

    /// <summary>The version of the product that it belongs to, where there are several.</summary>
    string? Version => null;

    /// <summary>Whether a call has to say which region it is for.</summary>
    bool NeedsRegion => Products.NeedsRegion(Product);

    /// <summary>Documented calls a second.</summary>
    int CallsPerSecond { get; }

    /// <summary>The parameters that the action defines.</summary>
    IReadOnlySet<string> Parameters { get; }

    /// <summary>Does it, and writes the fields of the answer but for RequestId.</summary>
    void Handle(ActionCall call, Utf8JsonWriter answer);
}
