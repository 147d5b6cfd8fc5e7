using Mat.Alerts.Correlation;

namespace Mat.Alerts.Tests.Correlation;

public sealed class CorrelatorTests
{
    private static readonly KnownSchool Oak = new(Guid.NewGuid(), "Oak", true, ["oak.example", "shared.example"], ["10.20.0.0/16"]);
    private static readonly KnownSchool Elm = new(Guid.NewGuid(), "Elm", true, ["elm.example", "shared.example"],
        ["10.20.30.0/24", "10.30.0.0/16", "fd00:30::/32"]);
    private static readonly KnownSchool Ash = new(Guid.NewGuid(), "Ash", true, [], ["10.30.0.0/16", "not a range"]);
    private static readonly KnownSchool Gone = new(Guid.NewGuid(), "Gone", false, ["gone.example"], ["10.99.0.0/16"]);
    private static readonly KnownAsset Laptop = Asset("LT-1", Oak, serial: "sn1", host: "oak-lt-1", mac: "00:00:00:00:00:01",
        ip: "10.20.0.1");
    private static readonly KnownAsset Desktop = Asset("DT-1", Elm, serial: "sn2", host: "elm-dt-1.elm.example", mac: "00:00:00:00:00:02",
        ip: "10.30.0.2");

    private static KnownAsset Asset(string tag, KnownSchool school, string? serial = null, string? host = null, string? mac = null,
        string? ip = null, bool inService = true) =>
        new(Guid.NewGuid(), tag, tag, school.Id, inService, serial, host, mac is null ? [] : [mac], ip is null ? [] : [ip]);

    private static CorrelationResult Decide(
        string? serial = null, string? mac = null, string? host = null, string? ip = null, string? user = null, Guid? source = null,
        params KnownAsset[] more) =>
        Correlator.Decide(new CorrelationKeys(serial, mac, host is null ? [] : [host], ip, user, source), [Laptop, Desktop, .. more],
            [Oak, Elm, Ash, Gone]);

    private static void IsOn(CorrelationResult placement, CorrelatedBy by, KnownAsset asset) =>
        Assert.Equal((by, asset.Id, asset.SchoolId), (placement.By, placement.Asset?.Id, placement.SchoolId));

    [Fact]
    public void One_asset_gives_its_school_by_the_strongest_clue()
    {
        IsOn(Decide(serial: "sn1", host: "oak-lt-1", ip: "10.20.0.1"), CorrelatedBy.Serial, Laptop);
        IsOn(Decide(mac: "00:00:00:00:00:01"), CorrelatedBy.Mac, Laptop);
        IsOn(Decide(host: "oak-lt-1"), CorrelatedBy.Host, Laptop);
        IsOn(Decide(ip: "10.30.0.2"), CorrelatedBy.Ip, Desktop);
    }

    [Fact]
    public void Short_names_stand_for_any_domain_and_two_domains_are_two_machines()
    {
        IsOn(Decide(host: "oak-lt-1.oak.example"), CorrelatedBy.Host, Laptop);
        IsOn(Decide(host: "elm-dt-1"), CorrelatedBy.Host, Desktop);
        Assert.Null(Decide(host: "elm-dt-1.other.example").SchoolId);
    }

    [Fact]
    public void Address_does_not_outweigh_a_better_clue() => IsOn(Decide(host: "oak-lt-1", ip: "10.30.0.2"), CorrelatedBy.Host, Laptop);

    [Fact]
    public void Case_54_two_assets_match_is_unassigned_with_both_as_candidates()
    {
        var twin = Asset("LT-2", Elm, host: "oak-lt-1");
        var placement = Decide(host: "oak-lt-1", user: "a@oak.example", source: Oak.Id, more: twin);
        Assert.Null(placement.SchoolId);
        Assert.Null(placement.Asset);
        Assert.Equal([Laptop.Id, twin.Id], placement.Candidates.Select(c => c.AssetId!.Value));
        Assert.Equal("2 assets match host oak-lt-1.", placement.Why);
    }

    [Fact]
    public void Case_54_clues_that_disagree_are_unassigned()
    {
        var placement = Decide(serial: "sn1", host: "elm-dt-1.elm.example");
        Assert.Null(placement.SchoolId);
        Assert.Equal(2, placement.Candidates.Count);
    }

    [Fact]
    public void Case_54_unknown_asset_falls_back_to_source_then_domain_then_range()
    {
        Assert.Equal((CorrelatedBy.Source, Oak.Id), By(Decide(host: "x", source: Oak.Id, user: "a@elm.example")));
        Assert.Equal((CorrelatedBy.Domain, Elm.Id), By(Decide(host: "x", user: "a@Mail.ELM.example", ip: "10.20.0.77")));
        Assert.Equal((CorrelatedBy.IpRange, Oak.Id), By(Decide(host: "x", ip: "10.20.0.77")));
        Assert.Equal((CorrelatedBy.IpRange, Elm.Id), By(Decide(ip: "10.20.30.5")));
        Assert.Equal((CorrelatedBy.IpRange, Elm.Id), By(Decide(ip: "fd00:30::5")));
        Assert.Equal((CorrelatedBy.IpRange, Oak.Id), By(Decide(user: "a@shared.example", ip: "10.20.0.77")));
    }

    [Fact]
    public void Case_54_nothing_that_matches_or_more_than_one_school_is_unassigned()
    {
        Assert.Equal("The alert names no device, address or person.", Decide().Why);
        Assert.Null(Decide(host: "x", user: "a@notoak.example").SchoolId);
        Assert.Equal([Ash.Id, Elm.Id], Decide(ip: "10.30.0.9").Candidates.Select(c => c.SchoolId));
        Assert.Equal(2, Decide(user: "a@shared.example").Candidates.Count);
        Assert.Null(Decide(ip: "10.99.0.1", user: "a@gone.example").SchoolId);
    }

    [Fact]
    public void Retired_asset_gives_way_to_one_in_service_and_still_answers_to_its_serial()
    {
        var retired = Asset("LT-0", Elm, serial: "sn9", host: "oak-lt-1", inService: false);
        IsOn(Decide(host: "oak-lt-1", more: retired), CorrelatedBy.Host, Laptop);
        IsOn(Decide(serial: "sn9", more: retired), CorrelatedBy.Serial, retired);
        Assert.Null(Decide(host: "old", more: Asset("LT-9", Oak, host: "old", inService: false)).SchoolId);
    }

    private static (CorrelatedBy?, Guid?) By(CorrelationResult placement) => (placement.By, placement.SchoolId);
}
