namespace KeyBindingProvider.Engine.Tests.Properties;

public class Survey
{
    [Fact]
    public void All()
    {
        var n = ulong.Parse(Environment.GetEnvironmentVariable("SURVEY") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        var lines = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.For(
            1L,
            (long)n + 1,
            new ParallelOptions { MaxDegreeOfParallelism = 2 },
            seed =>
            {
                var fleetCase = FleetCase.Of((ulong)seed);
                try
                {
                    foreach (var line in Promises.Broken(CaseRun.Execute(fleetCase, new ExecutionRules())))
                    {
                        lines.Add($"{line[0]} {seed} {line} ## {fleetCase}");
                    }
                }
                catch (Exception e)
                {
                    lines.Add($"X {seed} {e.GetType().Name} {e.Message} {e.StackTrace?.Split('\n')[0]} ## {fleetCase}");
                }
            }
        );
        File.WriteAllLines("/tmp/survey.txt", lines.Order());
    }
}
