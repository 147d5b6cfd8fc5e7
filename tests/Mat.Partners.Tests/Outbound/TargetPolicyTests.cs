using System.Net;
using Mat.Partners.Outbound;

namespace Mat.Partners.Tests.Outbound;

public class TargetPolicyTests
{
    private static readonly TargetPolicy Strict = new([]);

    [Theory]
    [InlineData("https://partner.example/hooks?x=1")]
    [InlineData("https://partner.example:8443/hooks")]
    [InlineData("https://xn--bcher-kva.example/")]
    [InlineData("https://8.8.8.8/")]
    [InlineData("https://[2606:4700:4700::1111]/")]
    public void Public_target_is_welcome(string url) => Assert.Null(Strict.Refuse(url, out _));

    [Theory]
    [InlineData("http://partner.example/")]
    [InlineData("https://2130706433/")]
    [InlineData("http://2130706433/")]
    [InlineData("https://0x7f.1/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://0x08080808/")] // a public address in disguise is a disguise
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:169.254.169.254]/")]
    [InlineData("https://[::ffff:a9fe:a9fe]/")]
    [InlineData("https://[fe80::1%25eth0]/")]
    [InlineData("https://[fd00:ec2::254]/")]
    [InlineData("https://[64:ff9b::808:808]/")]
    [InlineData("https://[2002:808:808::1]/")]
    [InlineData("https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/")]
    [InlineData("https://user@partner.example/")]
    [InlineData("https://user:pw@partner.example/")]
    [InlineData("https://@partner.example/")]
    [InlineData("https://partner.example./")]
    [InlineData("https://bücher.example/")]
    [InlineData("https://partner.example:22/")]
    [InlineData("https://partner.example/#x")]
    [InlineData("https://par%74ner.example/")]
    [InlineData("https://partner.example\\@127.0.0.1/")]
    [InlineData("https://localhost/")]
    [InlineData("https://redis:443/")]
    [InlineData("https://mat-tickets.mat.svc.cluster.local/")]
    [InlineData("https://metadata.google.internal/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://partner.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("//partner.example/")]
    [InlineData("https://")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("https://partner.example/\r\nHost: x")]
    public void Case_09_url_that_leads_inside_or_hides_where_it_leads_is_refused(string? url) => Assert.NotNull(Strict.Refuse(url, out _));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("100.64.0.1")]
    [InlineData("127.8.8.8")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.1")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("168.63.129.16")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("fe80::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("ff02::1")]
    [InlineData("2001:db8::1")]
    [InlineData("3fff::1")]
    [InlineData("100::1")]
    [InlineData("2002:808:808::")]
    [InlineData("64:ff9b::8.8.8.8")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("5f00::1")]
    [InlineData("2001::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("::8.8.8.8")]
    [InlineData("fec0::1")]
    public void Special_purpose_address_is_blocked(string address)
    {
        var parsed = IPAddress.Parse(address);
        Assert.True(BlockedNetworks.Contains(parsed));
        Assert.NotNull(Strict.RefuseConnection("partner.example", 443, [parsed]));
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    public void Public_address_is_not_blocked(string address) => Assert.False(BlockedNetworks.Contains(IPAddress.Parse(address)));

    [Fact]
    public void Case_08_one_private_address_among_public_ones_refuses_the_name() =>
        Assert.NotNull(Strict.RefuseConnection("partner.example", 443, [IPAddress.Parse("8.8.8.8"), IPAddress.Parse("10.0.0.1")]));

    [Fact]
    public void Allowed_range_may_have_http_and_any_port()
    {
        var policy = new TargetPolicy(["127.0.0.0/8", "10.20.0.0/16"]);

        Assert.Null(policy.Refuse("http://127.0.0.1:5005/hook", out _));
        Assert.Null(policy.Refuse("http://localhost:5005/hook", out _));
        Assert.Null(policy.Refuse("https://10.20.3.4:9443/", out _));
        Assert.NotNull(policy.Refuse("https://10.21.3.4/", out _));
        Assert.NotNull(policy.Refuse("http://2130706433/", out _));
        Assert.Null(policy.RefuseConnection("help.partner.example", 443, [IPAddress.Parse("10.20.3.4")]));
        Assert.NotNull(policy.RefuseConnection("help.partner.example", 22, [IPAddress.Parse("8.8.8.8")]));
    }

    [Fact]
    public void Allowed_target_is_that_host_and_port_alone()
    {
        var policy = new TargetPolicy(["desk.internal:9000, 10.0.0.9:81"]);

        Assert.Null(policy.Refuse("http://desk.internal:9000/", out _));
        Assert.NotNull(policy.Refuse("http://desk.internal:9001/", out _));
        Assert.Null(policy.RefuseConnection("desk.internal", 9000, [IPAddress.Parse("192.168.0.7")]));
        Assert.NotNull(policy.RefuseConnection("other.internal", 9000, [IPAddress.Parse("192.168.0.7")]));
    }

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("partner.example")]
    public void Unreadable_setting_is_named(string entry) =>
        Assert.Contains(entry, Assert.Throws<InvalidOperationException>(() => new TargetPolicy([entry])).Message, StringComparison.Ordinal);
}
