using System.Globalization;

namespace Mat.Assets.Imports.Formats;

/// <summary>Turns the records of one table into rows in the register's words. What cannot be read is noted, never guessed.</summary>
internal sealed class TableMapper
{
    private const int MaxHeadings = 500;

    private readonly ColumnSchema _layout;
    private readonly DateOrder _dates;
    private readonly int _width;
    private readonly List<(int Index, string Heading, string Target, bool Mapped)> _columns = [];

    public TableMapper(string[] headings, ColumnSchema layout, ColumnMapping mapping)
    {
        if (headings.Length > MaxHeadings)
            throw new UnusableFileException(
                new AssetImportProblem("import.too_many_columns", $"The file has more than {MaxHeadings} columns."));
        _layout = layout;
        _dates = mapping.Dates ?? layout.Dates;
        _width = headings.Length;
        var words = headings.Select(ValueSynonyms.Word).ToArray();
        var mapped = Resolve(headings, words, mapping);
        var unused = new List<string>();
        var ranks = new Dictionary<int, int>();
        for (var i = 0; i < headings.Length; i++)
        {
            if (mapped.TryGetValue(i, out var targets))
            {
                _columns.AddRange(targets.Select(t => (i, headings[i].Trim(), t, true)));
                continue;
            }

            if (words[i].Length == 0)
                continue;
            if (!Known(words, i, mapping, out var found))
            {
                if (!layout.Known.Contains(words[i]))
                    unused.Add(headings[i].Trim());
                continue;
            }

            ranks[i] = found.Rank;
            // A mapping of a field replaces what the format would have taken for it.
            var own = found.Target.Split('+').Where(t => t is "mac" or "ip" || !mapping.Columns.ContainsKey(t)).ToList();
            if (own.Count == 0)
                continue;
            if (words.Count(w => w == words[i]) > 1)
            {
                if (!NamedByPlace(words[i], mapping))
                    throw new UnusableFileException(new AssetImportProblem("import.duplicate_heading",
                        $"The heading '{headings[i].Trim()}' stands more than once. Say which one counts in the mapping, for example {{\"{own[0]}\":\"{headings[i].Trim()}#2\"}}.", headings[i].Trim()));
                continue;
            }

            _columns.AddRange(own.Select(t => (i, headings[i].Trim(), t, false)));
        }

        _columns.Sort((a, b) => (ranks.GetValueOrDefault(a.Index), a.Index).CompareTo((ranks.GetValueOrDefault(b.Index), b.Index)));
        if (words.Count(w => w.Length == 0) is > 0 and var empty)
            Problems.Add(new AssetImportProblem("import.empty_heading", $"{empty} column(s) have no heading and are not imported."));
        if (unused.Count > 0)
            Problems.Add(new AssetImportProblem("import.unknown_heading", $"Not imported: {Shorten(string.Join(", ", unused))}."));
        if (!_columns.Exists(c => c.Target is "tag" or "serial"))
            throw new UnusableFileException(
                new AssetImportProblem("import.no_identity_column", "No column holds the asset tag or the serial number."));
    }

    /// <summary>What is to be said about the file before its rows are read.</summary>
    public List<AssetImportProblem> Problems { get; } = [];

    public ImportRecord Map(int number, string[] cells)
    {
        var row = new ImportRecord(number);
        var scratch = new Dictionary<string, string>();
        if (cells.Length > _width && cells.Skip(_width).Any(c => !string.IsNullOrWhiteSpace(c)))
            row.Fault = new AssetImportProblem("import.extra_cells",
                $"The row has {cells.Length} cells and the headings are {_width}; which cell is which is not certain.");
        foreach (var (index, heading, target, mapped) in _columns)
        {
            if (index >= cells.Length || cells[index].Trim() is not { Length: > 0 } cell)
                continue;
            RowReader.Put(row, target, cell, heading, _dates, mapped, scratch);
        }

        RowReader.Finish(row, _layout.Format, scratch);
        return row;
    }

    private bool Known(string[] words, int index, ColumnMapping mapping, out (string Target, int Rank) found)
    {
        if (_layout.Columns.TryGetValue(words[index], out found))
            return true;
        // Snipe-IT reads "Model" as the model's name and as its number. Only a number column beside it settles which.
        if (_layout.Format != AssetImportFormat.SnipeIt || words[index] != "model")
            return false;
        found = ("model", 0);
        if (words.Any(w => w is "model_number" or "model_no") && !words.Contains("model_name"))
            return true;
        if (!mapping.Columns.ContainsKey("model") && !mapping.Columns.ContainsKey("modelNumber"))
            Problems.Add(new AssetImportProblem("import.ambiguous_heading",
                "'Model' can be the name or the number of the model; it is not imported. Say which in the mapping, for example {\"model\":\"Model\"}.", "Model"));
        return false;
    }

    private static Dictionary<int, List<string>> Resolve(string[] headings, string[] words, ColumnMapping mapping)
    {
        var found = new Dictionary<int, List<string>>();
        foreach (var (target, heading) in mapping.Columns)
        {
            var (word, place) = SplitPlace(heading);
            var at = Enumerable.Range(0, words.Length).Where(i => words[i] == word && word.Length > 0).ToList();
            if (at.Count == 0)
                at = [.. Enumerable.Range(0, headings.Length)
                    .Where(i => headings[i].Trim().Equals(heading, StringComparison.OrdinalIgnoreCase))];
            if (at.Count == 0 || place > at.Count)
                throw new UnusableFileException(
                    new AssetImportProblem("import.missing_heading",
                        $"The mapping names the heading '{heading}', which the file does not have.", heading));
            if (at.Count > 1 && place is null)
                throw new UnusableFileException(new AssetImportProblem("import.duplicate_heading",
                    $"The heading '{heading}' stands {at.Count} times. Write '{heading}#1' to '{heading}#{at.Count}' in the mapping.",
                    heading));
            var index = at[(place ?? 1) - 1];
            if (!found.TryGetValue(index, out var targets))
                found.Add(index, targets = []);
            targets.Add(target);
        }

        return found;
    }

    private static bool NamedByPlace(string word, ColumnMapping mapping) =>
        mapping.Columns.Values.Any(h => SplitPlace(h) is { Place: not null } split && split.Word == word);

    private static (string Word, int? Place) SplitPlace(string heading)
    {
        var at = heading.LastIndexOf('#');
        return at > 0 && int.TryParse(heading.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place > 0
            ? (ValueSynonyms.Word(heading[..at]), place) : (ValueSynonyms.Word(heading), null);
    }

    private static string Shorten(string text) => text.Length <= 500 ? text : text[..500] + "…";
}
