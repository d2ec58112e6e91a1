using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KeyBindingProvider.Core.Identity;

namespace KeyBindingProvider.Core.Sources;

/// <summary>
/// A version of a launch template that a rewrite made of the one that is still the default, and that did not become it: it says so by its description, and differs
/// from the default one in its keys alone.
/// </summary>
/// <param name="Number">Its number.</param>
/// <param name="Keys">Its keys.</param>
public sealed record PreparedVersion(long Number, KeySet Keys)
{
    private const int Digits = 16;

    /// <summary>
    /// What a version says of itself that is made of another one with other keys: always the same for the same three, so that whoever comes later knows it again. Printable
    /// ASCII, at most 80 characters where 2 to 256 are allowed. Source: cvm CreateLaunchTemplateVersion.
    /// </summary>
    public static string DescriptionOf(string templateId, long baseVersion, KeySet keys)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"version 1\n{templateId}\n{baseVersion}\n{keys}");
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..Digits];
        return string.Create(CultureInfo.InvariantCulture, $"keybinding: version {baseVersion} with other keys {digest}");
    }
}
