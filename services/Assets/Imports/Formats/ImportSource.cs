namespace Mat.Assets.Imports.Formats;

/// <summary>A file whose format is settled and whose rows can be read, once or again, always in the same order.</summary>
internal sealed class ImportSource
{
    private readonly byte[] _bytes;
    private readonly ColumnMapping _mapping;

    private ImportSource(byte[] bytes, AssetImportFormat format, ColumnMapping mapping)
    {
        _bytes = bytes;
        _mapping = mapping;
        Format = format;
    }

    public AssetImportFormat Format { get; }

    /// <summary>What there is to say about the file as a whole; complete once reading has begun.</summary>
    public List<AssetImportProblem> Problems { get; } = [];

    /// <summary>Settles the format; null when it is none that Mat knows.</summary>
    public static ImportSource? Open(byte[] bytes, AssetImportFormat wanted, ColumnMapping mapping)
    {
        var format = wanted == AssetImportFormat.Auto ? Detect(bytes, mapping) : wanted;
        return format is { } known ? new ImportSource(bytes, known, mapping) : null;
    }

    /// <summary>How many rows there are, read no further than one above the limit.</summary>
    public int Count(int most)
    {
        if (Format == AssetImportFormat.Glpi)
            return GlpiInventory.Read(FileText.Open(_bytes).Text).Take(most + 1).Count();
        return Math.Max(0, Records(_bytes).Take(most + 2).Count() - 1);
    }

    public IEnumerable<ImportRecord> Read()
    {
        Problems.Clear();
        if (!XlsxRows.IsWorkbook(_bytes) && FileText.Open(_bytes).Problem is { } encoding)
            Problems.Add(encoding);
        return Format == AssetImportFormat.Glpi ? GlpiInventory.Read(FileText.Open(_bytes).Text) : ReadTable();
    }

    private IEnumerable<ImportRecord> ReadTable()
    {
        TableMapper? mapper = null;
        var number = 0;
        foreach (var cells in Records(_bytes))
        {
            number++;
            if (mapper is null)
            {
                mapper = new TableMapper(cells, ColumnSchema.Of(Format), _mapping);
                Problems.AddRange(mapper.Problems);
            }
            else
            {
                yield return mapper.Map(number, cells);
            }
        }
    }

    private static IEnumerable<string[]> Records(byte[] bytes) =>
        XlsxRows.IsWorkbook(bytes) ? XlsxRows.Read(bytes) : CsvRows.Read(FileText.Open(bytes).Text);

    private static AssetImportFormat? Detect(byte[] bytes, ColumnMapping mapping)
    {
        if (!XlsxRows.IsWorkbook(bytes) && FirstLetter(bytes) is '{' or '[')
            return AssetImportFormat.Glpi;
        var headings = Records(bytes).FirstOrDefault();
        if (headings is null)
            return null;
        return ColumnSchema.Detect(headings) ?? (mapping.Columns.Count > 0 ? AssetImportFormat.Csv : null);
    }

    private static int FirstLetter(byte[] bytes)
    {
        var text = FileText.Open(bytes).Text;
        int c;
        while ((c = text.Read()) >= 0 && char.IsWhiteSpace((char)c))
        { }
        return c;
    }
}
