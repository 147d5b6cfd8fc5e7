using System.Globalization;
using System.IO.Compression;
using System.Text;
using ExcelDataReader;

namespace Mat.Assets.Imports.Formats;

/// <summary>Reads the first sheet of a workbook as rows of text.</summary>
internal static class XlsxRows
{
    /// <summary>A workbook is a zip; one that unpacks to more than this is refused before it is opened.</summary>
    private const long MaxUnpacked = 1L << 30;

    // The reader asks for Windows-1252 before it can be told otherwise, and .NET knows it only from this provider.
    static XlsxRows() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static bool IsWorkbook(byte[] bytes) => bytes is [(byte)'P', (byte)'K', 3, 4, ..];

    public static IEnumerable<string[]> Read(byte[] bytes)
    {
        using var reader = Open(bytes);
        while (Next(reader))
        {
            var cells = new string[reader.FieldCount];
            for (var i = 0; i < cells.Length; i++)
                cells[i] = Text(reader.GetValue(i));
            if (cells.Any(c => c.Length > 0))
                yield return cells;
        }
    }

    private static IExcelDataReader Open(byte[] bytes)
    {
        try
        {
            using (var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read))
            {
                if (zip.Entries.Sum(e => e.Length) > MaxUnpacked)
                    throw new UnusableFileException(
                        new AssetImportProblem("import.workbook_too_large", "The workbook is too large when unpacked."));
            }

            return ExcelReaderFactory.CreateOpenXmlReader(new MemoryStream(bytes, writable: false),
                new ExcelReaderConfiguration { FallbackEncoding = Encoding.UTF8 });
        }
        catch (Exception e) when (e is not (UnusableFileException or OutOfMemoryException))
        {
            throw Unreadable();
        }
    }

    // The reader throws whatever its XML and zip code throws on a damaged file; all of it means the same to a person.
    private static bool Next(IExcelDataReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw Unreadable();
        }
    }

    private static UnusableFileException Unreadable() =>
        new(new AssetImportProblem("import.bad_workbook", "The file is no readable .xlsx workbook. Save it again, or as CSV."));

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => string.Concat(text.Where(c => !char.IsControl(c) || c is '\n' or '\t')),
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        // A number of more than 15 digits has lost its last ones in the workbook already; shown as such it is noted as mangled.
        double number when Math.Abs(number) >= 1e15 => number.ToString("0.00E+0", CultureInfo.InvariantCulture),
        double number => number.ToString("0.##########", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
