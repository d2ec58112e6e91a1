namespace KeyBindingProvider.Simulator.Api;

/// <summary>Products and their only version.</summary>
internal static class Products
{
    public const string Cvm = "cvm";
    public const string Sts = "sts";
    public const string Tag = "tag";
    public const string CloudAudit = "cloudaudit";

    public static string VersionOf(string product) =>
        product switch
        {
            Cvm => "2017-03-12",
            CloudAudit => "2019-03-19",
            _ => "2018-08-13",
        };
}
