using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Partners.Data.Migrations
{
    /// <inheritdoc />
    public partial class RecoveriesAndTraces : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "trace_parent",
                table: "deliveries",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "recoveries",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    partner_id = table.Column<Guid>(nullable: false),
                    endpoint_id = table.Column<Guid>(nullable: false),
                    since = table.Column<DateTime>(nullable: false),
                    until = table.Column<DateTime>(nullable: false),
                    requested_by = table.Column<string>(nullable: false),
                    status = table.Column<string>(maxLength: 40, nullable: false),
                    total = table.Column<int>(nullable: false),
                    queued = table.Column<int>(nullable: false),
                    cursor = table.Column<Guid>(nullable: false),
                    reason = table.Column<string>(nullable: true),
                    finished_at = table.Column<DateTime>(nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recoveries", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_recoveries_endpoint_id_created_at",
                table: "recoveries",
                columns: new[] { "endpoint_id", "created_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "recoveries");

            migrationBuilder.DropColumn(
                name: "trace_parent",
                table: "deliveries");
        }
    }
}
