using System.Text;

namespace Mat.Assets.Imports.Formats;

/// <summary>
/// Reads records of separated text as spreadsheets write them: quotes, doubled quotes, line ends of any sort (CRLF, LF,
/// and the lone CR of old Macs), a separator of comma, semicolon or tab found in the first line.
/// </summary>
internal static class CsvRows
{
    /// <summary>A cell longer than this is a file with a lost quote and not a cell.</summary>
    private const int MaxCell = 100_000;

    public static IEnumerable<string[]> Read(TextReader text)
    {
        var reader = new Source(text);
        var separator = reader.SniffSeparator();
        var cells = new List<string>();
        var cell = new StringBuilder();
        while (reader.Peek() >= 0)
        {
            cells.Clear();
            ReadRecord(reader, separator, cells, cell);
            // A line with nothing on it is no row; a line of separators is an empty row, which counts.
            if (cells.Count > 1 || cells[0].Length > 0)
                yield return [.. cells];
        }
    }

    private static void ReadRecord(Source reader, char separator, List<string> cells, StringBuilder cell)
    {
        while (true)
        {
            cell.Clear();
            if (reader.Peek() == '"')
                ReadQuoted(reader, cell);
            int c;
            // Text after a closing quote is kept: `"12"" screen" black` is a slip that every spreadsheet forgives.
            while ((c = reader.Read()) >= 0 && c != separator && c is not ('\r' or '\n'))
                Append(cell, (char)c);
            cells.Add(cell.ToString());
            if (c == separator)
                continue;
            if (c == '\r' && reader.Peek() == '\n')
                reader.Read();
            return;
        }
    }

    private static void ReadQuoted(Source reader, StringBuilder cell)
    {
        reader.Read();
        while (true)
        {
            var c = reader.Read();
            if (c < 0)
                throw new UnusableFileException(
                    new AssetImportProblem("import.unclosed_quote",
                        "A quote is opened and never closed; nothing after it can be told apart."));
            if (c == '"')
            {
                if (reader.Peek() != '"')
                    return;
                reader.Read();
            }

            Append(cell, (char)c);
        }
    }

    private static void Append(StringBuilder cell, char c)
    {
        if (cell.Length >= MaxCell)
            throw new UnusableFileException(
                new AssetImportProblem("import.cell_too_long",
                    $"A cell is longer than {MaxCell} characters; a closing quote is probably missing."));
        // No database keeps NUL in text, and no other control character belongs into a register.
        if (!char.IsControl(c) || c is '\n' or '\t')
            cell.Append(c);
        else if (c == '\r')
            cell.Append('\n');
    }

    /// <summary>A reader with its own buffer: TextReader's virtual Read and Peek per character cost half of the time.</summary>
    private sealed class Source(TextReader text)
    {
        private readonly char[] _buffer = new char[64 * 1024];
        private int _at;
        private int _end;

        public int Peek() => _at < _end || Fill() ? _buffer[_at] : -1;

        public int Read() => _at < _end || Fill() ? _buffer[_at++] : -1;

        public char SniffSeparator()
        {
            Fill();
            // Excel's own hint: a first line `sep=;`.
            if (_end >= 5 && _buffer.AsSpan(0, 4).Equals("sep=", StringComparison.OrdinalIgnoreCase))
            {
                var hint = _buffer[4];
                _at = 5;
                while (Peek() is '\r' or '\n')
                    _at++;
                return hint;
            }

            int comma = 0, semicolon = 0, tab = 0;
            var quoted = false;
            foreach (var c in _buffer.AsSpan(0, _end))
            {
                quoted ^= c == '"';
                if (!quoted && c is '\r' or '\n')
                    break;
                comma += !quoted && c == ',' ? 1 : 0;
                semicolon += !quoted && c == ';' ? 1 : 0;
                tab += !quoted && c == '\t' ? 1 : 0;
            }

            return tab > comma && tab >= semicolon ? '\t' : semicolon > comma ? ';' : ',';
        }

        private bool Fill()
        {
            _at = 0;
            _end = text.ReadBlock(_buffer);
            return _end > 0;
        }
    }
}
