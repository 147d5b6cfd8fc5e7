using Mat.Insights.Overview;

namespace Mat.Insights.Tests.Overview;

public sealed class CellSumsTests
{
    [Theory]
    [InlineData("2026-11-22", "under_1")]
    [InlineData("2027-01-01", "under_1")]
    [InlineData("2025-11-23", "under_1")]
    [InlineData("2025-11-22", "1_to_3")]
    [InlineData("2023-11-22", "3_to_5")]
    [InlineData("2021-11-22", "over_5")]
    [InlineData("unknown", "unknown")]
    public void Age_falls_in_its_band(string bought, string band) =>
        Assert.Equal(band, CellSums.Band(bought, new DateOnly(2026, 11, 22)));

    [Fact]
    public void Figure_is_never_below_nothing() =>
        Assert.Equal(0, CellSums.Cell([new Sum(Guid.Empty, "tickets.open", "", -2)]).TicketsOpen);
}
