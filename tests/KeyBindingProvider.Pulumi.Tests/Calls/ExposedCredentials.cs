using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Tests.Kit;
using static KeyBindingProvider.Pulumi.Tests.Kit.Stage;

namespace KeyBindingProvider.Pulumi.Tests.Calls;

/// <summary>A credential file that other users can read is used, with a warning that stays.</summary>
public sealed class ExposedCredentials : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keybinding-profiles-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Configure_SaysWhoCanReadTheFile()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var path = Path.Combine(_folder.FullName, "ops.credential");
        File.WriteAllText(path, """{"secretId":"id","secretKey":"key"}""");
        File.SetUnixFileMode(path, (UnixFileMode)0x1A4);
        File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0x1ED);
        Play(
            Fleet(Instances(1, 1, "RUNNING", New)),
            async stage =>
            {
                var provider = stage.Start();
                await provider.HandshakeAsync(new ProviderHandshakeRequest { EngineAddress = "127.0.0.1:1" });
                await provider.ConfigureAsync(
                    new ConfigureRequest
                    {
                        Args = Values.Of(
                            ("region", Values.Text("ap-guangzhou")),
                            ("profile", Values.Text("ops")),
                            ("sharedCredentialsDir", Values.Text(_folder.FullName))
                        ),
                    }
                );

                var warning = Assert.Single(stage.Diagnostics);
                Assert.Equal(LogSeverity.Warning, warning.Severity);
                Assert.Contains($"KB2010: {path} can be read by other users of this machine.", warning.Message, StringComparison.Ordinal);
            }
        );
    }
}
