using Mat.Assets.Imports;
using Mat.Assets.Register;

namespace Mat.Assets.Tests.Imports;

public sealed class DeviceExportTests
{
    private const string Intune =
        "Device ID,Device name,Enrollment date,Last check-in,Azure AD Device ID,OS version,Azure AD registered,EAS activation ID,Serial number,Manufacturer,Model,EAS activated,IMEI,Last EAS sync time,EAS reason,EAS status,Compliance grace period expiration,Security patch level,Wi-Fi MAC,MEID,Subscriber carrier,Total storage,Free storage,Management name,Category,UserId,Primary user UPN,Primary user email address,Primary user display name,WiFiIPv4Address,WiFiSubnetID,Compliance,Managed by,Ownership,Device state,Intune registered,Supervised,Encrypted,OS,SkuFamily,JoinType,Phone number,Jailbroken,ICCID,EthernetMAC,CellularTechnology,ProcessorArchitecture,EID,SystemManagementBIOSVersion,TPMManufacturerId,TPMManufacturerVersion,ProductName,Management certificate expiration date";
    private const string Gam =
        "deviceId,status,annotatedAssetId,annotatedLocation,model,serialNumber,autoUpdateExpiration,lastSync,osVersion,orgUnitPath,macAddress,recentUsers.email,lastKnownNetwork.ipAddress,lastKnownNetwork.wanIpAddress";
    private const string Sheet =
        "Serial Number,Org Unit Path,Location,AssetID,User,Notes,Most Recent User,OS Version,Last Sync,Status,MAC,AUE,Model";

    private static string IntuneRow(string name, string serial, string checkIn, string upn, string model = "Latitude 3440",
        string compliance = "Compliant") =>
        $"d-1,{name},2025-09-03 08:15:00.1234567,{checkIn},aad-1,10.0.26100.1,True,,{serial},Dell Inc.,{model},False,,0001-01-01 00:00:00.0000000,,,9999-12-31 23:59:59.9999999,,AABBCCDDEEFF,,,243572,100000,mgmt,,u-1,{upn},,Sam Lee,10.4.0.9,10.4.0.0,{compliance},MDM,Corporate,Managed,True,False,True,Windows,Pro,Join,,,,112233445566,,x64,,1.20,,7.2,Pro,0001-01-01 00:00:00.0000000";

    [Fact]
    public void Intune_export_has_its_53_columns_and_empty_dates_stay_empty()
    {
        Assert.Equal(53, Intune.Split(',').Length);
        var (source, rows) = Read.File(Intune + "\n" + IntuneRow("ELM-LT-01", "5CD1234X", "2026-11-20 07:30:00.0000000", "sam@elm.sch.uk")
            + "\n"
            + IntuneRow("ELM-LT-02", "Default string", "0001-01-01 00:00:00.0000000", "sam@elm.sch.uk"));
        Assert.Equal(AssetImportFormat.Intune, source.Format);
        Assert.Empty(source.Problems);
        var outcomes = new MemoryRegister().Import(rows, "intune");
        var asset = outcomes[0].Asset!;
        Assert.Equal(("A-101", AssetKind.Laptop, AssetStatus.InUse, "elm-lt-01", "5CD1234X"),
            (asset.Tag, asset.Kind, asset.Status, asset.HostName, asset.Serial));
        Assert.Equal((Read.Elm.Id, "sam@elm.sch.uk"), (asset.SchoolId, asset.HolderEmail));
        Assert.Equal(["aa:bb:cc:dd:ee:ff", "11:22:33:44:55:66"], asset.Macs);
        Assert.Equal(["10.4.0.9"], asset.Ips);
        Assert.Equal(("compliant", "true", "corporate", "2025-09-03"),
            (asset.Attributes["compliance"], asset.Attributes["encrypted"], asset.Attributes["ownership"], asset.Attributes["enrolledOn"]));
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 7, 30, 0, TimeSpan.Zero), asset.LastSeenAt);
        Assert.Null(rows[1].LastSeenAt);
        Assert.Equal(("import.no_identity", "import.placeholder_serial"), (outcomes[1].Reason!.Code, rows[1].Notes[0].Code));
    }

    [Fact]
    public void Chromebooks_of_gam_find_school_by_their_organisational_unit()
    {
        var (source, rows) = Read.File(Gam
            + "\nid1,ACTIVE,OAK-C1,Oak Primary School,HP Chromebook 11,5CD9,2029-06-01,2026-11-19T10:00:00.000Z,131.0,/Schools/Elm Academy/Year 5,a1b2c3d4e5f6,a@elm.sch.uk,10.1.1.1,8.8.8.8\n");
        Assert.Equal(AssetImportFormat.Chromebook, source.Format);
        Assert.Empty(source.Problems);
        var asset = Assert.Single(new MemoryRegister().Import(rows)).Asset!;
        Assert.Equal((AssetKind.Chromebook, AssetStatus.InUse, Read.Elm.Id, "OAK-C1"),
            (asset.Kind, asset.Status, asset.SchoolId, asset.Tag));
        Assert.Equal((new DateOnly(2029, 6, 1), "active", "a@elm.sch.uk"),
            (asset.EndOfLifeOn!.Value, asset.Attributes["enrolment"], asset.HolderEmail));
        Assert.Equal(["10.1.1.1"], asset.Ips);
    }

    [Fact]
    public void Newer_expiry_field_counts_before_the_older()
    {
        var (_, rows) = Read.File("serialNumber,orgUnitPath,autoUpdateExpiration,autoUpdateThrough\nS1,/,1750000000000,2033-06-01\n");
        Assert.Equal("2033-06-01", rows[0].Fields["endOfLifeOn"]);
    }

    [Fact]
    public void Chromebook_sheet_variant_is_read()
    {
        var (source, rows) = Read.File(Sheet
            + "\n5CD8,/Elm Academy,Room 2,ELM-C2,,bent hinge,kid@elm.sch.uk,120,2026-10-01,DEPROVISIONED,A1:B2:C3:D4:E5:F6,2027-06-01,Lenovo 300e\n");
        Assert.Equal(AssetImportFormat.Chromebook, source.Format);
        var asset = Assert.Single(new MemoryRegister().Import(rows)).Asset!;
        Assert.Equal(("ELM-C2", AssetStatus.InStock, "deprovisioned", "bent hinge"),
            (asset.Tag, asset.Status, asset.Attributes["enrolment"], asset.Notes));
    }
}
