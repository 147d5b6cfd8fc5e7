using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Partners.Data.Migrations
{
    /// <inheritdoc />
    public partial class AreaTimesAndWaiting : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "waited_ticks",
                table: "escalations",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<DateTime>(
                name: "waiting_since",
                table: "escalations",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "skill_holders",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    areas = table.Column<string>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_skill_holders", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ticket_times",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    school_id = table.Column<Guid>(nullable: false),
                    area = table.Column<string>(nullable: true),
                    escalated = table.Column<bool>(nullable: false),
                    resolved_at = table.Column<DateTime>(nullable: true),
                    minutes = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ticket_times", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_ticket_times_resolved_at",
                table: "ticket_times",
                column: "resolved_at");

            // A question that is open now has stopped the partner's clock when it was asked.
            migrationBuilder.Sql("UPDATE escalations SET waiting_since = asked_at WHERE asked_at IS NOT NULL AND answered_at IS NULL AND closed_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "skill_holders");

            migrationBuilder.DropTable(
                name: "ticket_times");

            migrationBuilder.DropColumn(
                name: "waited_ticks",
                table: "escalations");

            migrationBuilder.DropColumn(
                name: "waiting_since",
                table: "escalations");
        }
    }
}
