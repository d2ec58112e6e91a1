namespace KeyBindingProvider.Simulator.Api;

/// <summary>Products and their versions.</summary>
internal static class Products
{
    public const string Cvm = "cvm";
    public const string Cbs = "cbs";
    public const string Sts = "sts";
    public const string Tag = "tag";
    public const string AutoScaling = "as";
    public const string Tke = "tke";
    public const string CloudAudit = "cloudaudit";

    private static readonly Dictionary<string, string[]> s_versions = new(StringComparer.Ordinal)
    {
        [Cvm] = ["2017-03-12"],
        [Cbs] = ["2017-03-12"],
        [Sts] = ["2018-08-13"],
        [Tag] = ["2018-08-13"],
        [AutoScaling] = ["2018-04-19"],
        [Tke] = ["2018-05-25", "2022-05-01"],
        [CloudAudit] = ["2019-03-19"],
    };

    public static bool Knows(string product) => s_versions.ContainsKey(product);

    public static bool HasVersion(string product, string version) => s_versions[product].Contains(version);

    public static bool NeedsRegion(string product) => product is Cvm or Cbs or AutoScaling or Tke or CloudAudit;
}
