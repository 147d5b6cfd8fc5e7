using Mat.Platform.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Mat.Alerts.Data;

/// <summary>Database objects outside EF Core's model. The initial migration calls this last; scripts/initial-migration.sh puts the call
/// in.</summary>
internal static class SqlObjects
{
    public static void Create(MigrationBuilder migration)
    {
        migration.CreateTrigramIndex("episodes", "search_text");

        // A search by words is narrowed by last_seen_at before its rows are read. 32 kB for a million alerts.
        if (migration.IsPostgres())
            migration.Sql("CREATE INDEX ix_episodes_last_seen_at_brin ON episodes USING brin (last_seen_at) WITH (autosummarize = on);");
    }
}
