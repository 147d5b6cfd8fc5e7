using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Alerts.Data.Migrations
{
    /// <inheritdoc />
    public partial class SyslogRulesAndLists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "grants_json",
                table: "person_copies",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "case_requested",
                table: "episodes",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "withdrawn_at",
                table: "case_indicators",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "withdrawn_by",
                table: "case_indicators",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "withdrawn_why",
                table: "case_indicators",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "withdrawn_at",
                table: "case_findings",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "withdrawn_by",
                table: "case_findings",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "withdrawn_why",
                table: "case_findings",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "senders",
                table: "alert_sources",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "mail_people",
                table: "alert_rules",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "mail_roles",
                table: "alert_rules",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "open_case",
                table: "alert_rules",
                maxLength: 40,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "notices",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    episode_id = table.Column<Guid>(nullable: false),
                    person_id = table.Column<Guid>(nullable: false),
                    rule_name = table.Column<string>(maxLength: 100, nullable: false),
                    due_at = table.Column<DateTime>(nullable: true),
                    attempts = table.Column<int>(nullable: false),
                    sent_at = table.Column<DateTime>(nullable: true),
                    last_error = table.Column<string>(maxLength: 500, nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notices", x => x.id);
                });

            migrationBuilder.UpdateData(
                table: "alert_rules",
                keyColumn: "id",
                keyValue: new Guid("01920000-0000-7000-8000-00000000a1e7"),
                columns: new[] { "mail_people", "mail_roles", "open_case" },
                values: new object[] { "[]", "[]", null });

            migrationBuilder.CreateIndex(
                name: "ix_episodes_school_id_last_seen_at",
                table: "episodes",
                columns: new[] { "school_id", "last_seen_at" });

            migrationBuilder.CreateIndex(
                name: "ix_notices_due_at",
                table: "notices",
                column: "due_at");

            migrationBuilder.CreateIndex(
                name: "ix_notices_episode_id_person_id",
                table: "notices",
                columns: new[] { "episode_id", "person_id" },
                unique: true);

            // As in Tickets: a search for words anywhere is an index scan where the role may add the extension, else a scan of the table.
            if (migrationBuilder.ActiveProvider.EndsWith("PostgreSQL", StringComparison.Ordinal))
                migrationBuilder.Sql("""
                    DO $$ BEGIN
                        CREATE EXTENSION IF NOT EXISTS pg_trgm;
                        CREATE INDEX ix_episodes_search_text ON episodes USING gin (search_text gin_trgm_ops);
                    EXCEPTION WHEN OTHERS THEN RAISE NOTICE 'Without pg_trgm: %', SQLERRM;
                    END $$;
                    """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            if (migrationBuilder.ActiveProvider.EndsWith("PostgreSQL", StringComparison.Ordinal))
                migrationBuilder.Sql("DROP INDEX IF EXISTS ix_episodes_search_text;");

            migrationBuilder.DropTable(
                name: "notices");

            migrationBuilder.DropIndex(
                name: "ix_episodes_school_id_last_seen_at",
                table: "episodes");

            migrationBuilder.DropColumn(
                name: "grants_json",
                table: "person_copies");

            migrationBuilder.DropColumn(
                name: "case_requested",
                table: "episodes");

            migrationBuilder.DropColumn(
                name: "withdrawn_at",
                table: "case_indicators");

            migrationBuilder.DropColumn(
                name: "withdrawn_by",
                table: "case_indicators");

            migrationBuilder.DropColumn(
                name: "withdrawn_why",
                table: "case_indicators");

            migrationBuilder.DropColumn(
                name: "withdrawn_at",
                table: "case_findings");

            migrationBuilder.DropColumn(
                name: "withdrawn_by",
                table: "case_findings");

            migrationBuilder.DropColumn(
                name: "withdrawn_why",
                table: "case_findings");

            migrationBuilder.DropColumn(
                name: "senders",
                table: "alert_sources");

            migrationBuilder.DropColumn(
                name: "mail_people",
                table: "alert_rules");

            migrationBuilder.DropColumn(
                name: "mail_roles",
                table: "alert_rules");

            migrationBuilder.DropColumn(
                name: "open_case",
                table: "alert_rules");
        }
    }
}
