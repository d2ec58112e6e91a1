namespace KeyBindingProvider.Terraform.Cty;

/// <summary>Bytes that are not the value that they should be.</summary>
internal sealed class CtyFormatException(string message) : Exception(message);
