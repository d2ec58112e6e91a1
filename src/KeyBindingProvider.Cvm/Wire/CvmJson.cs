using System.Text.Json.Serialization;

namespace KeyBindingProvider.Cvm.Wire;

/// <summary>All wire types, compiled ahead of time. Parameters that are null are not sent: the API refuses what it does not define.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 32)]
[JsonSerializable(typeof(DescribeInstancesRequest))]
[JsonSerializable(typeof(Envelope<DescribeInstancesResponse>))]
[JsonSerializable(typeof(DescribeKeyPairsRequest))]
[JsonSerializable(typeof(Envelope<DescribeKeyPairsResponse>))]
[JsonSerializable(typeof(InstancesKeyPairsRequest))]
[JsonSerializable(typeof(StopInstancesRequest))]
[JsonSerializable(typeof(StartInstancesRequest))]
[JsonSerializable(typeof(Envelope<ApiResponse>))]
[JsonSerializable(typeof(AssumeRoleRequest))]
[JsonSerializable(typeof(Envelope<AssumeRoleResponse>))]
[JsonSerializable(typeof(RoleCredentials))]
[JsonSerializable(typeof(ResourcesTagRequest))]
[JsonSerializable(typeof(CreateTagRequest))]
[JsonSerializable(typeof(ResourceTagsRequest))]
[JsonSerializable(typeof(Envelope<ResourceTagsResponse>))]
[JsonSerializable(typeof(ResourcesByTagsRequest))]
[JsonSerializable(typeof(Envelope<ResourcesByTagsResponse>))]
[JsonSerializable(typeof(TagAnswer))]
[JsonSerializable(typeof(InstanceAnswer))]
[JsonSerializable(typeof(Envelope<GetCallerIdentityResponse>))]
[JsonSerializable(typeof(DescribeEventsRequest))]
[JsonSerializable(typeof(Envelope<DescribeEventsResponse>))]
[JsonSerializable(typeof(AuditedCallAnswer))]
[JsonSerializable(typeof(AuditedParametersAnswer))]
internal sealed partial class CvmJson : JsonSerializerContext;
