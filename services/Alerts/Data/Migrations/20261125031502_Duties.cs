using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Alerts.Data.Migrations
{
    /// <inheritdoc />
    public partial class Duties : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The copies lack kind, maker, model and system: a replay of the register fills them in.
            migrationBuilder.Sql("UPDATE asset_copies SET facts_version = 0");

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "asset_copies",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "manufacturer",
                table: "asset_copies",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "model",
                table: "asset_copies",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "operating_system",
                table: "asset_copies",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "os_version",
                table: "asset_copies",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "case_custody",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    case_id = table.Column<Guid>(nullable: false),
                    evidence_id = table.Column<Guid>(nullable: false),
                    step = table.Column<string>(maxLength: 40, nullable: false),
                    at = table.Column<DateTime>(nullable: false),
                    actor_id = table.Column<Guid>(nullable: false),
                    actor_name = table.Column<string>(maxLength: 200, nullable: false),
                    ip = table.Column<string>(maxLength: 60, nullable: true),
                    sha256 = table.Column<string>(maxLength: 64, nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_custody", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_duties",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    case_id = table.Column<Guid>(nullable: false),
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    started_at = table.Column<DateTime>(nullable: false),
                    due_at = table.Column<DateTime>(nullable: false),
                    because = table.Column<string>(nullable: false),
                    answer = table.Column<string>(maxLength: 40, nullable: true),
                    done_at = table.Column<DateTime>(nullable: true),
                    reference = table.Column<string>(maxLength: 1000, nullable: true),
                    answered_by = table.Column<string>(maxLength: 200, nullable: true),
                    answered_at = table.Column<DateTime>(nullable: true),
                    reminded = table.Column<string>(maxLength: 40, nullable: true),
                    remind_at = table.Column<DateTime>(nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_duties", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_evidence",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    case_id = table.Column<Guid>(nullable: false),
                    file_name = table.Column<string>(maxLength: 200, nullable: false),
                    size = table.Column<long>(nullable: false),
                    sha256 = table.Column<string>(maxLength: 64, nullable: false),
                    note = table.Column<string>(maxLength: 500, nullable: true),
                    school_id = table.Column<Guid>(nullable: true),
                    added_by = table.Column<string>(maxLength: 200, nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_evidence", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_evidence_chunks",
                columns: table => new
                {
                    evidence_id = table.Column<Guid>(nullable: false),
                    position = table.Column<int>(nullable: false),
                    content = table.Column<byte[]>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_evidence_chunks", x => new { x.evidence_id, x.position });
                });

            migrationBuilder.CreateTable(
                name: "case_facts",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    case_id = table.Column<Guid>(nullable: false),
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    school_id = table.Column<Guid>(nullable: true),
                    at = table.Column<DateTime>(nullable: false),
                    stated_by = table.Column<string>(maxLength: 200, nullable: false),
                    came_from_id = table.Column<Guid>(nullable: true),
                    withdrawn_at = table.Column<DateTime>(nullable: true),
                    withdrawn_by = table.Column<string>(maxLength: 200, nullable: true),
                    withdrawn_why = table.Column<string>(maxLength: 1000, nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_facts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_findings",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    case_id = table.Column<Guid>(nullable: false),
                    text = table.Column<string>(maxLength: 4000, nullable: false),
                    school_id = table.Column<Guid>(nullable: true),
                    found_by = table.Column<string>(maxLength: 200, nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_findings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_indicators",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    case_id = table.Column<Guid>(nullable: false),
                    type = table.Column<string>(maxLength: 40, nullable: false),
                    value = table.Column<string>(maxLength: 500, nullable: false),
                    note = table.Column<string>(maxLength: 500, nullable: true),
                    school_id = table.Column<Guid>(nullable: true),
                    added_by = table.Column<string>(maxLength: 200, nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_indicators", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_tasks",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    case_id = table.Column<Guid>(nullable: false),
                    position = table.Column<int>(nullable: false),
                    title = table.Column<string>(maxLength: 200, nullable: false),
                    detail = table.Column<string>(maxLength: 2000, nullable: true),
                    playbook = table.Column<string>(maxLength: 40, nullable: true),
                    owner_id = table.Column<Guid>(nullable: true),
                    owner_name = table.Column<string>(maxLength: 200, nullable: true),
                    due_at = table.Column<DateTime>(nullable: true),
                    done_at = table.Column<DateTime>(nullable: true),
                    done_by = table.Column<string>(maxLength: 200, nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_tasks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "readiness_items",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    school_id = table.Column<Guid>(nullable: false),
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    done_on = table.Column<DateOnly>(nullable: true),
                    next_due = table.Column<DateOnly>(nullable: true),
                    note = table.Column<string>(maxLength: 2000, nullable: true),
                    link = table.Column<string>(maxLength: 500, nullable: true),
                    recorded_by = table.Column<string>(maxLength: 200, nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_readiness_items", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "readiness_records",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    school_id = table.Column<Guid>(nullable: false),
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    done_on = table.Column<DateOnly>(nullable: true),
                    note = table.Column<string>(maxLength: 2000, nullable: true),
                    link = table.Column<string>(maxLength: 500, nullable: true),
                    recorded_by_id = table.Column<Guid>(nullable: false),
                    recorded_by = table.Column<string>(maxLength: 200, nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_readiness_records", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "vulnerabilities",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    cve = table.Column<string>(maxLength: 20, nullable: true),
                    title = table.Column<string>(maxLength: 200, nullable: false),
                    product = table.Column<string>(maxLength: 200, nullable: false),
                    versions = table.Column<string>(maxLength: 200, nullable: true),
                    cvss = table.Column<double>(nullable: true),
                    rating = table.Column<string>(maxLength: 40, nullable: true),
                    released_on = table.Column<DateOnly>(nullable: false),
                    instructed_on = table.Column<DateOnly>(nullable: true),
                    advice = table.Column<string>(maxLength: 4000, nullable: true),
                    closed = table.Column<bool>(nullable: false),
                    match_json = table.Column<string>(nullable: false),
                    search_text = table.Column<string>(maxLength: 500, nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_vulnerabilities", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "vulnerable_assets",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    vulnerability_id = table.Column<Guid>(nullable: false),
                    asset_id = table.Column<Guid>(nullable: false),
                    school_id = table.Column<Guid>(nullable: false),
                    tag = table.Column<string>(maxLength: 100, nullable: false),
                    name = table.Column<string>(nullable: false),
                    os_version = table.Column<string>(nullable: true),
                    state = table.Column<string>(maxLength: 40, nullable: false),
                    due_on = table.Column<DateOnly>(nullable: true),
                    rule = table.Column<string>(maxLength: 40, nullable: true),
                    evidence = table.Column<string>(maxLength: 1000, nullable: true),
                    answered_by = table.Column<string>(maxLength: 200, nullable: true),
                    answered_at = table.Column<DateTime>(nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_vulnerable_assets", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_case_custody_evidence_id_at",
                table: "case_custody",
                columns: new[] { "evidence_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_case_duties_answer_due_at",
                table: "case_duties",
                columns: new[] { "answer", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_case_duties_case_id_kind",
                table: "case_duties",
                columns: new[] { "case_id", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_case_duties_remind_at",
                table: "case_duties",
                column: "remind_at");

            migrationBuilder.CreateIndex(
                name: "ix_case_evidence_case_id",
                table: "case_evidence",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ix_case_facts_case_id",
                table: "case_facts",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ix_case_findings_case_id",
                table: "case_findings",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ix_case_indicators_case_id",
                table: "case_indicators",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ix_case_indicators_type_value",
                table: "case_indicators",
                columns: new[] { "type", "value" });

            migrationBuilder.CreateIndex(
                name: "ix_case_tasks_case_id_position",
                table: "case_tasks",
                columns: new[] { "case_id", "position" });

            migrationBuilder.CreateIndex(
                name: "ix_readiness_items_school_id_kind",
                table: "readiness_items",
                columns: new[] { "school_id", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_readiness_records_school_id_created_at",
                table: "readiness_records",
                columns: new[] { "school_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_vulnerabilities_released_on",
                table: "vulnerabilities",
                column: "released_on");

            migrationBuilder.CreateIndex(
                name: "ix_vulnerable_assets_asset_id",
                table: "vulnerable_assets",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_vulnerable_assets_school_id_state",
                table: "vulnerable_assets",
                columns: new[] { "school_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_vulnerable_assets_vulnerability_id_asset_id",
                table: "vulnerable_assets",
                columns: new[] { "vulnerability_id", "asset_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "case_custody");

            migrationBuilder.DropTable(
                name: "case_duties");

            migrationBuilder.DropTable(
                name: "case_evidence");

            migrationBuilder.DropTable(
                name: "case_evidence_chunks");

            migrationBuilder.DropTable(
                name: "case_facts");

            migrationBuilder.DropTable(
                name: "case_findings");

            migrationBuilder.DropTable(
                name: "case_indicators");

            migrationBuilder.DropTable(
                name: "case_tasks");

            migrationBuilder.DropTable(
                name: "readiness_items");

            migrationBuilder.DropTable(
                name: "readiness_records");

            migrationBuilder.DropTable(
                name: "vulnerabilities");

            migrationBuilder.DropTable(
                name: "vulnerable_assets");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "asset_copies");

            migrationBuilder.DropColumn(
                name: "manufacturer",
                table: "asset_copies");

            migrationBuilder.DropColumn(
                name: "model",
                table: "asset_copies");

            migrationBuilder.DropColumn(
                name: "operating_system",
                table: "asset_copies");

            migrationBuilder.DropColumn(
                name: "os_version",
                table: "asset_copies");
        }
    }
}
