namespace KeyBindingProvider.Terraform.Tests.Examples;

/// <summary>Documents are compared with what is printed, and a wrong one is found.</summary>
public class TranscriptTests
{
    [Fact]
    public void Read_ConsoleBlocks_GivesCommandsAndOutputs()
    {
        var steps = Transcript.Read("text\n```console\n$ a \\\n    b\none\ntwo\n$ c\n```\n```sh\n$ not me\n```\n");
        Assert.Equal([new TranscriptStep(3, "a b", "one\ntwo\n"), new TranscriptStep(7, "c", "")], steps);
    }

    [Theory]
    [InlineData("one\ntwo\n", "one\ntwo\n", true)]
    [InlineData("one\n…\nfour\n", "one\ntwo\nthree\nfour\n", true)]
    [InlineData("one\n…\ntwo\n", "one\ntwo\n", true)]
    [InlineData("…\n", "anything\n", true)]
    [InlineData("id = kb-…, done\n", "id = kb-123, done\n", true)]
    [InlineData("one\n", "one\ntwo\n", false)]
    [InlineData("two\n", "one\ntwo\n", false)]
    [InlineData("one\n…\nfive\n", "one\ntwo\nfour\n", false)]
    [InlineData("a…c\n", "a\nc\n", false)]
    [InlineData("", "", true)]
    [InlineData("", "something\n", false)]
    public void Matches_Output_OnlyWhenEveryShownLineIsThere(string shown, string printed, bool matches) =>
        Assert.Equal(matches, new TranscriptStep(1, "", shown).Matches(printed));
}
