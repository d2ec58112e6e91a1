using System.Collections.Frozen;

namespace KeyBindingProvider.Simulator.Api;

/// <summary>Messages in both languages. The wording is ours; clients must match on the code only.</summary>
internal static class ErrorMessages
{
    private static readonly FrozenDictionary<string, (string Chinese, string English)> s_byCode = new Dictionary<string, (string, string)>
    {
        ["AuthFailure.AccessKeyIllegal"] = ("SecretId 异常。", "The SecretId is not in order."),
        ["AuthFailure.InvalidAuthorization"] = (
            "请求头部的 Authorization 不符合腾讯云标准。",
            "The Authorization header is not of the required form."
        ),
        ["AuthFailure.InvalidSecretId"] = ("密钥非法(不是云 API 密钥类型)。", "The SecretId is not a cloud API key."),
        ["AuthFailure.SecretIdNotFound"] = (
            "密钥不存在，请检查密钥是否已被删除或者禁用。",
            "The SecretId does not exist, or has been deleted or disabled."
        ),
        ["AuthFailure.SignatureExpire"] = (
            "签名过期，请检查本地时间与标准时间是否相差超过五分钟。",
            "The signature has expired; the timestamp is too far from the server's clock."
        ),
        ["AuthFailure.SignatureFailure"] = (
            "签名错误，请检查签名计算过程和参数。",
            "The provided signature does not match the one the server calculated."
        ),
        ["AuthFailure.TokenFailure"] = ("Token 错误或已过期。", "The session token is wrong or has expired."),
        ["FailedOperation"] = ("操作失败。", "The operation failed."),
        ["InternalServerError"] = ("操作内部错误。", "An internal error occurred."),
        ["InternalError"] = ("内部错误。", "An internal error occurred."),
        ["InternalError.GetSeedTokenError"] = ("获取 token 失败。", "The token could not be obtained."),
        ["InvalidAction"] = ("接口不存在。", "The action does not exist."),
        ["InvalidFilter"] = ("无效的过滤器。", "The filter is not valid."),
        ["InvalidFilterValue.LimitExceeded"] = ("过滤器的值数量超限。", "Too many values in one filter."),
        ["InvalidImageId.Malformed"] = ("镜像 ID 格式错误。", "The image ID is malformed."),
        ["InvalidInstance.NotSupported"] = (
            "指定的实例不支持该操作，实例繁忙或处于特殊状态。",
            "The instance does not support this operation; it is busy or in a special state."
        ),
        ["InvalidInstanceId.Malformed"] = ("实例 ID 格式错误。", "The instance ID is malformed."),
        ["InvalidInstanceId.NotFound"] = ("没有找到相应实例。", "The instance does not exist."),
        ["InvalidInstanceType.Malformed"] = ("实例机型格式错误。", "The instance type is malformed."),
        ["InvalidKeyPairId.Malformed"] = ("密钥对 ID 格式错误。", "The key pair ID is malformed."),
        ["InvalidKeyPairId.NotFound"] = ("密钥对 ID 不存在。", "The key pair does not exist."),
        ["InvalidParameter"] = ("参数错误。", "A parameter is wrong."),
        ["InvalidParameter.InvalidParameterCoexistImageIdsFilters"] = (
            "参数 ImageIds 和 Filters 不能同时使用。",
            "ImageIds and Filters were sent together."
        ),
        ["InvalidParameterCombination"] = ("参数组合错误。", "Parameters that exclude each other were sent together."),
        ["InvalidParameterValue"] = ("参数取值错误。", "A parameter value is not accepted."),
        ["InvalidParameterValue.InstanceTypeNotFound"] = ("实例机型不存在。", "There is no such instance type."),
        ["InvalidParameterValue.InvalidParameterValueLimit"] = ("Limit 取值超出范围。", "Limit is out of range."),
        ["InvalidParameterValue.KeyPairNotSupported"] = ("密钥对不支持该操作。", "The key pair does not support this operation."),
        ["InvalidParameterValue.LimitExceeded"] = ("参数值数量超过限制。", "The number of values exceeds the limit."),
        ["InvalidParameterValueLimit"] = ("Limit 取值超出范围。", "Limit is out of range."),
        ["InvalidParameterValueOffset"] = ("Offset 取值超出范围。", "Offset is out of range."),
        ["InvalidRequest"] = ("请求 body 的格式错误。", "The request body is malformed."),
        ["MissingParameter"] = ("缺少参数。", "A required parameter is missing."),
        ["MutexOperation.TaskRunning"] = ("同一个任务正在运行。", "The same task is already running."),
        ["NoSuchProduct"] = ("产品不存在。", "The product does not exist."),
        ["NoSuchVersion"] = ("接口版本不存在。", "The API version does not exist."),
        ["OperationDenied.InstanceOperationInProgress"] = (
            "实例正在执行其他操作，请稍后再试。",
            "Another operation is in progress on the instance."
        ),
        ["RequestLimitExceeded"] = ("请求的次数超过了频率限制。", "The number of requests exceeds the frequency limit."),
        ["RequestSizeLimitExceeded"] = ("请求包超过限制大小。", "The request is too large."),
        ["UnknownParameter"] = ("未知参数错误，用户传递未定义的参数。", "A parameter that the API does not define was sent."),
        ["UnsupportedOperation.InstanceOsWindows"] = (
            "Windows 实例不支持绑定或解绑密钥对。",
            "Windows instances do not support key pairs."
        ),
        ["UnsupportedOperation.StoppedModeStopCharging"] = (
            "关机不收费的实例不支持该操作。",
            "Instances stopped in the no-charge mode do not support this operation."
        ),
        ["UnsupportedProtocol"] = ("HTTP 请求协议错误，只支持 GET 和 POST 请求。", "Only GET and POST are supported."),
        ["UnsupportedRegion"] = ("接口不支持所传地域。", "The region is not supported."),
        ["ResourceNotFound.RoleNotFound"] = ("角色不存在。", "The role does not exist."),
        ["InvalidParameter.AccessKeyNotSupport"] = ("密钥类型不支持。", "Keys of this kind are not supported."),
        ["InvalidParameter.OverTimeError"] = ("过期时间超过阈值。", "The duration is above the allowed maximum."),
        ["InvalidParameter.ParamError"] = ("参数非法。", "A parameter is wrong."),
        ["InvalidParameter.StrategyFormatError"] = ("策略语法错误。", "The policy is not URL-encoded JSON."),
        ["InvalidParameter.ResouceError"] = ("资源六段式错误。", "The six-part resource string is wrong."),
        ["AuthFailure.UnauthorizedOperation"] = ("请求未授权。", "The request is not authorised."),
        ["InvalidParameter.ReservedTagKey"] = ("单项资源的标签键不能使用保留字符。", "The tag key begins with what is reserved."),
        ["ResourceInUse.TagDuplicate"] = ("标签已存在。", "The tag exists already."),
        ["ResourceInUse.TagKeyAttached"] = ("对应的标签键和资源已关联。", "The tag key is on the resource already."),
        ["ResourceNotFound.AttachedTagKeyNotFound"] = ("资源关联的标签键不存在。", "The tag key is not on the resource."),
        ["ResourceNotFound.TagNonExist"] = ("标签不存在。", "The tag does not exist."),
        ["LimitExceeded.ResourceNumPerRequest"] = ("单次请求的资源数达到上限。", "Too many resources in one request."),
        ["LimitExceeded.ResourceAttachedTags"] = ("资源关联的标签数达到上限。", "The resource has as many tags as it may."),
        ["LimitExceeded.TagKey"] = ("用户创建标签键达到上限。", "The account has as many tag keys as it may."),
        ["LimitExceeded.TagValue"] = ("单个标签键对应标签值达到上限。", "The tag key has as many values as it may."),
        ["UnauthorizedOperation"] = ("未授权操作。", "The operation is not authorised."),
    }.ToFrozenDictionary();

    public static string For(ApiRefusal refusal, bool english)
    {
        if (refusal.FixedMessage is { } message)
        {
            return message;
        }

        const string statePrefix = "UnsupportedOperation.InstanceState";
        var (chinese, englishText) =
            s_byCode.TryGetValue(refusal.Code, out var found) ? found
            : refusal.Code.StartsWith(statePrefix, StringComparison.Ordinal)
                ? (
                    $"实例处于 {refusal.Code[statePrefix.Length..]} 状态，不支持该操作。",
                    $"The instance is in the state {refusal.Code[statePrefix.Length..]}, which does not support this operation."
                )
            : ("操作失败。", "The operation failed.");
        var text = english ? englishText : chinese;
        return refusal.Detail is null ? text
            : english ? $"{text} [{refusal.Detail}]"
            : $"{text}（{refusal.Detail}）";
    }
}
