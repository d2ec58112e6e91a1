namespace KeyBindingProvider.Repo.Tests;

/// <summary>Fails with the whole list: who reads a failed rule wants to see every place at once.</summary>
internal static class Violations
{
    public static void None(IEnumerable<string> found)
    {
        string[] all = [.. found];
        Assert.True(all.Length == 0, string.Join('\n', all));
    }
}
