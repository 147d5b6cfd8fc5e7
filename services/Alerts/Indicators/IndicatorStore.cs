using System.Text;
using Mat.Alerts.Data;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Indicators;

/// <summary>An indicator of an episode before it is kept.</summary>
internal readonly record struct IndicatorMatch(IndicatorKind Kind, string Value, Guid AlertId);

/// <summary>Keeps what is not kept already, in the caller's transaction and without reading first.</summary>
internal sealed class IndicatorStore(AlertsDb db)
{
    private const int PerStatement = 200;

    public async Task KeepAsync(IReadOnlyCollection<IndicatorMatch> traces, CancellationToken ct)
    {
        // Always in the same order, so that two batches never wait for each other.
        foreach (var chunk in traces.OrderBy(t => t.AlertId).ThenBy(t => t.Kind).ThenBy(t => t.Value, StringComparer.Ordinal)
            .Chunk(PerStatement))
        {
            var sql = new StringBuilder("INSERT INTO indicators (kind, value, alert_id) VALUES ");
            var values = new List<object>(chunk.Length * 3);
            foreach (var trace in chunk)
            {
                sql.Append(values.Count == 0 ? "" : ", ").Append('(').Append('{').Append(values.Count).Append("}, {")
                    .Append(values.Count + 1).Append("}, {").Append(values.Count + 2).Append("})");
                values.AddRange([trace.Kind.ToString(), trace.Value, trace.AlertId]);
            }
            await db.Database.ExecuteSqlRawAsync(sql.Append(" ON CONFLICT DO NOTHING").ToString(), values, ct);
        }
    }
}
