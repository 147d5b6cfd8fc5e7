using Microsoft.EntityFrameworkCore.Migrations;

namespace Mat.Platform.Data;

/// <summary>Indexes that EF Core's model cannot describe for one provider alone; called from a service's <c>SqlObjects</c>.</summary>
public static class PostgresIndexes
{
    /// <summary>
    /// A trigram index, which makes a search for words anywhere in a text an index scan. Skipped where the role may not add the extension
    /// pg_trgm or the server does not have it: the search then scans the table. A missing table or column fails the migration.
    /// </summary>
    /// <param name="migration">The migration under way.</param>
    /// <param name="table">Table name as in the database.</param>
    /// <param name="column">Text column of that table.</param>
    public static void CreateTrigramIndex(this MigrationBuilder migration, string table, string column)
    {
        if (migration.IsPostgres())
            migration.Sql($"""
                DO $$ BEGIN
                    CREATE EXTENSION IF NOT EXISTS pg_trgm;
                    CREATE INDEX ix_{table}_{column} ON {table} USING gin ({column} gin_trgm_ops);
                EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported OR undefined_object THEN
                    RAISE NOTICE 'No trigram index on {table}: %', SQLERRM;
                END $$;
                """);
    }

    /// <summary>Whether the migration runs on PostgreSQL; the other provider is SQLite.</summary>
    public static bool IsPostgres(this MigrationBuilder migration) =>
        migration.ActiveProvider?.EndsWith("PostgreSQL", StringComparison.Ordinal) == true;
}
