namespace KeyBindingProvider.Repo.Tests;

public class FirstTests
{
    [Fact]
    public void Probe() => Assert.Equal(2, 1 + 1);
}
