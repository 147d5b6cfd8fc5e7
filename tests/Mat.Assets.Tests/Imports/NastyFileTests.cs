using System.Text;
using Mat.Assets.Imports;
using Mat.Assets.Imports.Formats;

namespace Mat.Assets.Tests.Imports;

public sealed class NastyFileTests
{
    [Theory]
    [InlineData("a,b\r1,2\r3,4\r")]
    [InlineData("a,b\n1,2\n3,4")]
    [InlineData("a,b\r\n1,2\r\n\r\n3,4\r\n")]
    [InlineData("a;b\n1;2\n3;4")]
    [InlineData("a\tb\n1\t2\n3\t4")]
    [InlineData("sep=;\r\na;b\n1;2\n3;4")]
    [InlineData("\"a\",\"b\"\n\"1\",2\n3,\"4\"")]
    public void Line_ends_and_separators_of_any_sort_give_the_same_cells(string text)
    {
        string[][] expected = [["a", "b"], ["1", "2"], ["3", "4"]];
        Assert.Equal(expected, CsvRows.Read(new StringReader(text)));
    }

    [Fact]
    public void Quotes_hold_separators_line_ends_and_doubled_quotes()
    {
        string[] expected = ["12\" screen, black", "two\nlines", "", "x"];
        Assert.Equal(expected, Assert.Single(CsvRows.Read(new StringReader("\"12\"\" screen, black\",\"two\nlines\",\"\",x"))));
    }

    [Fact]
    public void Quote_that_is_never_closed_is_a_problem_and_no_guess() =>
        Assert.Equal("import.unclosed_quote", Read.Unusable("tag,name\nT1,\"oops\nT2,b").Code);

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-8")]
    public void Byte_order_mark_settles_the_encoding(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        var (source, rows) = Read.File([.. encoding.GetPreamble(), .. encoding.GetBytes("tag,name\nT1,Zoë’s £5 case\n")]);
        Assert.Empty(source.Problems);
        Assert.Equal("Zoë’s £5 case", rows[0].Fields["name"]);
    }

    [Fact]
    public void Windows_text_is_read_and_reported()
    {
        // 0x92 is a curly apostrophe in Windows-1252 and nothing in UTF-8.
        var (source, rows) = Read.File([.. "tag,name\nT1,Zo"u8, 0xEB, 0x92, .. "s\n"u8]);
        Assert.Equal("import.encoding_guessed", Assert.Single(source.Problems).Code);
        Assert.Equal("Zoë’s", rows[0].Fields["name"]);
    }

    [Fact]
    public void Letters_that_another_program_lost_are_reported() =>
        Assert.Equal("import.encoding_lost", Assert.Single(Read.File("tag,name\nT1,Zo\uFFFD\n").Source.Problems).Code);

    [Fact]
    public void Nul_and_control_characters_never_reach_a_value() =>
        Assert.Equal("ab", Read.File("tag,name\nT1,a\0\u0001b\n").Rows[0].Fields["name"]);

    [Fact]
    public void Row_wider_than_its_headings_fails()
    {
        var (_, rows) = Read.File("tag,name\nT1,a,b\nT2,b,,\n");
        Assert.Equal("import.extra_cells", rows[0].Fault!.Code);
        Assert.Null(rows[1].Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("hello world\nthis is no register\n")]
    public void File_of_no_known_format_is_not_opened(string text) =>
        Assert.Null(ImportSource.Open(Encoding.UTF8.GetBytes(text), AssetImportFormat.Auto, ColumnMapping.None));

    [Fact]
    public void Any_table_is_read_through_a_mapping()
    {
        var (source, rows) = Read.File("Asset No,S/N,Screen,Bought,Where\nX1,SN123,13.3,03/09/2025,137666\n",
            mapping: """{"tag":"Asset No","serial":"S/N","attributes.screenSize":"Screen","attributes.fad":"Where","purchasedOn":"Bought","school":"Where"}""");
        Assert.Equal(AssetImportFormat.Csv, source.Format);
        var asset = Assert.Single(new MemoryRegister().Import(rows)).Asset!;
        Assert.Equal((Read.Oak.Id, new DateOnly(2025, 9, 3)), (asset.SchoolId, asset.PurchasedOn!.Value));
        // The kind `other` knows neither; a person mapped them, so they are kept.
        Assert.Equal(("13.3", "137666"), (asset.Attributes["screenSize"], asset.Attributes["fad"]));
        Assert.Equal("import.missing_heading", Read.Unusable("tag,x\n1,2\n", mapping: """{"name":"Nope"}""").Code);
    }

    [Theory]
    [InlineData("""{"colour":"Colour"}""")]
    [InlineData("""{"tag":""}""")]
    [InlineData("""{"tag":7}""")]
    [InlineData("""["tag"]""")]
    [InlineData("""{"dateOrder":"ymd"}""")]
    [InlineData("{")]
    public void Mapping_that_makes_no_sense_is_refused(string mapping) => Assert.NotNull(ColumnMapping.Parse(mapping).Error);

    [Theory]
    [InlineData("25/12/2025", "dmy", "2025-12-25")]
    [InlineData("12/25/2025", "mdy", "2025-12-25")]
    [InlineData("12/25/2025", "dmy", null)]
    [InlineData("3 Sep 2025", "dmy", "2025-09-03")]
    [InlineData("2025-09-03 10:11:12.1234567", "dmy", "2025-09-03")]
    [InlineData("0001-01-01 00:00:00.0000000", "dmy", "")]
    [InlineData("9999-12-31 23:59:59.9999999", "dmy", "")]
    [InlineData("soon", "dmy", null)]
    public void Date_is_read_in_the_order_of_its_format(string text, string order, string? expected)
    {
        var known = CellParser.TryDay(text, order == "dmy" ? DateOrder.DayFirst : DateOrder.MonthFirst, out var day);
        Assert.Equal(expected is not null, known);
        Assert.Equal(expected ?? "", day ?? "");
    }

    [Theory]
    [InlineData("£1,299.00", "1299.00")]
    [InlineData("GBP 12.5", "12.50")]
    [InlineData("1299", "1299.00")]
    [InlineData("1.299,00", null)]
    [InlineData("-5", null)]
    [InlineData("$10", null)]
    public void Money_is_pounds_or_nothing(string text, string? expected) => Assert.Equal(expected, CellParser.Money(text));
}
