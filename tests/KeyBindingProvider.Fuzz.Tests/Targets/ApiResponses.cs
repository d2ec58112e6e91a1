using System.Globalization;
using System.Text;
using KeyBindingProvider.Core.Auditing;
using KeyBindingProvider.Core.Identity;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Cvm.Credentials;
using KeyBindingProvider.Cvm.Errors;
using KeyBindingProvider.Cvm.Wire;
using KeyBindingProvider.Fuzz.Tests.Fuzzing;

namespace KeyBindingProvider.Fuzz.Tests.Targets;

/// <summary>Answers of the API, as every action's: a response, or a <see cref="CvmException"/> whose words are fit for a terminal and hold no secret.</summary>
internal static class ApiResponses
{
    private const string Secret = "AKIDsecretsecret";

    public static FuzzTarget Target { get; } =
        new("api-response", Run)
        {
            Tokens =
            [
                "\"Response\":",
                "\"Error\":{\"Code\":\"",
                "\"RequestId\":",
                "\"InstanceSet\":[",
                "\"KeyPairSet\":[",
                "\"TotalCount\":",
                "\"InstanceId\":\"ins-00000001\"",
                "\"KeyIds\":[",
                "\"Tags\":[{\"Key\":\"a\",\"Value\":\"b\"}]",
                "\"Placement\":{\"Zone\":",
                "\"Events\":[{\"EventName\":\"AssociateInstancesKeyPairs\",\"EventTime\":\"1772600767\",\"CloudAuditEvent\":\"{",
                "\\\"requestParameters\\\":\\\"{}",
                "\"code\":4000,\"codeDesc\":",
                "InternalError",
                Secret,
            ],
        };

    private static string Run(byte[] body) =>
        string.Join(
            ' ',
            Read<DescribeInstancesResponse>(body, null, Check),
            Read<DescribeInstancesResponse>(body, 2, Check),
            Read<DescribeKeyPairsResponse>(body, null, Check),
            Read<ApiResponse>(body, null, _ => ""),
            Read<AssumeRoleResponse>(body, null, response => response.Credentials is null ? "none" : "some"),
            Read<GetCallerIdentityResponse>(body, null, response => response.AccountId is null ? "none" : "some"),
            Read<DescribeEventsResponse>(body, null, Check),
            EnvelopeReader.RefusalIn("StopInstances", body, 500, Redact) is { } refusal ? Check(refusal) : "no refusal"
        );

    private static string Read<T>(byte[] body, int? asked, Func<T, string> check)
        where T : ApiResponse, new()
    {
        ApiResponse response;
        try
        {
            response = EnvelopeReader.Read(
                "DescribeInstances",
                asked,
                body,
                body.Length % 2 == 0 ? "text/html" : null,
                () => new T(),
                Redact
            );
        }
        catch (CvmException exception)
        {
            return Check(exception);
        }

        return check((T)response);
    }

    private static string Check(CvmException exception)
    {
        foreach (var text in new[] { exception.Message, exception.Code, exception.RequestId, exception.ToProblem().Message })
        {
            Assert.DoesNotContain(text, c => CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format);
            Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
            Assert.InRange(text.Length, 0, 4_000);
        }

        // Codes are the service's: those that are nobody's are one outcome.
        return exception.Code.StartsWith("ClientError", StringComparison.Ordinal) ? exception.Code : $"{exception.ErrorClass}";
    }

    private static string Check(DescribeInstancesResponse response)
    {
        Assert.NotNull(response.InstanceSet);
        var instances = SnapshotMapper.Instances(response, hour: 7);
        Assert.Equal(response.InstanceSet.Count, instances.Count);
        Assert.Equal(instances.Count, instances.Select(instance => instance.Id).Distinct().Count());
        foreach (var instance in instances)
        {
            Assert.NotEqual("", instance.Id.Value);
            Assert.InRange(instance.Name.Raw.Length, 0, LenientText.Longest + LenientText.Cut.Length + 1);
            Assert.Equal(instance.Name.Raw, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(instance.Name.Raw)));
            Assert.True(instance.AreKeysTold || instance.Keys.IsEmpty);
        }

        return string.Concat(
            instances
                .Take(3)
                .Select(each => $"{(each.IsUnreadable ? "u" : "i")}{(each.AreKeysTold ? "k" : "")}{Math.Min(each.Tags.Count, 2)}")
        );
    }

    private static string Check(DescribeKeyPairsResponse response)
    {
        Assert.NotNull(response.KeyPairSet);
        var pairs = SnapshotMapper.KeyPairs(response);
        Assert.Equal(response.KeyPairSet.Count, pairs.Count);
        return string.Concat(pairs.Take(3).Select(pair => $"p{Math.Min(pair.AssociatedInstanceIds.Count, 2)}"));
    }

    /// <summary>An act with ids of the documented form and a time that can be reckoned with, or none.</summary>
    private static string Check(DescribeEventsResponse response)
    {
        var reading = new AuditedEvents(new CvmCredentials(SecretText.Of(Secret)!, SecretText.Of(Secret)!));
        var read = (response.Events ?? [])
            .Select(entry => reading.Read(entry, "AssociateInstancesKeyPairs", KeyAct.Bound, AuditedEvents.TimeOf(entry)))
            .ToList();
        foreach (
            var stop in (response.Events ?? [])
                .Select(entry => reading.ReadStop(entry, "StopInstances", AuditedEvents.TimeOf(entry)).Event)
                .OfType<StopEvent>()
        )
        {
            Assert.NotEmpty(stop.RequestId);
            Assert.InRange(stop.At.AddSeconds(1).Year, 1970, 9999);
            Assert.DoesNotContain(Secret, stop.User.Raw, StringComparison.Ordinal);
        }

        foreach (var act in read.Select(entry => entry.Event).OfType<KeyEvent>())
        {
            Assert.NotEmpty(act.Instances);
            Assert.All(act.Instances, id => Assert.True(InstanceId.TryParse(id.Value, out _)));
            Assert.NotEmpty(act.Keys);
            Assert.InRange(act.At.AddSeconds(1).Year, 1970, 9999);
            Assert.DoesNotContain(
                Secret,
                act.User.Raw + act.Principal.Raw + act.UserType.Raw + act.RequestId.Raw,
                StringComparison.Ordinal
            );
        }

        return string.Concat(
            read.Take(3)
                .Select(entry =>
                    entry.Event is not null ? 'e'
                    : entry.IsUnreadable ? 'u'
                    : '-'
                )
        );
    }

    private static string Redact(string text) => text.Replace(Secret, "***", StringComparison.Ordinal);
}
