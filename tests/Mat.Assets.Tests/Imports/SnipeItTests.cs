using System.Text;
using Mat.Assets.Imports;
using Mat.Assets.Register;

namespace Mat.Assets.Tests.Imports;

public sealed class SnipeItTests
{
    private const string Headings =
        "Company,Name,Asset Tag,Category,Supplier,Manufacturer,Location,Order Number,Model,Model Notes,Model Number,Asset Notes,Purchase Date,Purchase Cost,Checkout Type,Checked Out To: Username,Checked Out To: First Name,Checked Out To: Last Name,Checked Out To: Email,Checked Out To: Location,Asset EOL Date";
    private const string BadHeadings =
        "Full Name,Email,Username,Company,item Name,Category,Model name,Manufacturer,Model Number,Serial,Asset Tag,Location,Category,Notes,Purchase Date,Purchase Cost,Company,Status,Warranty,Supplier";

    [Fact]
    public void Sample_shape_with_bom_and_short_dates_is_read()
    {
        var text = Headings
            + "\r\nOak Primary School,Office laptop,OAK-1,Laptops,Insight,Dell,Room 4,PO-77,Latitude 3440,,L3440,\"Small dent, lid\",9/30/25,\"1,049.50\",user,jsmith,Jo,Smith,JSmith@oak.sch.uk,,9/30/30\r\n";
        var (source, rows) = Read.File([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)]);
        Assert.Equal(AssetImportFormat.SnipeIt, source.Format);
        Assert.Empty(source.Problems);
        var register = new MemoryRegister();
        var outcome = Assert.Single(register.Import(rows, "snipe_it"));
        Assert.Equal(AssetImportResult.Created, outcome.Result);
        var asset = outcome.Asset!;
        Assert.Equal(("OAK-1", AssetKind.Laptop, "Latitude 3440", "L3440"), (asset.Tag, asset.Kind, asset.Model, asset.ModelNumber));
        Assert.Equal((new DateOnly(2025, 9, 30), new DateOnly(2030, 9, 30), 1049.50m),
            (asset.PurchasedOn!.Value, asset.EndOfLifeOn!.Value, asset.PurchaseCost!.Value));
        Assert.Equal(("Jo Smith", "jsmith@oak.sch.uk", "Small dent, lid"), (asset.HolderName, asset.HolderEmail, asset.Notes));
        Assert.Equal(Read.Oak.Id, asset.SchoolId);
        Assert.Null(asset.Serial);
    }

    [Fact]
    public void Duplicate_headings_stop_the_import_until_the_mapping_says_which()
    {
        var row =
            "Zoë Müller,z@elm.sch.uk,zm,Wrong Ltd,Cart laptop,Laptop,ThinkPad L13,Lenovo,6.37E+15,PF0N1X2A,ELM-7,Elm Academy,Furniture,,9/1/25,£899.00,Elm Academy,Deployed,36 months,Insight";
        var text = BadHeadings + "\r" + row + "\r";
        Assert.Equal("import.duplicate_heading", Read.Unusable(text).Code);

        var bytes = Encoding.Latin1.GetBytes(text);
        var (source, rows) = Read.File(bytes, mapping: """{"school":"Company#2","kind":"Category#1"}""");
        Assert.Equal("import.encoding_guessed", Assert.Single(source.Problems).Code);
        var incoming = Assert.Single(rows);
        Assert.Equal("import.mangled_number", Assert.Single(incoming.Notes).Code);
        var asset = Assert.Single(new MemoryRegister().Import(rows)).Asset!;
        Assert.Equal(("Zoë Müller", "PF0N1X2A", AssetKind.Laptop, AssetStatus.InUse),
            (asset.HolderName, asset.Serial, asset.Kind, asset.Status));
        Assert.Equal((Read.Elm.Id, new DateOnly(2028, 9, 1), 899m),
            (asset.SchoolId, asset.WarrantyEndsOn!.Value, asset.PurchaseCost!.Value));
        Assert.Null(asset.ModelNumber);
    }

    [Fact]
    public void Empty_headings_are_reported_and_their_cells_ignored()
    {
        var (source, rows) = Read.File("Asset Tag,,Company,\nT1,junk,Elm Academy,more\n");
        Assert.Equal("import.empty_heading", Assert.Single(source.Problems).Code);
        Assert.Equal("T1", Assert.Single(rows).Tag);
    }

    [Fact]
    public void Model_alone_is_not_guessed()
    {
        var (source, rows) = Read.File("Asset Tag,Company,Model,Item Name\nT1,Elm Academy,X1,Laptop\n");
        Assert.Equal("import.ambiguous_heading", source.Problems[0].Code);
        Assert.DoesNotContain("model", rows[0].Fields.Keys);
        Assert.Equal("X1",
            Read.File("Asset Tag,Company,Model,Item Name\nT1,Elm Academy,X1,Laptop\n",
                mapping: """{"model":"Model"}""").Rows[0].Fields["model"]);
    }
}
