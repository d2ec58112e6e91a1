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
        using var output = new LastingOutput(new FullDisk(), error, IsNoPipe) { NewLine = "\n" };
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

    /// <summary>Who reads with head has read enough: of what changes nothing not one word goes anywhere else.</summary>
    [Theory]
    [InlineData(true, "keybinding: standard output cannot be written. What it would have said:\nbc\nd\n")]
    [InlineData(false, "")]
    public void ClosedPipe_IsToldOnTheOtherStream_WhereItHasToBe(bool hasToBeTold, string said)
    {
        var text = new StringWriter { NewLine = "\n" };
        var asked = 0;
        using var error = new LastingOutput(text) { NewLine = "\n" };
        using var output = new LastingOutput(
            new ClosedPipe(),
            error,
            () =>
            {
                asked++;
                return hasToBeTold;
            }
        )
        {
            NewLine = "\n",
        };
        output.Write("b");
        output.WriteLine("c");
        output.WriteLine("d");
        output.Flush();
        Assert.Equal((said, 1, true, ""), (text.ToString(), asked, output.IsLost, output.Lost));
    }

    private static bool IsNoPipe()
    {
        Assert.Fail("A full disk is no closed pipe.");
        return true;
    }

    private sealed class ClosedPipe : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("Broken pipe", 32);
    }

    private sealed class FullDisk : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("No space left on device");

        public override void Flush() => throw new IOException("No space left on device");
    }
}
