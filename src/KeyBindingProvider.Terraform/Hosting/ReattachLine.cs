using System.Text;
using System.Text.Json;
using KeyBindingProvider.Core.Kinds;

namespace KeyBindingProvider.Terraform.Hosting;

/// <summary>The value of <c>TF_REATTACH_PROVIDERS</c> that makes Terraform and OpenTofu use a process that runs already.</summary>
internal static class ReattachLine
{
    /// <summary>Name of the variable.</summary>
    public const string Variable = "TF_REATTACH_PROVIDERS";

    private static readonly string[] Hosts = ["registry.terraform.io", "registry.opentofu.org"];

    /// <summary>The JSON text. <c>Test</c> keeps the engine from killing the process at the end of its command.</summary>
    public static string Of(string socketPath, int processId)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var host in Hosts)
            {
                json.WriteStartObject($"{host}/{ProviderAddress.Namespace}/{ResourceKinds.Package}");
                json.WriteString("Protocol", "grpc");
                json.WriteNumber("ProtocolVersion", 6);
                json.WriteNumber("Pid", processId);
                json.WriteBoolean("Test", true);
                json.WriteStartObject("Addr");
                json.WriteString("Network", "unix");
                json.WriteString("String", socketPath);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
