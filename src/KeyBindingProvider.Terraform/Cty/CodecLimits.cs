namespace KeyBindingProvider.Terraform.Cty;

/// <summary>How much one value may hold. A fleet of 100,000 instances with ten keys each stays well below.</summary>
/// <param name="Values">Values in all, nested ones counted.</param>
/// <param name="TextBytes">Bytes of one text.</param>
internal sealed record CodecLimits(int Values, int TextBytes)
{
    /// <summary>What the provider works with.</summary>
    public static readonly CodecLimits Default = new(4_000_000, 16 * 1024 * 1024);
}
