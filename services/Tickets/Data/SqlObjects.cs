using Mat.Platform.Data;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Mat.Tickets.Data;

/// <summary>Database objects outside EF Core's model. The initial migration calls this last; scripts/initial-migration.sh puts the call
/// in.</summary>
internal static class SqlObjects
{
    public static void Create(MigrationBuilder migration) => migration.CreateTrigramIndex("tickets", "search_text");
}
