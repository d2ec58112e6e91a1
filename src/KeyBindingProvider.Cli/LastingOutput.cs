using System.Text;

namespace KeyBindingProvider.Cli;

/// <summary>
/// Output whose reader may go away: a closed pipe, a full disk, a terminal or a stream that was closed. What cannot be written is told on the other stream, or
/// kept; it is no reason to leave a change in its middle.
/// </summary>
/// <param name="output">Where it goes.</param>
/// <param name="other">Where it goes from the first text on that is lost, after a line that says so; null keeps what is lost.</param>
/// <param name="readerIsGone">
/// Called once when the reader of a pipe is gone: who started this does not want it any more, as with Ctrl-C. Answers whether what is lost by it has to be told all the same;
/// where not, it goes nowhere.
/// </param>
internal sealed class LastingOutput(TextWriter output, LastingOutput? other = null, Func<bool>? readerIsGone = null) : TextWriter
{
    /// <summary>Whoever fills a disk or closes a stream does not need more of it.</summary>
    private const int MostKept = 1 << 20;

    private readonly StringBuilder _lost = new();
    private bool _isUnwanted;

    public override Encoding Encoding => output.Encoding;

    /// <summary>Whether something was lost.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Whether something has been written.</summary>
    public bool IsUsed { get; private set; }

    /// <summary>What was lost and went nowhere else.</summary>
    public string Lost
    {
        get
        {
            lock (_lost)
            {
                return _lost.ToString();
            }
        }
    }

    public override void Write(char value) => Try(value.ToString(), () => output.Write(value));

    public override void Write(char[] buffer, int index, int count) =>
        Try(new string(buffer, index, count), () => output.Write(buffer, index, count));

    public override void Write(string? value) => Try(value ?? "", () => output.Write(value));

    public override void WriteLine() => Try(NewLine, output.WriteLine);

    public override void WriteLine(string? value) => Try(value + NewLine, () => output.WriteLine(value));

    public override void Flush()
    {
        if (!IsLost)
        {
            Try("", output.Flush);
        }
    }

    private void Try(string text, Action write)
    {
        if (!IsLost)
        {
            try
            {
                write();
                IsUsed |= text.Length > 0;
                return;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                IsLost = true;
                _isUnwanted = StandardStreams.IsBrokenPipe(exception) && readerIsGone?.Invoke() == false;
                if (!_isUnwanted)
                {
                    other?.WriteLine("keybinding: standard output cannot be written. What it would have said:");
                }
            }
        }

        if (_isUnwanted)
        {
            return;
        }

        if (other is not null)
        {
            other.Write(text);
            return;
        }

        lock (_lost)
        {
            _lost.Append(text.AsSpan(0, Math.Min(text.Length, MostKept - _lost.Length)));
        }
    }
}
