namespace KeyBindingProvider.Core.Intent.Inputs;

/// <summary>The form of a region's name: <c>ap-guangzhou</c>, <c>na-siliconvalley</c>, <c>ap-shenzhen-fsi</c>. Which regions exist only the service knows.</summary>
public static class RegionForm
{
    /// <summary>Whether it can be a region's name.</summary>
    public static bool IsWellFormed(string text)
    {
        var parts = text.Split('-');
        return text.Length <= 64
            && parts.Length >= 2
            && parts.All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)));
    }

    internal static string? Read(InputReader reader)
    {
        var region = reader.Text(PropertyNames.Region);
        if (region is null || IsWellFormed(region))
        {
            return region;
        }

        reader.Invalid(
            PropertyNames.Region,
            $"must be a region such as ap-guangzhou, not {InputReader.Shown(new InputValue.Text(region))}."
        );
        return null;
    }
}
