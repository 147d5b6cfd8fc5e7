using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Alerts.Data.Migrations
{
    /// <inheritdoc />
    public partial class OpenAlerts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_episodes_school_id_status",
                table: "episodes");

            migrationBuilder.CreateIndex(
                name: "ix_episodes_open",
                table: "episodes",
                column: "last_seen_at",
                filter: "status <> 'Resolved'");

            migrationBuilder.CreateIndex(
                name: "ix_episodes_open_of_school",
                table: "episodes",
                columns: new[] { "school_id", "last_seen_at" },
                filter: "status <> 'Resolved'");

            // What a search found by its words is narrowed by when it was seen before it is read. 32 kB for a million alerts.
            if (migrationBuilder.ActiveProvider.EndsWith("PostgreSQL", StringComparison.Ordinal))
                migrationBuilder.Sql("CREATE INDEX ix_episodes_last_seen_at_brin ON episodes USING brin (last_seen_at) WITH (autosummarize = on);");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            if (migrationBuilder.ActiveProvider.EndsWith("PostgreSQL", StringComparison.Ordinal))
                migrationBuilder.Sql("DROP INDEX ix_episodes_last_seen_at_brin;");

            migrationBuilder.DropIndex(
                name: "ix_episodes_open",
                table: "episodes");

            migrationBuilder.DropIndex(
                name: "ix_episodes_open_of_school",
                table: "episodes");

            migrationBuilder.CreateIndex(
                name: "ix_episodes_school_id_status",
                table: "episodes",
                columns: new[] { "school_id", "status" });
        }
    }
}
