using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Tickets.Data.Migrations
{
    /// <inheritdoc />
    public partial class PartnerQuestions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "answer_due_at",
                table: "escalations",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "asked_at",
                table: "escalations",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "question",
                table: "escalations",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "resolve_due_at",
                table: "escalations",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "answer_due_at",
                table: "escalations");

            migrationBuilder.DropColumn(
                name: "asked_at",
                table: "escalations");

            migrationBuilder.DropColumn(
                name: "question",
                table: "escalations");

            migrationBuilder.DropColumn(
                name: "resolve_due_at",
                table: "escalations");
        }
    }
}
