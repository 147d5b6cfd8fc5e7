using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Assets.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddSoftware : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "installed_software",
                columns: table => new
                {
                    asset_id = table.Column<Guid>(nullable: false),
                    title_id = table.Column<Guid>(nullable: false),
                    seen_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_installed_software", x => new { x.asset_id, x.title_id });
                });

            migrationBuilder.CreateTable(
                name: "software_lists",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    seen_at = table.Column<DateTime>(nullable: false),
                    count = table.Column<int>(nullable: false),
                    fingerprint = table.Column<string>(nullable: false),
                    source = table.Column<string>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_software_lists", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "software_titles",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    key = table.Column<string>(nullable: false),
                    name = table.Column<string>(nullable: false),
                    publisher = table.Column<string>(nullable: true),
                    version = table.Column<string>(nullable: true),
                    search_text = table.Column<string>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_software_titles", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_installed_software_title_id_asset_id",
                table: "installed_software",
                columns: new[] { "title_id", "asset_id" });

            migrationBuilder.CreateIndex(
                name: "ix_software_titles_key",
                table: "software_titles",
                column: "key",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "installed_software");

            migrationBuilder.DropTable(
                name: "software_lists");

            migrationBuilder.DropTable(
                name: "software_titles");
        }
    }
}
