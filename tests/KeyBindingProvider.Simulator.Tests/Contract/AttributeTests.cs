using System.Text;
using KeyBindingProvider.Simulator.Options;

namespace KeyBindingProvider.Simulator.Tests.Contract;

public class AttributeTests
{
    private readonly Simulation _simulation = new(
        SimulatorOptions.Instant,
        Simulation.Running(1) with
        {
            UserData = "#!/bin/sh\necho 支付\n",
        },
        Simulation.Running(2)
    );

    [Fact]
    public void UserData_IsWhatTheInstanceWasMadeWith_InBase64()
    {
        var answer = Attributes(Simulation.Texts("UserData"), Simulation.Id(2), Simulation.Id(1), "ins-zzzzzzzz");
        var seen = answer.Instances.Select(i =>
            (i.GetProperty("InstanceId").GetString(), i.GetProperty("Attributes").GetProperty("UserData").GetString())
        );

        Assert.Equal(
            [(Simulation.Id(2), ""), (Simulation.Id(1), Convert.ToBase64String(Encoding.UTF8.GetBytes("#!/bin/sh\necho 支付\n")))],
            seen
        );
    }

    [Fact]
    public void Destroyed_IsNotInTheAnswer()
    {
        _simulation.Cloud.TerminateByHand(Simulation.Id(1));
        _simulation.Pass(60);

        Assert.Empty(Attributes(Simulation.Texts("UserData"), Simulation.Id(1)).Instances);
    }

    [Fact]
    public void WhatIsWrong_IsRefused()
    {
        Assert.Equal("MissingParameter", Attributes([], Simulation.Id(1)).Code);
        Assert.Equal("MissingParameter", Attributes(Simulation.Texts("UserData")).Code);
        Assert.Equal("InvalidParameterValue", Attributes(Simulation.Texts("UserData", "HostName"), Simulation.Id(1)).Code);
        Assert.Equal("InvalidInstanceId.Malformed", Attributes(Simulation.Texts("UserData"), "x").Code);
        Assert.Equal(
            "InvalidParameterValue.LimitExceeded",
            Attributes(Simulation.Texts("UserData"), [.. Enumerable.Range(1, 101).Select(Simulation.Id)]).Code
        );
        Assert.Equal("UnknownParameter", _simulation.Call("DescribeInstancesAttributes", new { Limit = 1 }).Code);
    }

    [Fact]
    public void Calls_AreLimitedTo20ASecond_AndJournalled()
    {
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Equal("OK", Attributes(Simulation.Texts("UserData"), Simulation.Id(1)).Code));
        Assert.Equal("RequestLimitExceeded", Attributes(Simulation.Texts("UserData"), Simulation.Id(1)).Code);
        Assert.Equal(21, _simulation.Cloud.Journal.Find("DescribeInstancesAttributes").Count);
    }

    private Answer Attributes(string[] attributes, params string[] ids) =>
        _simulation.Call("DescribeInstancesAttributes", new { Attributes = attributes, InstanceIds = ids });
}
