using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Tickets.Data.Migrations
{
    /// <inheritdoc />
    public partial class EscalationPlans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "escalate_at",
                table: "tickets",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "layer",
                table: "tickets",
                maxLength: 40,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "layer_ticks",
                table: "tickets",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<DateTime>(
                name: "next_instant",
                table: "tickets",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "next_layer",
                table: "tickets",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "next_share",
                table: "tickets",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "next_why",
                table: "tickets",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ola_goal_minutes",
                table: "tickets",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "partner_ticks",
                table: "tickets",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<DateTime>(
                name: "plan_held_at",
                table: "tickets",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "plan_held_by",
                table: "tickets",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "plan_held_reason",
                table: "tickets",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "policy_id",
                table: "tickets",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "replan_at",
                table: "tickets",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "skipped",
                table: "tickets",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "us_ticks",
                table: "tickets",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<Guid>(
                name: "partner_id",
                table: "escalations",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "escalation_policies",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    name = table.Column<string>(nullable: false),
                    area = table.Column<string>(nullable: false),
                    enabled = table.Column<bool>(nullable: false),
                    rank = table.Column<int>(nullable: false),
                    categories = table.Column<string>(nullable: false),
                    asset_kinds = table.Column<string>(nullable: false),
                    team_minutes = table.Column<int>(nullable: true),
                    specialists = table.Column<string>(nullable: false),
                    partner_id = table.Column<Guid>(nullable: true),
                    steps = table.Column<string>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_escalation_policies", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_escalation_policies_rank",
                table: "escalation_policies",
                column: "rank");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "escalation_policies");

            migrationBuilder.DropColumn(
                name: "escalate_at",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "layer",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "layer_ticks",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "next_instant",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "next_layer",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "next_share",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "next_why",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "ola_goal_minutes",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "partner_ticks",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "plan_held_at",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "plan_held_by",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "plan_held_reason",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "policy_id",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "replan_at",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "skipped",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "us_ticks",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "partner_id",
                table: "escalations");
        }
    }
}
