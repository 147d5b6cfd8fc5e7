using Mat.Assets.Software;
using Mat.Assets.Vulnerabilities;

namespace Mat.Assets.Tests.Vulnerabilities;

public sealed class ProgramNameTests
{
    [Theory]
    [InlineData("7-Zip 23.01 (x64)", "7-zip")]
    [InlineData("Mozilla Firefox (x64 en-GB)", "mozilla firefox")]
    [InlineData("Mozilla Firefox ESR", "mozilla firefox esr")]
    [InlineData("Microsoft 365 Apps for enterprise - en-us", "microsoft 365 apps for enterprise")]
    [InlineData("Microsoft Office 2019", "microsoft office 2019")]
    [InlineData("google_chrome", "google chrome")]
    [InlineData("Notepad++ (64-bit x64)", "notepad++")]
    public void Key_leaves_version_architecture_and_language_out(string name, string key) => Assert.Equal(key, ProgramName.Key(name));

    private static Title Program(string name, string? publisher = null, string? version = null) =>
        new() { Key = name, SearchText = name, Name = name, NameKey = ProgramName.Key(name), Publisher = publisher, Version = version };

    [Theory]
    [InlineData("Google Chrome", "Google LLC", true)]
    [InlineData("Chrome", "Google LLC", true)]
    [InlineData("Chrome", null, true)]
    [InlineData("Chrome", "Somebody", false)]
    [InlineData("Chrome Remote Desktop Host", "Google LLC", false)]
    public void Cpe_means_its_product_with_or_without_the_vendor(string name, string? publisher, bool means) =>
        Assert.Equal(means, new VulnerabilityMatch(Cpe: "cpe:2.3:a:google:chrome:*:*:*:*:*:*:*:*").Means(Program(name, publisher)));

    [Theory]
    [InlineData("cpe:2.3:a:notepad-plus-plus:notepad\\+\\+:8.5", "notepad++", "8.5")]
    [InlineData("CPE:2.3:a:7-zip:7-zip:*:*", "7-zip", null)]
    [InlineData("cpe:2.3:a:igor\\:pavlov:seven_zip", "seven zip", null)]
    public void Cpe_is_read_with_its_escapes(string text, string product, string? version) =>
    Assert.Equal((product, version), (CpeProduct.Parse(text)!.Product, CpeProduct.Parse(text)!.Version));

    [Theory]
    [InlineData("cpe:2.3:o:microsoft:windows_11:*")]
    [InlineData("cpe:/a:google:chrome:120")]
    [InlineData("cpe:2.3:a:google")]
    [InlineData("cpe:2.3:a:*:*")]
    [InlineData("chrome")]
    public void Cpe_of_anything_else_is_refused(string text) =>
    Assert.Contains("CPE", new VulnerabilityMatch(Cpe: text).Fault, StringComparison.Ordinal);

    [Theory]
    [InlineData(null, "120.0.6", "119.9", 2)]
    [InlineData(null, "120.0.6", "120.0.6", 0)]
    [InlineData(null, "120.0.6", "120-1ubuntu2", 1)]
    [InlineData(null, "120.0.6", null, 1)]
    [InlineData("100", "120.0.6", "99.5", 0)]
    [InlineData("100", "120.0.6", "100.0", 2)]
    [InlineData("100", null, "130", 2)]
    [InlineData(null, null, null, 2)]
    public void Range_begins_with_its_first_version_and_ends_before_the_fixed_one(string? from, string? fixedIn, string? version,
        int verdict) =>
        Assert.Equal((Verdict)verdict,
            new VulnerabilityMatch(Software: "x1", SoftwareFrom: from, SoftwareFixedIn: fixedIn).OfVersion(version));

    [Theory]
    [InlineData("1.1.1k", true)]
    [InlineData("24H2", true)]
    [InlineData("8u401", true)]
    [InlineData("latest", false)]
    [InlineData("1:2.4.57-2", false)]
    public void Limit_is_a_version_that_can_be_compared(string limit, bool fits) =>
    Assert.Equal(fits, new VulnerabilityMatch(Software: "openssl", SoftwareFixedIn: limit).Fault is null);

    [Fact]
    public void Version_of_the_cpe_counts_where_no_range_is_given()
    {
        var match = new VulnerabilityMatch(Cpe: "cpe:2.3:a:google:chrome:119.0");
        Assert.Equal((Verdict.Hit, Verdict.NotHit, Verdict.ToCheck),
            (match.OfVersion("119.0.0"), match.OfVersion("120"), match.OfVersion("unknown")));
        Assert.Equal(Verdict.Hit, (match with { SoftwareFixedIn = "121" }).OfVersion("120"));
    }

    [Fact]
    public void Name_with_a_star_means_what_begins_so()
    {
        var match = new VulnerabilityMatch(Software: "Java 8*", Publisher: "oracle");
        Assert.True(match.Means(Program("Java 8 Update 391 (64-bit)", "Oracle Corporation")));
        Assert.False(match.Means(Program("Java 8 Update 391", "Somebody")));
        Assert.False(new VulnerabilityMatch(Software: "Java 8").Means(Program("Java 8 Update 391", "Oracle Corporation")));
    }
}
