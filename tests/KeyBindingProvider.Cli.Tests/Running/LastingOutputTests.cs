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
        Assert.True(output.IsLost);
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
