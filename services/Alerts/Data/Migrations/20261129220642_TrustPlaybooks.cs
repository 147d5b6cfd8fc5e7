using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Alerts.Data.Migrations
{
    /// <inheritdoc />
    public partial class TrustPlaybooks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "trust_playbooks",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    type = table.Column<string>(maxLength: 40, nullable: false),
                    steps_json = table.Column<string>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trust_playbooks", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_trust_playbooks_type",
                table: "trust_playbooks",
                column: "type",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "trust_playbooks");
        }
    }
}
