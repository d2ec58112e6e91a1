using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Health.V1;
using KeyBindingProvider.Terraform.Tests.Bench;
using KeyBindingProvider.Terraform.Wire;

namespace KeyBindingProvider.Terraform.Tests.Hosting;

/// <summary>The process and its handshake, as a plugin host meets them (rule <c>plugin-handshake</c>).</summary>
public class ProcessTests
{
    [Fact]
    public async Task WithoutTheCookie_SaysWhatItIsAndEnds()
    {
        using var process = ProviderProcess.Launch(new Dictionary<string, string> { ["TF_PLUGIN_MAGIC_COOKIE"] = "" });
        var (output, error) = (await process.StandardOutput.ReadToEndAsync(), await process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
        Assert.Equal("", output);
        Assert.Contains("This is a Terraform and OpenTofu provider", error);
    }

    [Fact]
    public async Task Handshake_AutoMtls_ServesTheHostAndEndsWithItsGoodBye()
    {
        using var client = ProviderProcess.MakeClientCertificate();
        using var process = await ProviderProcess.StartAsync(client);
        var fields = process.Line.Split('|');
        Assert.Equal(["1", "6", "unix"], fields[..3]);
        Assert.Equal("grpc", fields[4]);
        Assert.DoesNotContain('=', fields[5]);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.GetDirectoryName(process.SocketPath)!)
        );

        using var channel = process.Connect(client);
        var health = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest { Service = "plugin" });
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
        var schema = await new Provider.ProviderClient(channel).GetProviderSchemaAsync(new GetProviderSchemaRequest());
        Assert.Equal(3, schema.ResourceSchemas.Count);

        await new GRPCController.GRPCControllerClient(channel).ShutdownAsync(new ShutdownRequest());
        Assert.Equal(0, await process.ExitAsync());
        Assert.False(Directory.Exists(Path.GetDirectoryName(process.SocketPath)));
    }

    /// <summary>The calls of newer engines, a stream among them, by the program that users get.</summary>
    [Fact]
    public async Task IdentitySchemasAndLists_AreServedByTheProgram()
    {
        using var client = ProviderProcess.MakeClientCertificate();
        using var process = await ProviderProcess.StartAsync(client);
        using var channel = process.Connect(client);
        var provider = new Provider.ProviderClient(channel);
        var identities = await provider.GetResourceIdentitySchemasAsync(new GetResourceIdentitySchemasRequest());
        Assert.Equal(3, identities.IdentitySchemas.Count);
        using var list = provider.ListResource(
            new ListResourceRequest
            {
                TypeName = "keybinding_key_pair_association",
                Config = new DynamicValue { Json = ByteString.CopyFromUtf8("{}") },
                Limit = 1,
            }
        );
        var events = new List<ListResourceEvent>();
        await foreach (var one in list.ResponseStream.ReadAllAsync())
        {
            events.Add(one);
        }

        Assert.Contains("was not configured", Assert.Single(events).Diagnostic.Detail);
        await new GRPCController.GRPCControllerClient(channel).ShutdownAsync(new ShutdownRequest());
        Assert.Equal(0, await process.ExitAsync());
    }

    [Fact]
    public async Task Handshake_AnotherCertificateThanTheHosts_IsNotServed()
    {
        using var client = ProviderProcess.MakeClientCertificate();
        using var stranger = ProviderProcess.MakeClientCertificate();
        using var process = await ProviderProcess.StartAsync(client);
        using var channel = process.Connect(stranger);
        await Assert.ThrowsAsync<RpcException>(async () =>
            await new Provider.ProviderClient(channel).GetMetadataAsync(new GetMetadataRequest())
        );
    }

    [Fact]
    public async Task Handshake_HostWithoutTls_IsServedInClear()
    {
        using var process = await ProviderProcess.StartAsync(client: null);
        using var channel = process.Connect(client: null);
        var metadata = await new Provider.ProviderClient(channel).GetMetadataAsync(new GetMetadataRequest());
        Assert.Contains(metadata.Resources, resource => resource.TypeName_ == "keybinding_key_revocation");
        await new GRPCController.GRPCControllerClient(channel).ShutdownAsync(new ShutdownRequest());
        Assert.Equal(0, await process.ExitAsync());
    }

    [Fact]
    public async Task Interrupt_IsLeftToTheHost_AndStopProviderIsLoggedInTheHostsForm()
    {
        using var process = await ProviderProcess.StartAsync(client: null);
        using var channel = process.Connect(client: null);
        var provider = new Provider.ProviderClient(channel);
        await provider.GetMetadataAsync(new GetMetadataRequest());
        await RunningCommand.SignalAsync("-INT", $"{process.Process.Id}");
        Assert.Equal("", (await provider.StopProviderAsync(new StopProviderRequest())).Error);
        await new GRPCController.GRPCControllerClient(channel).ShutdownAsync(new ShutdownRequest());
        Assert.Equal(0, await process.ExitAsync());

        var line = (await process.Process.StandardError.ReadToEndAsync()).Trim();
        using var json = JsonDocument.Parse(line);
        Assert.Equal("warn", json.RootElement.GetProperty("@level").GetString());
        Assert.StartsWith("Asked to stop", json.RootElement.GetProperty("@message").GetString(), StringComparison.Ordinal);
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", json.RootElement.GetProperty("@timestamp").GetString());
    }

    [Fact]
    public async Task HostIsGone_TheStreamBreaksAndTheProcessEnds()
    {
        using var process = await ProviderProcess.StartAsync(client: null);
        using (var channel = process.Connect(client: null))
        {
            using var stream = new GRPCStdio.GRPCStdioClient(channel).StreamStdio(new Google.Protobuf.WellKnownTypes.Empty());
            await new Provider.ProviderClient(channel).GetMetadataAsync(new GetMetadataRequest());
        }

        Assert.Equal(0, await process.ExitAsync());
        Assert.False(Directory.Exists(Path.GetDirectoryName(process.SocketPath)));
    }

    [Fact]
    public async Task Terminated_EndsByItself()
    {
        using var process = await ProviderProcess.StartAsync(client: null);
        await RunningCommand.SignalAsync("-TERM", $"{process.Process.Id}");
        Assert.Equal(0, await process.ExitAsync());
    }

    [Fact]
    public async Task TemporaryFolderWithALongName_FallsBackToAShortOne()
    {
        var deep = Directory.CreateTempSubdirectory("keybinding-" + new string('x', 120)).FullName;
        try
        {
            using var process = await ProviderProcess.StartAsync(client: null, ("TMPDIR", deep));
            Assert.StartsWith("/tmp/keybinding-", process.SocketPath, StringComparison.Ordinal);
            using var channel = process.Connect(client: null);
            await new GRPCController.GRPCControllerClient(channel).ShutdownAsync(new ShutdownRequest());
            Assert.Equal(0, await process.ExitAsync());
        }
        finally
        {
            Directory.Delete(deep, recursive: true);
        }
    }

    [Fact]
    public async Task Debug_PrintsTheLineToExport_AndEndsWithAnInterrupt()
    {
        using var process = ProviderProcess.Launch(new Dictionary<string, string>(), "--debug");
        var line = await process.StandardOutput.ReadLineAsync();
        Assert.StartsWith("TF_REATTACH_PROVIDERS='{", line, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(line!["TF_REATTACH_PROVIDERS=".Length..].Trim('\''));
        var terraform = json.RootElement.GetProperty("registry.terraform.io/keybinding/keybinding");
        Assert.Equal(process.Id, terraform.GetProperty("Pid").GetInt32());
        Assert.True(terraform.GetProperty("Test").GetBoolean());
        Assert.True(json.RootElement.TryGetProperty("registry.opentofu.org/keybinding/keybinding", out _));
        await RunningCommand.SignalAsync("-INT", $"{process.Id}");
        await process.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>What a host sets, and a person may set by mistake: a message and an exit code.</summary>
    [Theory]
    [InlineData("PLUGIN_CLIENT_CERT", "garbage", "PLUGIN_CLIENT_CERT is no certificate in PEM form")]
    [InlineData(
        "PLUGIN_CLIENT_CERT",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
        "PLUGIN_CLIENT_CERT is no certificate"
    )]
    [InlineData("PLUGIN_UNIX_SOCKET_DIR", "/dev/null/nowhere", "terraform-provider-keybinding cannot serve: ")]
    public async Task Start_WithGarbageFromTheHost_SaysSoAndEnds(string variable, string value, string says)
    {
        using var process = ProviderProcess.Launch(
            new Dictionary<string, string> { ["TF_PLUGIN_MAGIC_COOKIE"] = ProviderProcess.Cookie, [variable] = value }
        );
        var (output, error) = (await process.StandardOutput.ReadToEndAsync(), await process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal((1, ""), (process.ExitCode, output));
        Assert.Contains(says, error);
        Assert.DoesNotContain("Unhandled", error);
    }

    /// <summary>What is answered whatever they say: the only protocol that there is, on a socket.</summary>
    [Theory]
    [InlineData("PLUGIN_PROTOCOL_VERSIONS", "x,-1,99999999999")]
    [InlineData("PLUGIN_MIN_PORT", "-5")]
    [InlineData("PLUGIN_MAX_PORT", "many")]
    [InlineData("KEYBINDING_POLL_MILLISECONDS", "-1e9")]
    public async Task Start_WithGarbageThatDoesNotMatter_Serves(string variable, string value)
    {
        using var process = await ProviderProcess.StartAsync(client: null, (variable, value));
        Assert.StartsWith("1|6|unix|", process.Line, StringComparison.Ordinal);
        await RunningCommand.SignalAsync("-HUP", $"{process.Process.Id}");
        Assert.Equal(0, await process.ExitAsync());
    }

    [Theory]
    [InlineData(">/dev/full", "", 1)]
    [InlineData(">&-", "", 1)]
    [InlineData("2>/dev/full", "", 0)]
    [InlineData("2>&-", "", 0)]
    [InlineData(">&- 2>&-", "", 1)]
    [InlineData("", "mkdir gone && cd gone && rmdir ../gone", 0)]
    public async Task Start_WithAStreamOrAFolderThatIsGone_EndsWithACode(string redirections, string before, int exitCode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is Linux's.");
        var folder = Directory.CreateTempSubdirectory("keybinding-streams-");
        var start = new System.Diagnostics.ProcessStartInfo(
            "sh",
            ["-c", $"{(before.Length > 0 ? before : ":")}; exec '{ProviderFiles.Program}' {redirections}"]
        )
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TF_PLUGIN_MAGIC_COOKIE"] = ProviderProcess.Cookie;
        using var process = System.Diagnostics.Process.Start(start)!;
        if (exitCode == 0)
        {
            Assert.StartsWith("1|6|unix|", await process.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);
            await RunningCommand.SignalAsync("-HUP", $"{process.Id}");
        }

        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(exitCode, process.ExitCode);
        Assert.DoesNotContain("Unhandled", error);
        folder.Delete(recursive: true);
    }
}
