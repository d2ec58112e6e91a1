using KeyBindingProvider.Terraform.Service;

namespace KeyBindingProvider.Terraform.Tests.Service;

public class ProviderOptionsTests
{
    /// <summary>Without it every object is read by itself, and 300 of them wait half a minute for their turns.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("10")]
    [InlineData("nonsense")]
    public void FromEnvironment_WhateverThePollInterval_ReadsWaitForEachOther(string? poll) =>
        Assert.True(ProviderOptions.FromEnvironment(_ => poll).Engine.GatherDelay > TimeSpan.Zero);

    [Theory]
    [InlineData("10", 10)]
    [InlineData("0", 2000)]
    [InlineData("-5", 2000)]
    [InlineData("60001", 2000)]
    [InlineData("1e3", 2000)]
    [InlineData(null, 2000)]
    public void FromEnvironment_PollInterval_IsTheVariableOrTheBuiltInOne(string? poll, int milliseconds) =>
        Assert.Equal(
            TimeSpan.FromMilliseconds(milliseconds),
            ProviderOptions.FromEnvironment(name => name == ProviderOptions.PollVariable ? poll : null).Engine.PollInterval
        );
}
