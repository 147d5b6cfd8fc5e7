using Mat.Platform.Http;

namespace Mat.Platform.Tests;

public sealed class WireEnumTests
{
    [Fact]
    public void ToWire_OfSeveralWords_IsSnakeCase()
    {
        Assert.Equal("dark_red", Colour.DarkRed.ToWire());
        Assert.Equal("dark red", Colour.DarkRed.ToWords());
        Assert.Equal(["dark_red", "green"], WireEnum<Colour>.All);
    }

    [Theory]
    [InlineData("green,dark_red", 2)]
    [InlineData(" green , dark_red ", 2)]
    [InlineData("Green", null)]
    [InlineData("green,blue", null)]
    [InlineData("1", null)]
    [InlineData("DarkRed", null)]
    [InlineData("", null)]
    [InlineData(",", null)]
    public void ParseList_TakesNamesAlone(string names, int? expected) => Assert.Equal(expected, WireEnum<Colour>.ParseList(names)?.Count);

    [Fact]
    public void TryParse_IgnoringCase_IsStillByName()
    {
        Assert.True(WireEnum<Colour>.TryParse("DARK_Red", out var value, ignoreCase: true));
        Assert.Equal(Colour.DarkRed, value);
        Assert.False(WireEnum<Colour>.TryParse("DARK_Red", out _));
        Assert.False(WireEnum<Colour>.TryParse("0", out _, ignoreCase: true));
    }
}
