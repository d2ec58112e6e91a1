using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KeyBindingProvider.Core;
using KeyBindingProvider.Cvm;
using KeyBindingProvider.Simulator;

namespace KeyBindingProvider.TestKit;

public static class SimulatedAccount
{
    public static ICvmApi Connect(SimulatedCloud cloud, TimeProvider time, string region) => new Throwaway(cloud, time, region);

    private sealed class Throwaway(SimulatedCloud cloud, TimeProvider time, string region) : ICvmApi
    {
        public string Region => region;
        public DateTimeOffset? CredentialsEnd => null;

        private async Task<JsonElement> CallAsync(string action, JsonObject body)
        {
            var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
            var isRead = action.StartsWith("Describe", StringComparison.Ordinal);
            for (var attempt = 1; ; attempt++)
            {
                var now = time.GetUtcNow();
                var day = now.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
                var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
                var canonical = $"POST\n/\n\ncontent-type:application/json\nhost:cvm.test\n\ncontent-type;host\n{hash}";
                var toSign =
                    $"TC3-HMAC-SHA256\n{now.ToUnixTimeSeconds()}\n{day}/cvm/tc3_request\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
                var k = HMACSHA256.HashData(Encoding.UTF8.GetBytes("TC3" + SimulatorOptions.DefaultSecretKey), Encoding.UTF8.GetBytes(day));
                k = HMACSHA256.HashData(HMACSHA256.HashData(k, "cvm"u8.ToArray()), "tc3_request"u8.ToArray());
                var signature = Convert.ToHexStringLower(HMACSHA256.HashData(k, Encoding.UTF8.GetBytes(toSign)));
                var headers = new List<KeyValuePair<string, string>>
                {
                    new("Host", "cvm.test"),
                    new("Content-Type", "application/json"),
                    new("X-TC-Action", action),
                    new("X-TC-Version", "2017-03-12"),
                    new("X-TC-Region", region),
                    new("X-TC-Timestamp", now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture)),
                    new(
                        "Authorization",
                        $"TC3-HMAC-SHA256 Credential={SimulatorOptions.DefaultSecretId}/{day}/cvm/tc3_request, SignedHeaders=content-type;host, Signature={signature}"
                    ),
                };
                CvmException failure;
                var reply = await cloud.HandleAsync(new SimulatedRequest("POST", "cvm.test", "/", "", headers, bytes));
                if (reply.ResetConnection || reply.Status != 200)
                {
                    failure = new CvmException(action, "ClientError.NetworkError", "reset", ErrorClass.Network);
                }
                else
                {
                    var response = JsonDocument.Parse(reply.Body).RootElement.GetProperty("Response");
                    if (!response.TryGetProperty("Error", out var error))
                    {
                        return response;
                    }

                    var code = error.GetProperty("Code").GetString()!;
                    failure = new CvmException(
                        action,
                        code,
                        error.GetProperty("Message").GetString()!,
                        Classify(code),
                        response.GetProperty("RequestId").GetString()!
                    );
                }

                if (failure.ErrorClass == ErrorClass.Throttled && attempt < 20 || isRead && failure.IsAmbiguous && attempt < 4)
                {
                    await Task.Delay(TimeSpan.FromSeconds(1), time);
                    continue;
                }

                throw failure;
            }
        }

        private static ErrorClass Classify(string code) =>
            code switch
            {
                _ when code.StartsWith("RequestLimit", StringComparison.Ordinal) => ErrorClass.Throttled,
                "MutexOperation.TaskRunning" or "OperationDenied.InstanceOperationInProgress" or "InvalidInstance.NotSupported" =>
                    ErrorClass.Busy,
                "InvalidInstanceId.NotFound" => ErrorClass.InstanceNotFound,
                "InvalidParameterValue.LimitExceeded" => ErrorClass.Limit,
                "InvalidParameterValue.KeyPairNotSupported" or "InvalidKeyPairId.NotFound" => ErrorClass.KeyPair,
                "InternalServerError" => ErrorClass.Server,
                _ when code.StartsWith("AuthFailure", StringComparison.Ordinal) => ErrorClass.Authorization,
                _ when code.EndsWith("Pending", StringComparison.Ordinal)
                        || code.EndsWith("Starting", StringComparison.Ordinal)
                        || code.EndsWith("Stopping", StringComparison.Ordinal)
                        || code.EndsWith("Rebooting", StringComparison.Ordinal) => ErrorClass.PassingState,
                _ when code.StartsWith("UnsupportedOperation.", StringComparison.Ordinal) => ErrorClass.SettledState,
                _ => ErrorClass.Request,
            };

        private static JsonArray Ids(IEnumerable<object> ids) => [.. ids.Select(id => (JsonNode)id.ToString()!)];

        private static InstanceSnapshot Map(JsonElement i)
        {
            string Text(string name) => i.TryGetProperty(name, out var v) && v.ValueKind == JsonValueKind.String ? v.GetString()! : "";
            var keys =
                i.TryGetProperty("LoginSettings", out var login)
                && login.ValueKind == JsonValueKind.Object
                && login.TryGetProperty("KeyIds", out var k)
                && k.ValueKind == JsonValueKind.Array
                    ? KeySet.Of(k.EnumerateArray().Select(e => KeyId.FromService(e.GetString()!)))
                    : KeySet.Empty;
            return new InstanceSnapshot
            {
                Id = InstanceId.FromService(Text("InstanceId")),
                State = new PowerState(Text("InstanceState")),
                Keys = keys,
                LatestOperation = new Core.LatestOperation(
                    Text("LatestOperation"),
                    Text("LatestOperationState"),
                    Text("LatestOperationRequestId"),
                    Text("LatestOperationErrorMsg")
                ),
                IsWindows = Text("OsName").Contains("windows", StringComparison.OrdinalIgnoreCase),
                IsStopCharging = Text("InstanceState") == "STOPPED" && Text("StopChargingMode") == "STOP_CHARGING",
                IsIsolated = Text("RestrictState") is "EXPIRED" or "PROTECTIVELY_ISOLATED",
            };
        }

        public async Task<IReadOnlyList<InstanceSnapshot>> DescribeInstancesAsync(
            IReadOnlyCollection<InstanceId> instances,
            CallPriority priority,
            CancellationToken cancellationToken
        ) =>
            [
                .. (
                    await CallAsync(
                        "DescribeInstances",
                        new JsonObject { ["InstanceIds"] = Ids(instances.Cast<object>()), ["Limit"] = 100 }
                    )
                )
                    .GetProperty("InstanceSet")
                    .EnumerateArray()
                    .Select(Map),
            ];

        public async Task<InstancePage> DescribeInstancesPageAsync(int offset, CallPriority priority, CancellationToken cancellationToken)
        {
            var r = await CallAsync("DescribeInstances", new JsonObject { ["Offset"] = offset, ["Limit"] = 100 });
            return new InstancePage(r.GetProperty("TotalCount").GetInt32(), [.. r.GetProperty("InstanceSet").EnumerateArray().Select(Map)]);
        }

        public async Task<IReadOnlyList<KeyPairSnapshot>> DescribeKeyPairsAsync(
            IReadOnlyCollection<KeyId> keys,
            CallPriority priority,
            CancellationToken cancellationToken
        ) =>
            [
                .. (await CallAsync("DescribeKeyPairs", new JsonObject { ["KeyIds"] = Ids(keys.Cast<object>()), ["Limit"] = 100 }))
                    .GetProperty("KeyPairSet")
                    .EnumerateArray()
                    .Select(k => new KeyPairSnapshot(
                        KeyId.FromService(k.GetProperty("KeyId").GetString()!),
                        k.GetProperty("KeyName").GetString()!,
                        [.. k.GetProperty("AssociatedInstanceIds").EnumerateArray().Select(e => InstanceId.FromService(e.GetString()!))]
                    )),
            ];

        private async Task<string> WriteAsync(string action, JsonObject body) =>
            (await CallAsync(action, body)).GetProperty("RequestId").GetString()!;

        public Task<string> AssociateInstancesKeyPairsAsync(
            IReadOnlyCollection<InstanceId> instances,
            KeySet keys,
            bool forceStop,
            CallPriority priority,
            CancellationToken cancellationToken
        ) =>
            WriteAsync(
                "AssociateInstancesKeyPairs",
                new JsonObject
                {
                    ["InstanceIds"] = Ids(instances.Cast<object>()),
                    ["KeyIds"] = Ids(keys.Cast<object>()),
                    ["ForceStop"] = forceStop,
                }
            );

        public Task<string> DisassociateInstancesKeyPairsAsync(
            IReadOnlyCollection<InstanceId> instances,
            KeySet keys,
            bool forceStop,
            CallPriority priority,
            CancellationToken cancellationToken
        ) =>
            WriteAsync(
                "DisassociateInstancesKeyPairs",
                new JsonObject
                {
                    ["InstanceIds"] = Ids(instances.Cast<object>()),
                    ["KeyIds"] = Ids(keys.Cast<object>()),
                    ["ForceStop"] = forceStop,
                }
            );

        public Task<string> StopInstancesAsync(
            IReadOnlyCollection<InstanceId> instances,
            StopType stopType,
            CallPriority priority,
            CancellationToken cancellationToken
        ) =>
            WriteAsync(
                "StopInstances",
                new JsonObject
                {
                    ["InstanceIds"] = Ids(instances.Cast<object>()),
                    ["StopType"] = stopType == StopType.Hard ? "HARD" : "SOFT",
                    ["StoppedMode"] = "KEEP_CHARGING",
                }
            );

        public Task<string> StartInstancesAsync(
            IReadOnlyCollection<InstanceId> instances,
            CallPriority priority,
            CancellationToken cancellationToken
        ) => WriteAsync("StartInstances", new JsonObject { ["InstanceIds"] = Ids(instances.Cast<object>()) });
    }
}
