using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Mat.Trust.Schools.Register;

/// <summary>
/// Reads the GIAS establishment file from a stream, one row at a time: the national file has some 50,000 rows and 60 MB,
/// of which a trust wants a few dozen.
/// </summary>
internal static class GiasFile
{
    /// <summary>More than any trust has; a filter that lets more through is a mistake.</summary>
    public const int MaxMatches = 2_000;

    private const int MaxProblems = 1_000;

    public static async Task<GiasContent> ReadAsync(Stream body, GiasFilter filter, CancellationToken ct)
    {
        using var text = new StreamReader(body, GiasValues.Latin, detectEncodingFromByteOrderMarks: true, bufferSize: 64 * 1024,
            leaveOpen: true);
        using var csv = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            // A quote in the middle of an unquoted value is the value's own.
            BadDataFound = null,
            IgnoreBlankLines = true,
            // A quote that is never closed would otherwise swallow the rest of the file.
            MaxFieldSize = 16 * 1024,
        });
        try
        {
            return await ReadAsync(csv, filter, ct);
        }
        catch (MaxFieldSizeException)
        {
            return GiasContent.Refused("import.malformed",
                $"The value after row {csv.Row} is longer than any register value: a quote is probably not closed.");
        }
    }

    private static async Task<GiasContent> ReadAsync(CsvParser csv, GiasFilter filter, CancellationToken ct)
    {
        if (!await csv.ReadAsync())
            return GiasContent.Refused("import.empty", "The file is empty.");
        if (NotCsv(csv[0]) is { } refusal)
            return new GiasContent(0, [], [], refusal);
        var headings = GiasHeadings.Of(csv);
        if (headings.Refusal is { } missing)
            return new GiasContent(0, [], [], missing);

        var rows = 0;
        var matched = new List<GiasRow>();
        var problems = new List<GiasProblem>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (await csv.ReadAsync())
        {
            ct.ThrowIfCancellationRequested();
            rows++;
            var row = new GiasRowReader(csv, headings);
            if (!row.IsWanted(filter))
                continue;
            if (matched.Count == MaxMatches)
                return GiasContent.Refused("import.too_many",
                    $"More than {MaxMatches} schools match, and no trust has so many. Say which: trustUid with the group UID, or urns.");

            var read = row.Read();
            if (read.Entry is not null && !seen.TryAdd(read.Urn, read.Row))
            {
                row.Report("URN", "urn.duplicate", $"URN {read.Urn} stands in row {seen[read.Urn]} already; the first row counts.");
                read = read with { Entry = null };
            }
            matched.Add(read);
            problems.AddRange(row.Problems.Take(MaxProblems - problems.Count));
        }
        if (rows == 0)
            return GiasContent.Refused("import.empty", "The file has headings and no rows.");
        problems.AddRange(NotFound(filter, matched).Take(MaxProblems - problems.Count));
        return new GiasContent(rows, matched, problems);
    }

    private static IEnumerable<GiasProblem> NotFound(GiasFilter filter, List<GiasRow> matched)
    {
        var urns = matched.Select(m => m.Urn).ToHashSet(StringComparer.Ordinal);
        foreach (var urn in filter.Urns.Where(u => !urns.Contains(u)).Order(StringComparer.Ordinal))
            yield return new GiasProblem(0, "URN", "urn.not_found", $"The file has no school with URN {urn}.");
        if (filter.TrustUid is { } uid && matched.Count == 0)
            yield return new GiasProblem(0, GiasHeadings.TrustUid, "trust.not_found",
                $"The file has no school of the trust with group UID {uid}. (The UID is a number such as 3104; the group ID beginning TR is another one.)");
    }

    /// <summary>What people upload by mistake: the sign-in or error page a download gave them, or the archive as it came.</summary>
    private static GiasFileError? NotCsv(string first)
    {
        var start = first.TrimStart();
        if (start.StartsWith('<') || start.StartsWith('{'))
            return new("import.not_csv", "This is a web page or another document, not the establishment CSV.");
        if (start.StartsWith("PK\u0003\u0004", StringComparison.Ordinal))
            return new("import.archive", "This is an archive or a workbook. Unpack it and send the CSV in it.");
        return null;
    }
}
