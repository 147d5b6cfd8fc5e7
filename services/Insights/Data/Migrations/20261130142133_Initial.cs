using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Insights.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "alerts",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    replayed_at = table.Column<DateTime>(nullable: true),
                    school_id = table.Column<Guid>(nullable: false),
                    open = table.Column<bool>(nullable: false),
                    severity = table.Column<string>(maxLength: 20, nullable: false),
                    raised_on = table.Column<DateOnly>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alerts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "assets",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    replayed_at = table.Column<DateTime>(nullable: true),
                    school_id = table.Column<Guid>(nullable: false),
                    live = table.Column<bool>(nullable: false),
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    bought_on = table.Column<DateOnly>(nullable: true),
                    warranty_ends_on = table.Column<DateOnly>(nullable: true),
                    end_of_life_on = table.Column<DateOnly>(nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assets", x => x.id);
                });

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
                name: "counters",
                columns: table => new
                {
                    measure = table.Column<string>(maxLength: 40, nullable: false),
                    bucket = table.Column<string>(maxLength: 60, nullable: false),
                    school_id = table.Column<Guid>(nullable: false),
                    value = table.Column<long>(nullable: false),
                    changed_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_counters", x => new { x.measure, x.bucket, x.school_id });
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
                name: "escalations",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    replayed_at = table.Column<DateTime>(nullable: true),
                    school_id = table.Column<Guid>(nullable: false),
                    open = table.Column<bool>(nullable: false),
                    unroutable = table.Column<bool>(nullable: false),
                    requested_on = table.Column<DateOnly>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_escalations", x => x.id);
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
                name: "rebuilds",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    requested_by = table.Column<string>(maxLength: 200, nullable: false),
                    status = table.Column<string>(maxLength: 40, nullable: false),
                    finished_at = table.Column<DateTime>(nullable: true),
                    confirmed = table.Column<long>(nullable: false),
                    unconfirmed = table.Column<long>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rebuilds", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "schools",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    name = table.Column<string>(maxLength: 200, nullable: false),
                    phase = table.Column<string>(maxLength: 40, nullable: false),
                    is_open = table.Column<bool>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_schools", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tickets",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    replayed_at = table.Column<DateTime>(nullable: true),
                    school_id = table.Column<Guid>(nullable: false),
                    open = table.Column<bool>(nullable: false),
                    critical = table.Column<bool>(nullable: false),
                    breached = table.Column<bool>(nullable: false),
                    due_at = table.Column<DateTime>(nullable: true),
                    opened_on = table.Column<DateOnly>(nullable: false),
                    resolved_on = table.Column<DateOnly>(nullable: true),
                    breached_on = table.Column<DateOnly>(nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_alerts_replayed_at",
                table: "alerts",
                column: "replayed_at");

            migrationBuilder.CreateIndex(
                name: "ix_assets_replayed_at",
                table: "assets",
                column: "replayed_at");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_created_at",
                table: "audit_entries",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_subject_id_created_at",
                table: "audit_entries",
                columns: new[] { "subject_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_escalations_replayed_at",
                table: "escalations",
                column: "replayed_at");

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
                name: "ix_rebuilds_created_at",
                table: "rebuilds",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_tickets_open_school_id_breached_due_at",
                table: "tickets",
                columns: new[] { "open", "school_id", "breached", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_replayed_at",
                table: "tickets",
                column: "replayed_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "alerts");

            migrationBuilder.DropTable(
                name: "assets");

            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "counters");

            migrationBuilder.DropTable(
                name: "dead_letters");

            migrationBuilder.DropTable(
                name: "escalations");

            migrationBuilder.DropTable(
                name: "idempotency_keys");

            migrationBuilder.DropTable(
                name: "inbox_entries");

            migrationBuilder.DropTable(
                name: "outbox_messages");

            migrationBuilder.DropTable(
                name: "rebuilds");

            migrationBuilder.DropTable(
                name: "schools");

            migrationBuilder.DropTable(
                name: "tickets");
        }
    }
}
