namespace KeyBindingProvider.Terraform.Hosting;

/// <summary>Who the process belongs to.</summary>
internal enum HostingMode
{
    /// <summary>Started by an engine for one phase of one command; ends with it.</summary>
    Plugin,

    /// <summary>Started by a person or a test; engines attach to it and leave again.</summary>
    Debug,
}
