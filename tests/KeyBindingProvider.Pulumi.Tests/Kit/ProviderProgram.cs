using System.Diagnostics;
using System.Globalization;
using Grpc.Net.Client;

namespace KeyBindingProvider.Pulumi.Tests.Kit;

/// <summary>The built program in a process of its own.</summary>
internal sealed class ProviderProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly List<GrpcChannel> _channels = [];

    private ProviderProgram(Process process) => _process = process;

    public StreamReader Output => _process.StandardOutput;
    public StreamReader Error => _process.StandardError;

    public static ProviderProgram Start(string arguments, Action<ProcessStartInfo>? prepare = null)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "pulumi-resource-keybinding"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        prepare?.Invoke(start);
        return new ProviderProgram(Process.Start(start)!);
    }

    /// <summary>The first line, byte by byte up to the line feed.</summary>
    public async Task<int> ReadPortAsync(CancellationToken cancellationToken)
    {
        var line = "";
        var next = new char[1];
        while (await Output.ReadAsync(next, cancellationToken) == 1 && next[0] != '\n')
        {
            line += next[0];
        }

        return int.Parse(line, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    public ProviderCalls Connect(int port)
    {
        var channel = GrpcChannel.ForAddress(
            $"http://127.0.0.1:{port}",
            new GrpcChannelOptions
            {
                HttpHandler = new SocketsHttpHandler { UseProxy = false },
                DisposeHttpClient = true,
            }
        );
        _channels.Add(channel);
        return new ProviderCalls(channel);
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void EndInput() => _process.StandardInput.Close();

    public async Task<int> WaitForExitAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _channels.ForEach(channel => channel.Dispose());
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
