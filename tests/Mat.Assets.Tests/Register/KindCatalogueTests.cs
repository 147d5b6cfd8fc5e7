using Mat.Assets.Register;

namespace Mat.Assets.Tests.Register;

public sealed class KindCatalogueTests
{
    [Fact]
    public void Every_kind_is_described_once_with_unique_attributes()
    {
        Assert.Equal(Enum.GetValues<AssetKind>().Order(), KindCatalogue.Kinds.Select(k => k.Kind).Order());
        foreach (var kind in KindCatalogue.Kinds)
            Assert.Equal(kind.Attributes.Count, kind.Attributes.Select(a => a.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("screenSize", "13.3", "13.3")]
    [InlineData("screenSize", "big", null)]
    [InlineData("encrypted", "Yes", "true")]
    [InlineData("encrypted", "perhaps", null)]
    [InlineData("wifi", "WIFI_6E", "wifi_6e")]
    [InlineData("wifi", "wifi_9", null)]
    [InlineData("compliance", "InGracePeriod", "in_grace_period")]
    [InlineData("enrolledOn", "2026-09-01", "2026-09-01")]
    [InlineData("enrolledOn", "01/09/2026", null)]
    public void Value_is_checked_by_its_type(string name, string value, string? expected)
    {
        var (text, error) = KindCatalogue.Check(KindCatalogue.Find(AssetKind.Laptop, name)!, value);
        Assert.Equal(expected, text);
        Assert.Equal(expected is null, error is not null);
    }
}
