using static KeyBindingProvider.Terraform.Tests.Bench.TestAccount;

namespace KeyBindingProvider.Terraform.Tests.Bench;

/// <summary>Configurations as a user writes them.</summary>
public static class Configurations
{
    public const string Web = "keybinding_key_pair_association.web";

    /// <summary><c>["a", "b"]</c>.</summary>
    public static string Set(params IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(text => $"\"{text}\""))}]";

    public static string Instances(params IEnumerable<int> numbers) => Set(numbers.Select(Id));

    /// <summary>An association; <paramref name="more"/> are further lines of it.</summary>
    public static string Association(
        string instances,
        string keys,
        string policy = "stop_policy = \"graceful\"",
        string more = "",
        string name = "web"
    ) => Resource("keybinding_key_pair_association", name, $"instance_ids = {instances}", keys, policy, more);

    public static string Exclusive(
        string instances,
        string keys,
        string policy = "stop_policy = \"graceful\"",
        string more = "",
        string name = "web"
    ) => Resource("keybinding_instance_keys_exclusive", name, $"instance_ids = {instances}", keys, policy, more);

    /// <summary>An association that selects its instances.</summary>
    public static string Selecting(
        string selector,
        string keys,
        string policy = "stop_policy = \"graceful\"",
        string more = "",
        string type = "keybinding_key_pair_association"
    ) => Resource(type, "web", $"instances = {{ {selector} }}", keys, policy, more);

    public static string Revocation(string keys, string policy = "stop_policy = \"graceful\"", string more = "", string name = "gone") =>
        Resource("keybinding_key_revocation", name, "", keys, policy, more);

    private static string Resource(string type, string name, string instances, string keys, string policy, string more) =>
        $$"""
            resource "{{type}}" "{{name}}" {
              {{instances}}
              key_ids = {{keys}}
              {{(policy.Length > 0 ? $"change_policy = {{ {policy} }}" : "")}}
              {{more}}
            }

            """;
}
