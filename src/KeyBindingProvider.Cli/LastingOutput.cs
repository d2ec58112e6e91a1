using System.Text;

namespace KeyBindingProvider.Cli;

/// <summary>
/// Output whose reader may go away: a closed pipe, a full disk, a terminal that was closed. What cannot be written is lost and remembered as such; it is no reason
/// to leave a change in its middle.
/// </summary>
internal sealed class LastingOutput(TextWriter output) : TextWriter
{
    public override Encoding Encoding => output.Encoding;

    /// <summary>Whether something was lost.</summary>
    public bool IsLost { get; private set; }

    public override void Write(char value) => Try(() => output.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => output.Write(buffer, index, count));

    public override void Write(string? value) => Try(() => output.Write(value));

    public override void WriteLine() => Try(output.WriteLine);

    public override void WriteLine(string? value) => Try(() => output.WriteLine(value));

    public override void Flush() => Try(output.Flush);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException)
        {
            IsLost = true;
        }
    }
}
