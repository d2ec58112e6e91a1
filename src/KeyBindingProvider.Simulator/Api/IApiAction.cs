using System.Text.Json;

namespace KeyBindingProvider.Simulator.Api;

/// <summary>One action of the API.</summary>
internal interface IApiAction
{
    string Name { get; }

    /// <summary>Product by the first label of the host: cvm, sts, tag or cloudaudit.</summary>
    string Product => Products.Cvm;

    /// <summary>Documented calls a second.</summary>
    int CallsPerSecond { get; }

    /// <summary>The parameters that the action defines.</summary>
    IReadOnlySet<string> Parameters { get; }

    /// <summary>Does it, and writes the fields of the answer but for RequestId.</summary>
    void Handle(ActionCall call, Utf8JsonWriter answer);
}
