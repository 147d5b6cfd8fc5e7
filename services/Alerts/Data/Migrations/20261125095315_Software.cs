using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Alerts.Data.Migrations
{
    /// <inheritdoc />
    public partial class Software : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "software",
                table: "vulnerable_assets",
                maxLength: 310,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "installed_copies",
                columns: table => new
                {
                    asset_id = table.Column<Guid>(nullable: false),
                    title_id = table.Column<Guid>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_installed_copies", x => new { x.asset_id, x.title_id });
                });

            migrationBuilder.CreateTable(
                name: "software_copies",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    name = table.Column<string>(nullable: false),
                    name_key = table.Column<string>(nullable: false),
                    publisher = table.Column<string>(nullable: true),
                    version = table.Column<string>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_software_copies", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "software_list_copies",
                columns: table => new
                {
                    asset_id = table.Column<Guid>(nullable: false),
                    facts_version = table.Column<int>(nullable: false),
                    seen_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_software_list_copies", x => x.asset_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_installed_copies_title_id_asset_id",
                table: "installed_copies",
                columns: new[] { "title_id", "asset_id" });

            migrationBuilder.CreateIndex(
                name: "ix_software_copies_name_key",
                table: "software_copies",
                column: "name_key");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "installed_copies");

            migrationBuilder.DropTable(
                name: "software_copies");

            migrationBuilder.DropTable(
                name: "software_list_copies");

            migrationBuilder.DropColumn(
                name: "software",
                table: "vulnerable_assets");
        }
    }
}
