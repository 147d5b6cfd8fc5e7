using Mat.Assets.Imports;
using Mat.Assets.Register;

namespace Mat.Assets.Tests.Imports;

public sealed class GlpiInventoryTests
{
    private const string Laptop = """
        {"action":"inventory","deviceid":"elm-lt-9-2026-09-01-08-00-00","itemtype":"Computer","tag":"140001","content":{"versionclient":"Agent_1.0",
        "bios":{"ssn":"640HQ72","smodel":"XPS 13","smanufacturer":"Dell Inc.","assettag":"ELM-9","bversion":"1.4"},
        "hardware":{"name":"elm-lt-9","chassis_type":"Laptop","memory":16384,"vmsystem":"Physical","lastloggeduser":"sam"},
        "operatingsystem":{"full_name":"Microsoft Windows 11 Education","version":"10.0.26100"},
        "drives":[{"letter":"C:","systemdrive":true,"encrypt_status":"Yes"},{"letter":"D:","encrypt_status":"No"}],
        "antivirus":[{"name":"Defender","enabled":true,"uptodate":false}],
        "networks":[{"mac":"E0:DC:FF:ED:09:59","ipaddress":"10.9.0.7","virtualdev":false},{"mac":"00:15:5d:00:00:01","virtualdev":true},{"mac":"aa:aa:aa:aa:aa:01 bb:bb","ipaddress":"127.0.0.1"}],
        "softwares":[{"name":"Office"}]}}
        """;

    [Fact]
    public void Whole_inventory_becomes_an_asset()
    {
        var (source, rows) = Read.File(Laptop);
        Assert.Equal(AssetImportFormat.Glpi, source.Format);
        var asset = Assert.Single(new MemoryRegister().Import(rows, "glpi")).Asset!;
        Assert.Equal(("ELM-9", "640HQ72", AssetKind.Laptop, "elm-lt-9", Read.Elm.Id),
            (asset.Tag, asset.Serial, asset.Kind, asset.HostName, asset.SchoolId));
        Assert.Equal(["e0:dc:ff:ed:09:59"], asset.Macs);
        Assert.Equal(("16", "true", "false"),
            (asset.Attributes["memoryGb"], asset.Attributes["encrypted"], asset.Attributes["antivirusUpToDate"]));
    }

    [Fact]
    public void Partial_inventory_blanks_nothing()
    {
        var register = new MemoryRegister();
        register.Import(Read.File(Laptop).Rows);
        var partial =
            """{"action":"inventory","partial":true,"deviceid":"elm-lt-9-2026-09-01-08-00-00","content":{"versionclient":"Agent_1.0","bios":{"ssn":"640HQ72"},"drives":[{"letter":"C:","systemdrive":true,"encrypt_status":"No"}]}}""";
        var outcome = Assert.Single(register.Import(Read.File(partial).Rows));
        Assert.Equal(AssetImportResult.Updated, outcome.Result);
        Assert.Equal([new AssetFieldChange("attributes.encrypted", "true", "false")], outcome.Changes);
        Assert.Equal(("Dell Inc.", "elm-lt-9", "16"),
            (outcome.Asset!.Manufacturer, outcome.Asset.HostName, outcome.Asset.Attributes["memoryGb"]));
    }

    [Fact]
    public void Partial_inventory_without_bios_finds_its_asset_by_device_id()
    {
        var register = new MemoryRegister();
        register.Import(Read.File(Laptop).Rows);
        var partial =
            """{"deviceid":"elm-lt-9-2026-09-01-08-00-00","partial":true,"content":{"versionclient":"a","hardware":{"memory":32768}}}""";
        Assert.Equal("attributes.memoryGb", Assert.Single(Assert.Single(register.Import(Read.File(partial).Rows)).Changes).Field);
        var stranger = """{"deviceid":"who-2026","partial":true,"content":{"versionclient":"a","hardware":{"memory":32768}}}""";
        Assert.Equal("import.no_identity", Assert.Single(register.Import(Read.File(stranger).Rows)).Reason!.Code);
    }

    [Fact]
    public void Two_computers_of_one_agent_tag_are_two_assets()
    {
        var text = """
            [{"deviceid":"a-1","itemtype":"Computer","tag":"000005","content":{"versionclient":"x","bios":{"ssn":"AAA111"},"hardware":{"name":"a"}}},
             {"deviceid":"b-1","itemtype":"Computer","tag":"000005","content":{"versionclient":"x","bios":{"ssn":"BBB222"},"hardware":{"name":"b"}}}]
            """;
        var register = new MemoryRegister(Read.Oak.Id);
        Assert.All(register.Import(Read.File(text).Rows), o => Assert.Equal(AssetImportResult.Created, o.Result));
    }

    [Fact]
    public void Lines_of_json_keep_accents_and_ignore_a_made_up_asset_tag()
    {
        var text = """
            {"deviceid":"p","itemtype":"Phone","content":{"versionclient":"x","hardware":{"name":"Mi9T-T\u00e9l\u00e9phone"},"bios":{"assettag":"release-keys","ssn":"af8d8fcf","smodel":"Mi 9T"},"simcards":[{"phone_number":"+447700900001"}]}}
            {"deviceid":"q","itemtype":"Printer","content":{"versionclient":"missing","network_device":{"serial":"PHC1","model":"LaserJet","mac":"00:68:eb:f2:be:10","ips":["10.59.29.175"],"firmware":"24"},"pagecounters":{"total":1802}}}
            """;
        var (_, rows) = Read.File(text);
        var outcomes = new MemoryRegister(Read.Oak.Id).Import(rows);
        Assert.Equal(("Mi9T-Téléphone", "A-101", AssetKind.Phone),
            (outcomes[0].Asset!.Name, outcomes[0].Asset!.Tag, outcomes[0].Asset!.Kind));
        Assert.Equal(("1802", AssetKind.Printer), (outcomes[1].Asset!.Attributes["pageCount"], outcomes[1].Asset!.Kind));
    }

    [Fact]
    public void Item_that_is_no_inventory_fails_alone()
    {
        var (_, rows) = Read.File("""[{"deviceid":"x"}, 7, null, {"deviceid":"b-1","content":{"bios":{"ssn":"BBB222"}}}]""");
        Assert.Equal(["import.bad_inventory", "import.bad_inventory", "import.bad_inventory"], rows.Take(3).Select(r => r.Fault!.Code));
        Assert.Null(rows[3].Fault);
        Assert.Equal("import.bad_json", Read.Unusable("{\"deviceid\":\n{oops").Code);
    }
}
