using KeyBindingProvider.Cvm.Errors;

namespace KeyBindingProvider.Cvm.Tests.Errors;

public class ErrorCatalogueTests
{
    private static readonly Dictionary<string, string[]> s_sensible = new()
    {
        ["retryable"] = ["Throttled", "Busy", "Network", "Server"],
        ["state"] = ["PassingState", "SettledState", "Busy", "KeyPair", "Limit"],
        ["caller"] = ["Request", "Limit", "InstanceNotFound", "KeyPair"],
        ["auth"] = ["Authorization"],
        ["server"] = ["Server", "Network"],
    };

    [Fact]
    public void ShippedTable_WithoutItsOwnColumn_IsTheFacts()
    {
        var shipped = Shipped();
        Assert.Equal(142, Facts.ErrorRows.Count);
        Assert.Equal(Facts.ErrorRows, shipped.Select(row => new[] { row[0], row[1], row[2], row[4] }));
    }

    [Fact]
    public void ShippedTable_ClassOfEachRow_FitsTheClassOfTheFacts() =>
        Assert.All(Shipped(), row => Assert.Contains(row[3], s_sensible[row[2]]));

    [Fact]
    public void Classify_EachRow_GivesItsOwnClassForEachOfItsActions()
    {
        foreach (var row in Shipped())
        {
            var actions = row[1].Contains(' ', StringComparison.Ordinal) || row[1] == "*" ? ["Whatever"] : row[1].Split(',');
            Assert.All(actions, action => Assert.Equal(Enum.Parse<ErrorClass>(row[3]), ErrorCatalogue.Classify(row[0], action)));
        }
    }

    [Theory]
    [InlineData("RequestLimitExceeded.SomethingNew", ErrorClass.Throttled)]
    [InlineData("AuthFailure.SomethingNew", ErrorClass.Authorization)]
    [InlineData("UnauthorizedOperation.SomethingNew.Deeper", ErrorClass.Authorization)]
    [InlineData("InternalError.SomethingNew", ErrorClass.Server)]
    [InlineData("FailedOperation.SomethingNew", ErrorClass.Server)]
    [InlineData("UnsupportedOperation.InstanceStateSomethingNew", ErrorClass.SettledState)]
    [InlineData("InvalidParameterValue.SomethingNew", ErrorClass.Request)]
    [InlineData("NeverHeardOf", ErrorClass.Request)]
    [InlineData("", ErrorClass.Request)]
    [InlineData(".", ErrorClass.Request)]
    [InlineData("..", ErrorClass.Request)]
    [InlineData(".RequestLimitExceeded", ErrorClass.Request)]
    [InlineData("requestlimitexceeded", ErrorClass.Request)]
    public void Classify_UnknownCode_IsWhatItsFamilyIs(string code, ErrorClass expected) =>
        Assert.Equal(expected, ErrorCatalogue.Classify(code, "AssociateInstancesKeyPairs"));

    [Theory]
    [InlineData("UnsupportedOperation.InstanceStateStopping", ErrorClass.PassingState)]
    [InlineData("UnsupportedOperation.InstanceStateRunning", ErrorClass.SettledState)]
    [InlineData("UnsupportedOperation.StoppedModeStopCharging", ErrorClass.SettledState)]
    [InlineData("InvalidInstanceId.NotFound", ErrorClass.InstanceNotFound)]
    [InlineData("InvalidKeyPairId.NotFound", ErrorClass.KeyPair)]
    [InlineData("MutexOperation.TaskRunning", ErrorClass.Busy)]
    [InlineData("InvalidParameterValue.LimitExceeded", ErrorClass.Limit)]
    [InlineData("FailedOperation.DisassociateKeyPairFailed", ErrorClass.Server)]
    public void Classify_CodesThatTheEngineActsOn_AreWhatItExpects(string code, ErrorClass expected) =>
        Assert.Equal(expected, ErrorCatalogue.Classify(code, "DisassociateInstancesKeyPairs"));

    [Fact]
    public void Classify_CodeThatOnlyStsSpellsSo_IsAWaitThereOnly()
    {
        Assert.Equal(ErrorClass.Throttled, ErrorCatalogue.Classify("InvalidParameter.OverLimit", "AssumeRole"));
        Assert.Equal(ErrorClass.Request, ErrorCatalogue.Classify("InvalidParameter.OverLimit", "StopInstances"));
        Assert.Equal(ErrorClass.Request, ErrorCatalogue.Classify("InternalError.IllegalRole", "AssumeRole"));
    }

    private static List<string[]> Shipped()
    {
        using var stream = typeof(ErrorCatalogue).Assembly.GetManifestResourceStream("cvm-errors.tsv")!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("code\tactions\tclass\terrorClass\tmeaning", lines[0]);
        return [.. lines.Skip(1).Select(line => line.Split('\t'))];
    }
}
