using System.Runtime.Versioning;

// Sockets of the file system, signals and process groups.
[assembly: SupportedOSPlatform("linux")]
