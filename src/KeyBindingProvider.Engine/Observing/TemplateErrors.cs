using KeyBindingProvider.Cvm.Errors;

namespace KeyBindingProvider.Engine.Observing;

/// <summary>Codes of cvm DescribeLaunchTemplates and its siblings.</summary>
internal static class TemplateErrors
{
    /// <summary>Whether there is no such template any more.</summary>
    public static bool IsGone(CvmException refused) =>
        refused.Code is "InvalidParameterValue.LaunchTemplateIdNotExisted" or "InvalidParameterValue.LaunchTemplateNotFound";
}
