using Mat.Assets.Software;

namespace Mat.Assets.Tests.Software;

public sealed class SoftwareVersionTests
{
    [Theory]
    [InlineData("10.0.9", "10.0.10")]
    [InlineData("119.0.6045.199", "120.0.6099.62")]
    [InlineData("v15", "15.1")]
    [InlineData("24.008.20421", "24.8.20533")]
    [InlineData("1", "99999999999999999999999")]
    [InlineData("3.0.0-dev", "3.0.0-alpha2")]
    [InlineData("3.0.0-alpha2", "3.0.0a10")]
    [InlineData("3.0 beta 2", "3.0-rc.1")]
    [InlineData("3.0-rc1", "3.0")]
    [InlineData("1.1.1", "1.1.1k")]
    [InlineData("1.1.1k", "1.1.1w")]
    [InlineData("1.0.2u", "1.0.2za")]
    [InlineData("9.3p1", "9.3p2")]
    [InlineData("9.3", "9.3p1")]
    [InlineData("7.0 SP1", "7.0 SP2")]
    [InlineData("8u391", "8u401")]
    [InlineData("22H2", "24H2")]
    [InlineData("23.01 (x64)", "24.07")]
    [InlineData("1.4.0+build7", "1.4.1")]
    public void Older_one_is_less_and_the_newer_one_more(string older, string newer)
    {
        Assert.True(SoftwareVersion.Compare(older, newer) < 0);
        Assert.True(SoftwareVersion.Compare(newer, older) > 0);
    }

    [Theory]
    [InlineData("14", "14.0.0")]
    [InlineData("V2.1", "2.1")]
    [InlineData("1.4.0+a", "1.4.0+b")]
    [InlineData("1:2.4.57-2+deb12u1", "1:2.4.57-2+DEB12u1")]
    [InlineData("latest", " Latest ")]
    public void Same_version_is_neither(string left, string right) => Assert.Equal(0, SoftwareVersion.Compare(left, right));

    [Theory]
    [InlineData(null, "1.0")]
    [InlineData("", "1.0")]
    [InlineData("latest", "1.0")]
    // A distribution mends old versions, so the number says nothing.
    [InlineData("2.4.57-2", "2.4.58")]
    [InlineData("1:8.2.0", "8.2.1")]
    [InlineData("1.1.1k-7.el8", "1.1.1w")]
    // Two ways of counting the same product.
    [InlineData("8u391", "8.0.4010")]
    [InlineData("24H2", "10.0.26100")]
    [InlineData("24H2", "24R2")]
    [InlineData("9.3p1", "9.3 sp1")]
    [InlineData("1.0.", "1.1")]
    [InlineData("1.0 or so", "1.1")]
    [InlineData("1,0", "1.1")]
    public void What_nobody_can_say_is_not_guessed(string? left, string right)
    {
        Assert.Null(SoftwareVersion.Compare(left, right));
        Assert.Null(SoftwareVersion.Compare(right, left));
    }

    [Fact]
    public void Order_is_one_over_many_versions_and_never_throws()
    {
        var random = new Random(7);
        string[] tails = ["", "", "", "a", "k", "za", "a1", "-rc1", "-beta", "p2", " SP1", "H2", "-1", "+b", " (x64)", "~", "é"];
        string Make() =>
            string.Join('.', Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(0, 3))) + tails[random.Next(tails.Length)];
        for (var i = 0; i < 20_000; i++)
        {
            var (a, b, c) = (Make(), Make(), Make());
            Assert.Equal(-Math.Sign(SoftwareVersion.Compare(a, b) ?? 9), Math.Sign(SoftwareVersion.Compare(b, a) ?? -9));
            if (SoftwareVersion.Compare(a, b) <= 0 && SoftwareVersion.Compare(b, c) <= 0 && SoftwareVersion.Compare(a, c) is { } order)
                Assert.True(order <= 0, $"{a} ≤ {b} ≤ {c}");
        }
    }
}
