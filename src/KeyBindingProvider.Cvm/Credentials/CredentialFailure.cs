using KeyBindingProvider.Cvm.Errors;

namespace KeyBindingProvider.Cvm.Credentials;

/// <summary>The one way in which missing or unusable credentials are reported.</summary>
internal static class CredentialFailure
{
    public const string Code = "ClientError.CredentialError";

    public static CvmException Of(string message, Exception? inner = null) =>
        new("credentials", Code, message, ErrorClass.Authorization, inner: inner);
}
