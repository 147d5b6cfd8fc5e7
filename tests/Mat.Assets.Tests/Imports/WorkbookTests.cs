using System.IO.Compression;
using System.Text;
using Mat.Assets.Imports;

namespace Mat.Assets.Tests.Imports;

public sealed class WorkbookTests
{
    [Fact]
    public void First_sheet_of_a_workbook_is_a_table()
    {
        var (source, rows) = Read.File(Workbook(
            [["Asset Tag", "Serial Number", "School", "Cost"], ["X1", "SN-é", "137666", 12.5], [100245, 6370000000000001d, "140001", ""]]));
        Assert.Equal(AssetImportFormat.Csv, source.Format);
        var outcomes = new MemoryRegister().Import(rows);
        Assert.Equal(("X1", "SN-é", 12.5m, Read.Oak.Id),
            (outcomes[0].Asset!.Tag, outcomes[0].Asset!.Serial, outcomes[0].Asset!.PurchaseCost, outcomes[0].Asset!.SchoolId));
        Assert.Equal(("100245", null, "import.mangled_number"), (outcomes[1].Asset!.Tag, outcomes[1].Asset!.Serial, rows[1].Notes[0].Code));
    }

    [Fact]
    public void Damaged_workbook_is_a_problem_and_no_crash()
    {
        var good = Workbook([["Asset Tag"], ["X1"]]);
        Assert.Equal("import.bad_workbook", Assert.Throws<UnusableFileException>(() => Read.File(good[..(good.Length / 2)])).Problem.Code);
        using var empty = new MemoryStream();
        using (new ZipArchive(empty, ZipArchiveMode.Create, leaveOpen: true).CreateEntry("x.txt").Open())
        { }
        Assert.Throws<UnusableFileException>(() => Read.File([(byte)'P', (byte)'K', 3, 4, .. empty.ToArray()]));
    }

    private static byte[] Workbook(object[][] rows)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Put("[Content_Types].xml",
                """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>""");
            Put("_rels/.rels",
                """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Put("xl/workbook.xml",
                """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Assets" sheetId="1" r:id="r1"/></sheets></workbook>""");
            Put("xl/_rels/workbook.xml.rels",
                """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""");
            var cells = rows.Select(
                (row, r) => $"<row r=\"{r + 1}\">{string.Concat(row.Select((cell, c) => Cell(cell, $"{(char)('A' + c)}{r + 1}")))}</row>");
            Put("xl/worksheets/sheet1.xml",
                $"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{string.Concat(cells)}</sheetData></worksheet>""");

            void Put(string name, string xml)
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(Encoding.UTF8.GetBytes(xml));
            }
        }

        return stream.ToArray();

        static string Cell(object value, string at) => value is string text
            ? $"<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"
            : FormattableString.Invariant($"<c r=\"{at}\"><v>{value}</v></c>");
    }
}
