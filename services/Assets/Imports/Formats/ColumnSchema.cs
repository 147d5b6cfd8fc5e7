using System.Collections.Frozen;
using Mat.Assets.Register;

namespace Mat.Assets.Imports.Formats;

/// <summary>
/// Where a tool's table keeps what. Each line is a target of <see cref="TableMapper"/> and the headings that carry it,
/// best first; the first that is not empty in a row counts.
/// </summary>
/// <param name="Known">Headings that the format has and Mat has no use for; anything else is reported as not imported.</param>
internal sealed record ColumnSchema(AssetImportFormat Format, DateOrder Dates, FrozenDictionary<string, (string Target, int Rank)> Columns,
    FrozenSet<string> Known)
{
    public static ColumnSchema SnipeIt { get; } = New(AssetImportFormat.SnipeIt, DateOrder.MonthFirst,
        """
        tag: Asset Tag | Tag
        serial: Serial | Serial Number | Serial No.
        school: Company
        kind: Category
        status: Status
        name: Item Name | Name | Asset Name
        location: Location
        manufacturer: Manufacturer
        model: Model Name
        modelNumber: Model Number | Model No. | Model No
        supplier: Supplier
        orderNumber: Order Number | Purchase Order
        purchasedOn: Purchase Date
        purchaseCost: Purchase Cost
        ~warrantyMonths: Warranty | Warranty Months
        endOfLifeOn: Asset EOL Date | EOL Date | EOL
        notes: Asset Notes | Notes
        holderEmail: Checked Out To: Email | Email
        holderName: Full Name
        ~holderFirst: Checked Out To: First Name
        ~holderLast: Checked Out To: Last Name
        mac: MAC Address
        """,
        "Model Notes | Checkout Type | Checked Out To: Username | Checked Out To: Location | Username");

    public static ColumnSchema Intune { get; } = New(AssetImportFormat.Intune, DateOrder.DayFirst,
        """
        serial: Serial number
        hostName: Device name
        name: Device name
        manufacturer: Manufacturer
        model: Model
        operatingSystem: OS
        osVersion: OS version
        lastSeenAt: Last check-in
        holderEmail: Primary user email address | Primary user UPN
        holderName: Primary user display name
        mac: Wi-Fi MAC | EthernetMAC | Ethernet MAC
        ip: WiFiIPv4Address
        attributes.intuneDeviceId: Device ID
        attributes.entraDeviceId: Azure AD Device ID
        attributes.enrolledOn: Enrollment date
        attributes.imei: IMEI
        attributes.phoneNumber: Phone number
        attributes.carrier: Subscriber carrier
        attributes.compliance: Compliance
        attributes.ownership: Ownership
        attributes.encrypted: Encrypted
        attributes.supervised: Supervised
        attributes.managedBy: Managed by
        attributes.securityPatch: Security patch level
        attributes.firmware: SystemManagementBIOSVersion
        attributes.tpmVersion: TPMManufacturerVersion
        ~deviceCategory: Category
        ~sku: SkuFamily
        """,
        """
        Azure AD registered | EAS activation ID | EAS activated | Last EAS sync time | EAS reason | EAS status | Compliance grace period expiration |
        MEID | Total storage | Free storage | Management name | UserId | WiFiSubnetID | Device state | Intune registered | JoinType | Jailbroken | ICCID |
        CellularTechnology | ProcessorArchitecture | EID | TPMManufacturerId | ProductName | Management certificate expiration date
        """);

    public static ColumnSchema Chromebook { get; } = New(AssetImportFormat.Chromebook, DateOrder.MonthFirst,
        """
        tag: annotatedAssetId | AssetID | Asset ID
        serial: serialNumber | Serial Number
        model: model
        location: annotatedLocation | Location
        holderEmail: annotatedUser | User | recentUsers.email | recentUsers.0.email | Most Recent User
        notes: notes
        endOfLifeOn: autoUpdateThrough | autoUpdateExpiration | AUE
        lastSeenAt: lastSync | Last Sync
        osVersion: osVersion | OS Version
        mac: macAddress | MAC | ethernetMacAddress | ethernetMacAddress0
        ip: lastKnownNetwork.ipAddress | lastKnownNetwork.0.ipAddress
        attributes.orgUnit: orgUnitPath | Org Unit Path
        attributes.enrolment: status
        attributes.googleDeviceId: deviceId
        attributes.platformVersion: platformVersion
        attributes.firmware: firmwareVersion
        """,
        "lastKnownNetwork.wanIpAddress | lastKnownNetwork.0.wanIpAddress | recentUsers.type | recentUsers.0.type | lastEnrollmentTime | bootMode | willAutoRenew | orderNumber | etag | kind | meid");

    public static ColumnSchema Csv { get; } = New(AssetImportFormat.Csv, DateOrder.DayFirst,
        """
        tag: tag | asset tag | asset no | asset number | asset id | barcode
        serial: serial | serial number | serial no | s/n | service tag
        school: school | academy | school name | urn | site | company | schoolUrn
        kind: kind | type | category | asset type | device type
        status: status | state
        name: name | asset name | item name | item | description
        location: location | room | place
        holderEmail: holderEmail | holder email | email | user email | assigned to email
        holderName: holderName | holder | assigned to | user | owner
        manufacturer: manufacturer | make | brand
        model: model | model name
        modelNumber: modelNumber | model number | model no
        hostName: hostName | host name | computer name | device name
        operatingSystem: operatingSystem | operating system | os
        osVersion: osVersion | os version
        purchasedOn: purchasedOn | purchase date | date purchased | purchased | date of purchase
        purchaseCost: purchaseCost | purchase cost | cost | price
        supplier: supplier | vendor
        orderNumber: orderNumber | order number | order no | po number
        warrantyEndsOn: warrantyEndsOn | warranty end | warranty ends | warranty expiry | warranty end date
        endOfLifeOn: endOfLifeOn | end of life | eol | eol date
        notes: notes | comments
        mac: macs | mac | mac address | wi-fi mac | ethernet mac
        ip: ips | ip | ip address
        lastSeenAt: lastSeenAt | last seen
        """, "");

    /// <summary>Targets that a column mapping may name, attributes apart.</summary>
    public static FrozenSet<string> Targets { get; } =
        AssetFields.All.Select(f => f.Name).Except(["schoolId", "retireReason", "disposalCertificate"])
            .Concat(["school", "mac", "ip", "lastSeenAt"]).ToFrozenSet();

    public static ColumnSchema Of(AssetImportFormat format) => format switch
    {
        AssetImportFormat.SnipeIt => SnipeIt,
        AssetImportFormat.Intune => Intune,
        AssetImportFormat.Chromebook => Chromebook,
        AssetImportFormat.Csv => Csv,
        _ => throw new InvalidOperationException($"{format} is no table."),
    };

    /// <summary>The format that a row of headings belongs to; null when it is none that is known.</summary>
    public static AssetImportFormat? Detect(IEnumerable<string> headings)
    {
        var words = headings.Select(ValueSynonyms.Word).ToHashSet();
        if (words.Contains("device_name") && words.Contains("serial_number")
            && (words.Contains("last_check_in") || words.Contains("primary_user_upn") || words.Contains("managed_by")))
            return AssetImportFormat.Intune;
        if (words.Contains("serialnumber")
            && (words.Contains("orgunitpath") || words.Contains("annotatedassetid") || words.Contains("autoupdateexpiration"))
            || words.Contains("org_unit_path") && words.Contains("aue"))
            return AssetImportFormat.Chromebook;
        if (words.Contains("asset_tag")
            && (words.Contains("company") || words.Contains("checkout_type") || words.Contains("model_number")
                || words.Contains("item_name")))
            return AssetImportFormat.SnipeIt;
        return words.Any(w => Csv.Columns.TryGetValue(w, out var c) && c.Target is "tag" or "serial") ? AssetImportFormat.Csv : null;
    }

    private static ColumnSchema New(AssetImportFormat format, DateOrder dates, string columns, string known)
    {
        var table = new Dictionary<string, (string, int)>();
        foreach (var line in columns.Split('\n'))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            var headings = line[(colon + 2)..].Split('|', StringSplitOptions.TrimEntries);
            for (var i = 0; i < headings.Length; i++)
            {
                // A heading with two targets: the second is written "a+b" so that the table stays one line per heading.
                var word = ValueSynonyms.Word(headings[i]);
                if (table.TryGetValue(word, out var first))
                    table[word] = (first.Item1 + "+" + line[..colon], first.Item2);
                else
                    table.Add(word, (line[..colon], i));
            }
        }

        return new ColumnSchema(format, dates, table.ToFrozenDictionary(),
            known.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ValueSynonyms.Word)
                .ToFrozenSet());
    }
}
