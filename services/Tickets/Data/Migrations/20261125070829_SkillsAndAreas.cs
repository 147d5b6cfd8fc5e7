using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Tickets.Data.Migrations
{
    /// <inheritdoc />
    public partial class SkillsAndAreas : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "area",
                table: "tickets",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "skill_version",
                table: "people",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "skills",
                table: "people",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "closed_at",
                table: "escalations",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "waited_seconds",
                table: "escalations",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<DateTime>(
                name: "waiting_since",
                table: "escalations",
                nullable: true);

            // Tickets of before belong to an area as new ones do.
            migrationBuilder.Sql(
                "UPDATE tickets SET area = COALESCE((SELECT e.area FROM escalations e WHERE e.id = tickets.escalation_id), " +
                "(SELECT p.area FROM escalation_policies p WHERE p.id = tickets.policy_id))");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "area",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "skill_version",
                table: "people");

            migrationBuilder.DropColumn(
                name: "skills",
                table: "people");

            migrationBuilder.DropColumn(
                name: "closed_at",
                table: "escalations");

            migrationBuilder.DropColumn(
                name: "waited_seconds",
                table: "escalations");

            migrationBuilder.DropColumn(
                name: "waiting_since",
                table: "escalations");
        }
    }
}
