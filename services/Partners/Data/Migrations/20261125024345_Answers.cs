using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Partners.Data.Migrations
{
    /// <inheritdoc />
    public partial class Answers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "answer_due_at",
                table: "escalations",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "answered_at",
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

            migrationBuilder.CreateTable(
                name: "answer_links",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    escalation_id = table.Column<Guid>(nullable: false),
                    partner_id = table.Column<Guid>(nullable: false),
                    hash = table.Column<string>(nullable: false),
                    expires_at = table.Column<DateTime>(nullable: false),
                    acknowledged_at = table.Column<DateTime>(nullable: true),
                    ended_at = table.Column<DateTime>(nullable: true),
                    words = table.Column<int>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_answer_links", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "inbound_records",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    partner_id = table.Column<Guid>(nullable: false),
                    message_id = table.Column<string>(maxLength: 255, nullable: false),
                    body_hash = table.Column<string>(nullable: false),
                    type = table.Column<string>(nullable: false),
                    escalation_id = table.Column<Guid>(nullable: false),
                    result = table.Column<string>(maxLength: 40, nullable: false),
                    received_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbound_records", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "inbound_secrets",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    partner_id = table.Column<Guid>(nullable: false),
                    @sealed = table.Column<string>(name: "sealed", nullable: false),
                    hint = table.Column<string>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    expires_at = table.Column<DateTime>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbound_secrets", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_answer_links_escalation_id",
                table: "answer_links",
                column: "escalation_id");

            migrationBuilder.CreateIndex(
                name: "ix_answer_links_hash",
                table: "answer_links",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_inbound_records_partner_id_message_id",
                table: "inbound_records",
                columns: new[] { "partner_id", "message_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_inbound_records_received_at",
                table: "inbound_records",
                column: "received_at");

            migrationBuilder.CreateIndex(
                name: "ix_inbound_secrets_partner_id",
                table: "inbound_secrets",
                column: "partner_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "answer_links");

            migrationBuilder.DropTable(
                name: "inbound_records");

            migrationBuilder.DropTable(
                name: "inbound_secrets");

            migrationBuilder.DropColumn(
                name: "answer_due_at",
                table: "escalations");

            migrationBuilder.DropColumn(
                name: "answered_at",
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
