using System.Net;
using System.Net.Sockets;
using KeyBindingProvider.Cli.Demo;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Cli.Tests.Running;

/// <summary>A proxy that refuses is named by host and port; its password is in nobody's log.</summary>
public class ProxyTests
{
    private const string Password = "p%20roxy's%40S3cret";

    [Theory]
    [InlineData("text", "plan")]
    [InlineData("json", "plan")]
    [InlineData("markdown", "drift")]
    public async Task Refusal_OfAProxyWithAPassword_NamesTheProxyAndNoPassword(string output, string verb)
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var refusing = RefuseAsync(proxy, enough.Token);
        var address = $"127.0.0.1:{((IPEndPoint)proxy.LocalEndpoint).Port}";
        var folder = Directory.CreateTempSubdirectory("keybinding-proxy-");
        var program = Path.Combine(folder.FullName, "Pulumi.yaml");
        await File.WriteAllTextAsync(
            program,
            """
            name: offboard-ada
            resources:
              offboard-ada:
                type: keybinding:KeyRevocation
                properties: { region: ap-guangzhou, keyIds: [skey-ada00001] }
            """,
            TestContext.Current.CancellationToken
        );
        using var handler = new SocketsHttpHandler { Proxy = new WebProxy($"http://ada:{Password}@{address}") };
        var (results, problems) = (new StringWriter(), new StringWriter());
        var exitCode = await KeybindingCommand.RunAsync(
            [verb, "-f", program, "--output", output],
            new CliHost
            {
                Out = results,
                Error = problems,
                Time = new ScaledTimeProvider(100),
                Handler = handler,
                Machine = TestKit.SimulatedAccount.Nowhere with
                {
                    Variable = name =>
                        name switch
                        {
                            "TENCENTCLOUD_SECRET_ID" => SimulatorOptions.DefaultSecretId,
                            "TENCENTCLOUD_SECRET_KEY" => SimulatorOptions.DefaultSecretKey,
                            _ => null,
                        },
                },
            }
        );
        await enough.CancelAsync();
        await refusing;
        folder.Delete(recursive: true);

        Assert.Equal(1, exitCode);
        Assert.Contains(
            $"cvm.tencentcloudapi.com cannot be reached: The proxy tunnel request to proxy 'http://{address}/' failed with status code '407'",
            problems.ToString(),
            StringComparison.Ordinal
        );
        var all = results.ToString() + problems;
        Assert.All(["S3cret", "roxy'", "ada:"], secret => Assert.DoesNotContain(secret, all, StringComparison.Ordinal));
    }

    /// <summary>Refuses every tunnel until the test is over; a client that goes away in between is no fault of the test's.</summary>
    private static async Task RefuseAsync(TcpListener proxy, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var client = await proxy.AcceptTcpClientAsync(cancellationToken);
                await using var stream = client.GetStream();
                await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, cancellationToken);
                await stream.WriteAsync("HTTP/1.1 407 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // Either the client has gone, or the test is over, as the loop finds out.
            }
        }
    }
}
