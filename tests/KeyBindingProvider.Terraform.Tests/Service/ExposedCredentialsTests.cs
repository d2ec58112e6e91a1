using System.Text;
using Google.Protobuf;
using KeyBindingProvider.Terraform.Tests.Bench;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Tests.Service;

/// <summary>A credential file that other users can read is used, with a warning; one that is named and not there is the error.</summary>
public sealed class ExposedCredentialsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keybinding-profiles-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Configure_SaysWhoCanReadTheFile_AndWhichOneIsMissing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var path = Path.Combine(_folder.FullName, "ops.credential");
        await File.WriteAllTextAsync(path, """{"secretId":"id","secretKey":"key"}""", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(path, (UnixFileMode)0x1A4);
        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0x1ED);
        await using var provider = await AttachedProvider.StartAsync();
        using var channel = ProviderChannel.Open(provider.SocketPath);
        var client = new Provider.ProviderClient(channel);

        var exposed = Assert.Single((await client.ConfigureProviderAsync(Profile("ops"))).Diagnostics);
        Assert.Equal(Diagnostic.Types.Severity.Warning, exposed.Severity);
        Assert.Contains($"{path} can be read by other users of this machine.", exposed.Detail, StringComparison.Ordinal);
        var missing = Assert.Single((await client.ConfigureProviderAsync(Profile("dev"))).Diagnostics);
        Assert.Equal(Diagnostic.Types.Severity.Error, missing.Severity);
        Assert.Contains("the provider names profile dev, but there is neither", missing.Detail, StringComparison.Ordinal);
    }

    private ConfigureProviderRequest Profile(string name)
    {
        var json = $$"""{"region":"ap-guangzhou","profile":"{{name}}","shared_credentials_dir":"{{_folder.FullName}}"}""";
        return new ConfigureProviderRequest { Config = new DynamicValue { Json = ByteString.CopyFrom(Encoding.UTF8.GetBytes(json)) } };
    }
}
