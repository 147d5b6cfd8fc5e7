using System.Text;
using Mat.Platform.Http;

namespace Mat.Platform.Tests;

public sealed class CsvTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+44 20 7946 0000", "'+44 20 7946 0000")]
    [InlineData("@here", "'@here")]
    [InlineData("-cmd", "'-cmd")]
    [InlineData("\tx", "'\tx")]
    [InlineData("-12", "-12")]
    [InlineData("-12.50", "-12.50")]
    [InlineData("a, b", "\"a, b\"")]
    [InlineData("=say \"hi\"", "\"'=say \"\"hi\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData(null, "")]
    public void A_cell_runs_nothing_and_keeps_what_it_says(string? cell, string written)
    {
        var file = Csv.File("t.csv", [["Name", "Next"], [cell, "1"]]);
        Assert.Equal($"Name,Next\r\n{written},1\r\n", Encoding.UTF8.GetString(file.FileContents.Span[3..]));
        Assert.Equal([.. Encoding.UTF8.Preamble], file.FileContents.Span[..3].ToArray());
    }
}
