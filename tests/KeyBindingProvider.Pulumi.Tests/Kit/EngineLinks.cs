using KeyBindingProvider.Pulumi.Protocol;
using KeyBindingProvider.Pulumi.Runs;
using Moq;

namespace KeyBindingProvider.Pulumi.Tests.Kit;

/// <summary>Engines that take what they are told.</summary>
internal static class EngineLinks
{
    public static Mock<IEngineLink> Alive() => new Mock<IEngineLink>().Answering(true);

    public static Mock<IEngineLink> Gone() => new Mock<IEngineLink>().Answering(false);

    /// <summary>From now on it says that it is alive, or nothing.</summary>
    public static Mock<IEngineLink> Answering(this Mock<IEngineLink> link, bool isAlive)
    {
        link.Setup(engine => engine.IsAliveAsync(It.IsAny<CancellationToken>())).ReturnsAsync(isAlive);
        return link;
    }

    /// <summary>What it was told, oldest first.</summary>
    public static IReadOnlyList<LogRequest> Messages(this Mock<IEngineLink> link) =>
        [.. link.Invocations.Select(call => call.Arguments[0]).OfType<LogRequest>()];
}
