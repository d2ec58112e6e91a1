using System.Text;

namespace KeyBindingProvider.Cli.Tests.Running;

public class LastingOutputTests
{
    [Fact]
    public void FullDisk_LosesTheText_SaysSo_AndThrowsNothing()
    {
        using var output = new LastingOutput(new FullDisk());
        output.Write('a');
        output.Write("b");
        output.WriteLine("c");
        output.WriteLine();
        output.WriteLine("{0}", 1);
        output.Flush();
        Assert.Equal((true, false, "abc\n\n1\n"), (output.IsLost, output.IsUsed, output.Lost.ReplaceLineEndings("\n")));
    }

    [Fact]
    public void FullDisk_WithAnotherStream_IsToldThere_AndTheReaderIsNotGone()
    {
        var text = new StringWriter { NewLine = "\n" };
        using var error = new LastingOutput(text) { NewLine = "\n" };
        using var output = new LastingOutput(new FullDisk(), error, () => Assert.Fail("A full disk is no closed pipe.")) { NewLine = "\n" };
        output.Write("b");
        output.WriteLine("c");
        output.Flush();
        Assert.Equal("keybinding: standard output cannot be written. What it would have said:\nbc\n", text.ToString());
        Assert.Equal((true, ""), (output.IsLost, output.Lost));
    }

    [Fact]
    public void DiskWithRoom_HasEverything()
    {
        var text = new StringWriter { NewLine = "\n" };
        using var output = new LastingOutput(text) { NewLine = "\n" };
        output.Write('a');
        output.Write("b");
        output.WriteLine("c");
        output.WriteLine("{0}", 1);
        Assert.Equal(("abc\n1\n", false), (text.ToString(), output.IsLost));
    }

    private sealed class FullDisk : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("No space left on device");

        public override void Flush() => throw new IOException("No space left on device");
    }
}
