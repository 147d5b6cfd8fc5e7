using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Alerts.Data.Migrations
{
    /// <inheritdoc />
    public partial class Cases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "case_alerts",
                columns: table => new
                {
                    episode_id = table.Column<Guid>(nullable: false),
                    case_id = table.Column<Guid>(nullable: false),
                    came_from_id = table.Column<Guid>(nullable: true),
                    linked_at = table.Column<DateTime>(nullable: false),
                    linked_by = table.Column<string>(maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_alerts", x => x.episode_id);
                });

            migrationBuilder.CreateTable(
                name: "case_counters",
                columns: table => new
                {
                    name = table.Column<string>(maxLength: 20, nullable: false),
                    next = table.Column<long>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_counters", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "case_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    case_id = table.Column<Guid>(nullable: false),
                    at = table.Column<DateTime>(nullable: false),
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    actor_id = table.Column<Guid>(nullable: true),
                    actor_name = table.Column<string>(maxLength: 200, nullable: false),
                    school_id = table.Column<Guid>(nullable: true),
                    text = table.Column<string>(maxLength: 4000, nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_entries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "cases",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    number = table.Column<long>(nullable: false),
                    title = table.Column<string>(maxLength: 200, nullable: false),
                    summary = table.Column<string>(maxLength: 4000, nullable: true),
                    type = table.Column<string>(maxLength: 40, nullable: false),
                    severity = table.Column<string>(maxLength: 40, nullable: false),
                    severity_rank = table.Column<int>(nullable: false),
                    status = table.Column<string>(maxLength: 40, nullable: false),
                    owner_id = table.Column<Guid>(nullable: true),
                    owner_name = table.Column<string>(maxLength: 200, nullable: true),
                    merged_into_id = table.Column<Guid>(nullable: true),
                    occurred_at = table.Column<DateTime>(nullable: true),
                    detected_at = table.Column<DateTime>(nullable: false),
                    acknowledged_at = table.Column<DateTime>(nullable: true),
                    contained_at = table.Column<DateTime>(nullable: true),
                    resolved_at = table.Column<DateTime>(nullable: true),
                    closed_at = table.Column<DateTime>(nullable: true),
                    search_text = table.Column<string>(maxLength: 500, nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cases", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "person_copies",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    facts_version = table.Column<int>(nullable: false),
                    name = table.Column<string>(maxLength: 200, nullable: false),
                    active = table.Column<bool>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_person_copies", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_schools",
                columns: table => new
                {
                    case_id = table.Column<Guid>(nullable: false),
                    school_id = table.Column<Guid>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_schools", x => new { x.case_id, x.school_id });
                    table.ForeignKey(
                        name: "fk_case_schools_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_case_alerts_case_id",
                table: "case_alerts",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ix_case_entries_case_id_at",
                table: "case_entries",
                columns: new[] { "case_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_case_schools_school_id",
                table: "case_schools",
                column: "school_id");

            migrationBuilder.CreateIndex(
                name: "ix_cases_created_at",
                table: "cases",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_cases_number",
                table: "cases",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_cases_severity_rank_created_at",
                table: "cases",
                columns: new[] { "severity_rank", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_status_created_at",
                table: "cases",
                columns: new[] { "status", "created_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "case_alerts");

            migrationBuilder.DropTable(
                name: "case_counters");

            migrationBuilder.DropTable(
                name: "case_entries");

            migrationBuilder.DropTable(
                name: "case_schools");

            migrationBuilder.DropTable(
                name: "person_copies");

            migrationBuilder.DropTable(
                name: "cases");
        }
    }
}
