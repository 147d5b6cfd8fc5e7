using Mat.Assets.Register;

namespace Mat.Assets.Tests.Register;

public sealed class IdentifiersTests
{
    [Theory]
    [InlineData("AA-BB-CC-DD-EE-0F", "aa:bb:cc:dd:ee:0f")]
    [InlineData("aabb.ccdd.ee0f", "aa:bb:cc:dd:ee:0f")]
    [InlineData("AABBCCDDEE0F", "aa:bb:cc:dd:ee:0f")]
    [InlineData(" aa:bb:cc:dd:ee:0f ", "aa:bb:cc:dd:ee:0f")]
    [InlineData("AA BB CC DD EE 0F", "aa:bb:cc:dd:ee:0f")]
    [InlineData("00:00:00:00:00:00", null)]
    [InlineData("ff-ff-ff-ff-ff-ff", null)]
    [InlineData("aabbccddee", null)]
    [InlineData("aabbccddee0f0f", null)]
    [InlineData("gg:bb:cc:dd:ee:0f", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Mac_of_any_writing_becomes_one(string? text, string? expected) => Assert.Equal(expected, Identifiers.Mac(text));

    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3")]
    [InlineData("::ffff:10.1.2.3", "10.1.2.3")]
    [InlineData("2001:DB8::1", "2001:db8::1")]
    [InlineData("127.0.0.1", null)]
    [InlineData("169.254.7.7", null)]
    [InlineData("fe80::1%eth0", null)]
    [InlineData("0.0.0.0", null)]
    [InlineData("5", null)]
    [InlineData("10.1.2", null)]
    [InlineData("room 12", null)]
    public void Ip_that_tells_a_device_is_kept(string text, string? expected) => Assert.Equal(expected, Identifiers.Ip(text));

    [Theory]
    [InlineData("OAK-LT-014.oak.sch.uk.", "oak-lt-014.oak.sch.uk", "oak-lt-014")]
    [InlineData("OAK-LT-014", "oak-lt-014", "oak-lt-014")]
    [InlineData("10.1.2.3", "10.1.2.3", "10.1.2.3")]
    [InlineData("localhost", null, null)]
    [InlineData("my laptop", null, null)]
    public void Host_is_lower_case_with_its_short_name(string text, string? expected, string? shortName)
    {
        var host = Identifiers.Host(text);
        Assert.Equal(expected, host);
        Assert.Equal(shortName, host is null ? null : Identifiers.ShortHost(host));
    }

    [Theory]
    [InlineData("To be filled by O.E.M.")]
    [InlineData("TO BE FILLED BY  O.E.M.")]
    [InlineData("Default string")]
    [InlineData("0")]
    [InlineData("00000000")]
    [InlineData("N/A")]
    [InlineData("None")]
    [InlineData("System Serial Number")]
    [InlineData("xxxxxxx")]
    [InlineData("  ")]
    public void Placeholder_is_no_serial(string text) => Assert.True(Identifiers.IsPlaceholder(text));

    [Theory]
    [InlineData("640HP72")]
    [InlineData("PF0N1X2A")]
    [InlineData("C02XK0AAJG5J")]
    public void Real_serial_is_kept(string text) => Assert.False(Identifiers.IsPlaceholder(text));

    [Theory]
    [InlineData("6.37E+15", true)]
    [InlineData("3.57213E+14", true)]
    [InlineData("1E+10", true)]
    [InlineData("5E+", false)]
    [InlineData("E+15", false)]
    [InlineData("DELL5E+15", false)]
    [InlineData("637000000000001", false)]
    public void Number_that_a_spreadsheet_rounded_is_recognised(string text, bool mangled) =>
    Assert.Equal(mangled, Identifiers.IsMangledNumber(text));
}
