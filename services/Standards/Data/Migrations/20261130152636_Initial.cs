using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Standards.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    actor_id = table.Column<Guid>(nullable: false),
                    actor = table.Column<string>(nullable: false),
                    actor_kind = table.Column<string>(maxLength: 40, nullable: false),
                    ip = table.Column<string>(nullable: true),
                    action = table.Column<string>(nullable: false),
                    subject_kind = table.Column<string>(nullable: false),
                    subject_id = table.Column<Guid>(nullable: false),
                    changes = table.Column<string>(nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_entries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "dead_letters",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    message_id = table.Column<Guid>(nullable: false),
                    endpoint = table.Column<string>(nullable: false),
                    type = table.Column<string>(nullable: false),
                    body = table.Column<string>(nullable: false),
                    error = table.Column<string>(nullable: false),
                    replayed_at = table.Column<DateTime>(nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dead_letters", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "idempotency_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    actor = table.Column<string>(nullable: false),
                    route = table.Column<string>(nullable: false),
                    key = table.Column<string>(maxLength: 255, nullable: false),
                    body_hash = table.Column<string>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    status = table.Column<int>(nullable: false),
                    location = table.Column<string>(nullable: true),
                    e_tag = table.Column<string>(nullable: true),
                    body = table.Column<string>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotency_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "inbox_entries",
                columns: table => new
                {
                    message_id = table.Column<Guid>(nullable: false),
                    endpoint = table.Column<string>(maxLength: 120, nullable: false),
                    at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inbox_entries", x => new { x.message_id, x.endpoint });
                });

            migrationBuilder.CreateTable(
                name: "outbox_messages",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    type = table.Column<string>(maxLength: 200, nullable: false),
                    body = table.Column<string>(nullable: false),
                    trace_parent = table.Column<string>(nullable: true),
                    created_at = table.Column<DateTime>(nullable: false),
                    due_at = table.Column<DateTime>(nullable: false),
                    attempts = table.Column<int>(nullable: false),
                    claim_id = table.Column<Guid>(nullable: true),
                    claimed_until = table.Column<DateTime>(nullable: true),
                    last_error = table.Column<string>(maxLength: 2000, nullable: true),
                    dead_lettered_at = table.Column<DateTime>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "readiness_items",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    school_id = table.Column<Guid>(nullable: false),
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    done_on = table.Column<DateOnly>(nullable: true),
                    note = table.Column<string>(maxLength: 2000, nullable: true),
                    link = table.Column<string>(maxLength: 500, nullable: true),
                    recorded_by = table.Column<string>(maxLength: 200, nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_readiness_items", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "readiness_records",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    school_id = table.Column<Guid>(nullable: false),
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    done_on = table.Column<DateOnly>(nullable: true),
                    note = table.Column<string>(maxLength: 2000, nullable: true),
                    link = table.Column<string>(maxLength: 500, nullable: true),
                    recorded_by_id = table.Column<Guid>(nullable: false),
                    recorded_by = table.Column<string>(maxLength: 200, nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_readiness_records", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "school_replicas",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    name = table.Column<string>(nullable: false),
                    is_open = table.Column<bool>(nullable: false),
                    closed = table.Column<string>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_school_replicas", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_created_at",
                table: "audit_entries",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_subject_id_created_at",
                table: "audit_entries",
                columns: new[] { "subject_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_keys_actor_route_key",
                table: "idempotency_keys",
                columns: new[] { "actor", "route", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_keys_created_at",
                table: "idempotency_keys",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_inbox_entries_at",
                table: "inbox_entries",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_due_at_id",
                table: "outbox_messages",
                columns: new[] { "due_at", "id" },
                filter: "dead_lettered_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_readiness_items_school_id_kind",
                table: "readiness_items",
                columns: new[] { "school_id", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_readiness_records_school_id_created_at",
                table: "readiness_records",
                columns: new[] { "school_id", "created_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "dead_letters");

            migrationBuilder.DropTable(
                name: "idempotency_keys");

            migrationBuilder.DropTable(
                name: "inbox_entries");

            migrationBuilder.DropTable(
                name: "outbox_messages");

            migrationBuilder.DropTable(
                name: "readiness_items");

            migrationBuilder.DropTable(
                name: "readiness_records");

            migrationBuilder.DropTable(
                name: "school_replicas");
        }
    }
}
