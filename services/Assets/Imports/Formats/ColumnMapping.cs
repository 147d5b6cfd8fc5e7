using System.Text.Json;

namespace Mat.Assets.Imports.Formats;

/// <summary>
/// A person's own word on which column is what: <c>{"tag":"Asset No","attributes.screenSize":"Screen"}</c>. A heading that
/// stands twice is told apart by its place: <c>"Company#2"</c>. <c>"dateOrder"</c> is <c>dmy</c> or <c>mdy</c>.
/// </summary>
internal sealed record ColumnMapping(IReadOnlyDictionary<string, string> Columns, DateOrder? Dates)
{
    public const int MaxColumns = 200;

    public static ColumnMapping None { get; } = new(new Dictionary<string, string>(), null);

    /// <summary>Reads the mapping, or says in one sentence what is wrong with it.</summary>
    public static (ColumnMapping? Mapping, string? Error) Parse(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
            return (None, null);
        Dictionary<string, string?>? pairs;
        try
        {
            pairs = JsonSerializer.Deserialize<Dictionary<string, string?>>(json);
        }
        catch (JsonException)
        {
            return (null, "The mapping must be a JSON object of texts, for example {\"tag\":\"Asset No\"}.");
        }

        var columns = new Dictionary<string, string>();
        DateOrder? dates = null;
        foreach (var (target, heading) in pairs ?? [])
        {
            if (target == "dateOrder")
            {
                if (heading is not ("dmy" or "mdy"))
                    return (null, "dateOrder must be dmy or mdy.");
                dates = heading == "dmy" ? DateOrder.DayFirst : DateOrder.MonthFirst;
                continue;
            }

            var known = ColumnSchema.Targets.Contains(target) || target.StartsWith("attributes.", StringComparison.Ordinal)
                && target.Length is > 11 and <= 71;
            if (!known || target.Any(char.IsControl))
                return (null, $"The mapping names the field '{target}', which an asset does not have.");
            if (string.IsNullOrWhiteSpace(heading) || heading.Length > 200)
                return (null, $"The mapping of '{target}' must name a heading of the file.");
            columns[target] = heading.Trim();
        }

        return columns.Count > MaxColumns ? (null, $"The mapping names more than {MaxColumns} columns.")
            : (new ColumnMapping(columns, dates), null);
    }
}
