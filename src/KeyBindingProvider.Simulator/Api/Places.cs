namespace KeyBindingProvider.Simulator.Api;

/// <summary>A region as the documents list it.</summary>
/// <param name="Region">Id.</param>
/// <param name="Number">What its zones' numbers begin with.</param>
/// <param name="Area">Name of the area, Chinese and English.</param>
/// <param name="City">Name of the place, Chinese and English.</param>
/// <param name="Zones">Numbers of its zones; those sold out are negative.</param>
internal sealed record Place(
    string Region,
    int Number,
    (string Chinese, string English) Area,
    (string Chinese, string English) City,
    int[] Zones
);

/// <summary>The documented regions and zones of CVM. Names are those of the platform's public lists.</summary>
internal static class Places
{
    private static readonly (string, string) s_southChina = ("华南地区", "South China");
    private static readonly (string, string) s_eastChina = ("华东地区", "East China");
    private static readonly (string, string) s_northChina = ("华北地区", "North China");
    private static readonly (string, string) s_southwestChina = ("西南地区", "Southwest China");
    private static readonly (string, string) s_hongKong = ("港澳台地区", "Hong Kong, Macao and Taiwan");
    private static readonly (string, string) s_southeastAsia = ("亚太东南", "Southeast Asia");
    private static readonly (string, string) s_northeastAsia = ("亚太东北", "Northeast Asia");

    /// <summary>In the order in which DescribeRegions lists them.</summary>
    public static IReadOnlyList<Place> All { get; } =
    [
        new("ap-guangzhou", 100, s_southChina, ("广州", "Guangzhou"), [-1, -2, 3, 4, 6, 7]),
        new("ap-shanghai", 200, s_eastChina, ("上海", "Shanghai"), [2, 3, 4, 5, 8]),
        new("ap-nanjing", 330, s_eastChina, ("南京", "Nanjing"), [1, 2, 3]),
        new("ap-beijing", 800, s_northChina, ("北京", "Beijing"), [-1, 3, 4, 5, 6, 7]),
        new("ap-chengdu", 160, s_southwestChina, ("成都", "Chengdu"), [1, 2]),
        new("ap-chongqing", 190, s_southwestChina, ("重庆", "Chongqing"), [1]),
        new("ap-hongkong", 300, s_hongKong, ("中国香港", "Hong Kong"), [-1, 2, 3]),
        new("ap-singapore", 900, s_southeastAsia, ("新加坡", "Singapore"), [1, 2, 3, 4]),
        new("ap-jakarta", 720, s_southeastAsia, ("雅加达", "Jakarta"), [1, 2]),
        new("ap-bangkok", 230, s_southeastAsia, ("曼谷", "Bangkok"), [1, 2]),
        new("ap-seoul", 180, s_northeastAsia, ("首尔", "Seoul"), [1, 2]),
        new("ap-tokyo", 250, s_northeastAsia, ("东京", "Tokyo"), [1, 2]),
        new("na-siliconvalley", 150, ("美国西部", "Western US"), ("硅谷", "Silicon Valley"), [1, 2]),
        new("na-ashburn", 220, ("美国东部", "Eastern US"), ("弗吉尼亚", "Virginia"), [1, 2]),
        new("sa-saopaulo", 740, ("南美地区", "South America"), ("圣保罗", "São Paulo"), [1]),
        new("eu-frankfurt", 170, ("欧洲地区", "Europe"), ("法兰克福", "Frankfurt"), [1, 2]),
        new("ap-shanghai-fsi", 700, s_eastChina, ("上海金融", "Shanghai Finance"), [1, 2, 3]),
        new("ap-shenzhen-fsi", 110, s_southChina, ("深圳金融", "Shenzhen Finance"), [1, 2, -3]),
        new("ap-beijing-fsi", 460, s_northChina, ("北京金融", "Beijing Finance"), [1]),
    ];

    /// <summary>The documented region of an id; null for one that only a world has.</summary>
    public static Place? Find(string region) => All.FirstOrDefault(place => place.Region == region);
}
