using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Alerts.Data.Migrations
{
    /// <inheritdoc />
    public partial class Sense : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // What was copied before lacks calendars, accounts and schools: the next replay fills them in.
            migrationBuilder.Sql("UPDATE school_copies SET facts_version = 0");
            migrationBuilder.Sql("UPDATE person_copies SET facts_version = 0");

            migrationBuilder.AddColumn<long>(
                name: "dropped",
                table: "source_activity",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "closed",
                table: "school_copies",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "time_zone",
                table: "school_copies",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "email",
                table: "person_copies",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "school_id",
                table: "person_copies",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "false_positive",
                table: "episodes",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "is_storm",
                table: "episodes",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "mute_check_at",
                table: "episodes",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "muted_by_id",
                table: "episodes",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "muted_kind",
                table: "episodes",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "muted_until",
                table: "episodes",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "muted_why",
                table: "episodes",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "person_id",
                table: "episodes",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "person_name",
                table: "episodes",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "storm_id",
                table: "episodes",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "checklist",
                table: "alert_rules",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<string>(
                name: "matchers_json",
                table: "alert_rules",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "notify",
                table: "alert_rules",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "grouping_rules",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    name = table.Column<string>(maxLength: 100, nullable: false),
                    enabled = table.Column<bool>(nullable: false),
                    matchers_json = table.Column<string>(nullable: false),
                    by = table.Column<string>(maxLength: 40, nullable: false),
                    window_minutes = table.Column<int>(nullable: false),
                    at_least = table.Column<int>(nullable: false),
                    playbook = table.Column<string>(maxLength: 60, nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_grouping_rules", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "indicators",
                columns: table => new
                {
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    value = table.Column<string>(maxLength: 320, nullable: false),
                    episode_id = table.Column<Guid>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_indicators", x => new { x.kind, x.value, x.episode_id });
                });

            migrationBuilder.CreateTable(
                name: "inhibitions",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    name = table.Column<string>(maxLength: 100, nullable: false),
                    enabled = table.Column<bool>(nullable: false),
                    firing_json = table.Column<string>(nullable: false),
                    muted_json = table.Column<string>(nullable: false),
                    equal = table.Column<string>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inhibitions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "silences",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    times = table.Column<string>(maxLength: 40, nullable: false),
                    school_id = table.Column<Guid>(nullable: true),
                    matchers_json = table.Column<string>(nullable: false),
                    reason = table.Column<string>(maxLength: 500, nullable: false),
                    created_by_id = table.Column<Guid>(nullable: false),
                    created_by = table.Column<string>(nullable: false),
                    starts_at = table.Column<DateTime>(nullable: false),
                    ends_at = table.Column<DateTime>(nullable: false),
                    ended_by = table.Column<string>(nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_silences", x => x.id);
                });

            migrationBuilder.UpdateData(
                table: "alert_rules",
                keyColumn: "id",
                keyValue: new Guid("01920000-0000-7000-8000-00000000a1e7"),
                columns: new[] { "checklist", "matchers_json", "notify" },
                values: new object[] { "[]", null, false });

            migrationBuilder.CreateIndex(
                name: "ix_raw_alerts_received_at",
                table: "raw_alerts",
                column: "received_at");

            migrationBuilder.CreateIndex(
                name: "ix_person_copies_email",
                table: "person_copies",
                column: "email");

            migrationBuilder.CreateIndex(
                name: "ix_episodes_is_storm_status",
                table: "episodes",
                columns: new[] { "is_storm", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_episodes_mute_check_at",
                table: "episodes",
                column: "mute_check_at");

            migrationBuilder.CreateIndex(
                name: "ix_episodes_muted_by_id",
                table: "episodes",
                column: "muted_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_episodes_source_id_created_at",
                table: "episodes",
                columns: new[] { "source_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_episodes_source_id_rule",
                table: "episodes",
                columns: new[] { "source_id", "rule" });

            migrationBuilder.CreateIndex(
                name: "ix_episodes_storm_id",
                table: "episodes",
                column: "storm_id");

            migrationBuilder.CreateIndex(
                name: "ix_indicators_episode_id",
                table: "indicators",
                column: "episode_id");

            migrationBuilder.CreateIndex(
                name: "ix_silences_ends_at",
                table: "silences",
                column: "ends_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "grouping_rules");

            migrationBuilder.DropTable(
                name: "indicators");

            migrationBuilder.DropTable(
                name: "inhibitions");

            migrationBuilder.DropTable(
                name: "silences");

            migrationBuilder.DropIndex(
                name: "ix_raw_alerts_received_at",
                table: "raw_alerts");

            migrationBuilder.DropIndex(
                name: "ix_person_copies_email",
                table: "person_copies");

            migrationBuilder.DropIndex(
                name: "ix_episodes_is_storm_status",
                table: "episodes");

            migrationBuilder.DropIndex(
                name: "ix_episodes_mute_check_at",
                table: "episodes");

            migrationBuilder.DropIndex(
                name: "ix_episodes_muted_by_id",
                table: "episodes");

            migrationBuilder.DropIndex(
                name: "ix_episodes_source_id_created_at",
                table: "episodes");

            migrationBuilder.DropIndex(
                name: "ix_episodes_source_id_rule",
                table: "episodes");

            migrationBuilder.DropIndex(
                name: "ix_episodes_storm_id",
                table: "episodes");

            migrationBuilder.DropColumn(
                name: "dropped",
                table: "source_activity");

            migrationBuilder.DropColumn(
                name: "closed",
                table: "school_copies");

            migrationBuilder.DropColumn(
                name: "time_zone",
                table: "school_copies");

            migrationBuilder.DropColumn(
                name: "email",
                table: "person_copies");

            migrationBuilder.DropColumn(
                name: "school_id",
                table: "person_copies");

            migrationBuilder.DropColumn(
                name: "false_positive",
                table: "episodes");

            migrationBuilder.DropColumn(
                name: "is_storm",
                table: "episodes");

            migrationBuilder.DropColumn(
                name: "mute_check_at",
                table: "episodes");

            migrationBuilder.DropColumn(
                name: "muted_by_id",
                table: "episodes");

            migrationBuilder.DropColumn(
                name: "muted_kind",
                table: "episodes");

            migrationBuilder.DropColumn(
                name: "muted_until",
                table: "episodes");

            migrationBuilder.DropColumn(
                name: "muted_why",
                table: "episodes");

            migrationBuilder.DropColumn(
                name: "person_id",
                table: "episodes");

            migrationBuilder.DropColumn(
                name: "person_name",
                table: "episodes");

            migrationBuilder.DropColumn(
                name: "storm_id",
                table: "episodes");

            migrationBuilder.DropColumn(
                name: "checklist",
                table: "alert_rules");

            migrationBuilder.DropColumn(
                name: "matchers_json",
                table: "alert_rules");

            migrationBuilder.DropColumn(
                name: "notify",
                table: "alert_rules");
        }
    }
}
