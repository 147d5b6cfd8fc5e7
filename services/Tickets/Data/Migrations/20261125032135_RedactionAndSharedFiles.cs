using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Tickets.Data.Migrations
{
    /// <inheritdoc />
    public partial class RedactionAndSharedFiles : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "for_partner",
                table: "attachments",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "redaction_policies",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    emails = table.Column<bool>(nullable: false),
                    phones = table.Column<bool>(nullable: false),
                    names = table.Column<string>(nullable: false),
                    patterns = table.Column<string>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_redaction_policies", x => x.id);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "redaction_policies");

            migrationBuilder.DropColumn(
                name: "for_partner",
                table: "attachments");
        }
    }
}
