using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Tickets.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "alert_links",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    severity_rank = table.Column<int>(nullable: false),
                    resolved = table.Column<bool>(nullable: false),
                    ticket_id = table.Column<Guid>(nullable: true),
                    seen_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alert_links", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "assets",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    tag = table.Column<string>(nullable: false),
                    kind = table.Column<string>(nullable: false),
                    name = table.Column<string>(nullable: false),
                    school_id = table.Column<Guid>(nullable: false),
                    location = table.Column<string>(nullable: true),
                    serial = table.Column<string>(nullable: true),
                    host_name = table.Column<string>(nullable: true),
                    manufacturer = table.Column<string>(nullable: true),
                    model = table.Column<string>(nullable: true),
                    warranty_ends_on = table.Column<DateOnly>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_assets", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "attachment_chunks",
                columns: table => new
                {
                    attachment_id = table.Column<Guid>(nullable: false),
                    position = table.Column<int>(nullable: false),
                    content = table.Column<byte[]>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attachment_chunks", x => new { x.attachment_id, x.position });
                });

            migrationBuilder.CreateTable(
                name: "attachments",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    ticket_id = table.Column<Guid>(nullable: false),
                    file_name = table.Column<string>(nullable: false),
                    content_type = table.Column<string>(nullable: false),
                    size = table.Column<long>(nullable: false),
                    sha256 = table.Column<string>(nullable: false),
                    shareable = table.Column<bool>(nullable: false),
                    for_partner = table.Column<bool>(nullable: false),
                    uploaded_by_id = table.Column<Guid>(nullable: false),
                    uploaded_by_name = table.Column<string>(nullable: false),
                    by_agent = table.Column<bool>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attachments", x => x.id);
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
                name: "escalation_policies",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    name = table.Column<string>(nullable: false),
                    area = table.Column<string>(nullable: false),
                    enabled = table.Column<bool>(nullable: false),
                    rank = table.Column<int>(nullable: false),
                    categories = table.Column<string>(nullable: false),
                    asset_kinds = table.Column<string>(nullable: false),
                    team_minutes = table.Column<int>(nullable: true),
                    specialists = table.Column<string>(nullable: false),
                    partner_id = table.Column<Guid>(nullable: true),
                    steps = table.Column<string>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_escalation_policies", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "escalations",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    ticket_id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    area = table.Column<string>(nullable: false),
                    reference = table.Column<string>(nullable: true),
                    status = table.Column<string>(maxLength: 40, nullable: false),
                    partner_id = table.Column<Guid>(nullable: true),
                    partner_name = table.Column<string>(nullable: true),
                    requested_at = table.Column<DateTime>(nullable: false),
                    acknowledged_at = table.Column<DateTime>(nullable: true),
                    expected_at = table.Column<DateTime>(nullable: true),
                    answer_due_at = table.Column<DateTime>(nullable: true),
                    resolve_due_at = table.Column<DateTime>(nullable: true),
                    waiting_since = table.Column<DateTime>(nullable: true),
                    waited_seconds = table.Column<long>(nullable: false),
                    closed_at = table.Column<DateTime>(nullable: true),
                    question = table.Column<string>(nullable: true),
                    asked_at = table.Column<DateTime>(nullable: true),
                    cancelled_at = table.Column<DateTime>(nullable: true),
                    resolution_applied = table.Column<bool>(nullable: false)
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
                name: "number_sequences",
                columns: table => new
                {
                    name = table.Column<string>(maxLength: 40, nullable: false),
                    next = table.Column<long>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_number_sequences", x => x.name);
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
                name: "people",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    name = table.Column<string>(nullable: false),
                    email = table.Column<string>(nullable: false),
                    active = table.Column<bool>(nullable: false),
                    school_id = table.Column<Guid>(nullable: true),
                    is_agent = table.Column<bool>(nullable: false),
                    grants = table.Column<string>(nullable: false),
                    skill_version = table.Column<int>(nullable: false),
                    skills = table.Column<string>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people", x => x.id);
                });

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

            migrationBuilder.CreateTable(
                name: "replay_runs",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    after_id = table.Column<Guid>(nullable: false),
                    finished_at = table.Column<DateTime>(nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_replay_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "schools",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    urn = table.Column<string>(nullable: false),
                    name = table.Column<string>(nullable: false),
                    is_open = table.Column<bool>(nullable: false),
                    calendar = table.Column<string>(nullable: false),
                    calendar_version = table.Column<int>(nullable: false),
                    calendar_changed = table.Column<bool>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_schools", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "settings",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    critical_first_response = table.Column<int>(nullable: false),
                    critical_resolution = table.Column<int>(nullable: false),
                    high_first_response = table.Column<int>(nullable: false),
                    high_resolution = table.Column<int>(nullable: false),
                    medium_first_response = table.Column<int>(nullable: false),
                    medium_resolution = table.Column<int>(nullable: false),
                    low_first_response = table.Column<int>(nullable: false),
                    low_resolution = table.Column<int>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ticket_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    ticket_id = table.Column<Guid>(nullable: false),
                    at = table.Column<DateTime>(nullable: false),
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    visibility = table.Column<string>(maxLength: 40, nullable: false),
                    actor_id = table.Column<Guid>(nullable: true),
                    actor_name = table.Column<string>(nullable: false),
                    actor_kind = table.Column<string>(maxLength: 40, nullable: false),
                    by_agent = table.Column<bool>(nullable: false),
                    text = table.Column<string>(nullable: true),
                    changes = table.Column<string>(nullable: true),
                    attachment_id = table.Column<Guid>(nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ticket_entries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "tickets",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    first_response_target_minutes = table.Column<int>(nullable: false),
                    resolution_target_minutes = table.Column<int>(nullable: false),
                    elapsed_ticks = table.Column<long>(nullable: false),
                    paused_ticks = table.Column<long>(nullable: false),
                    accrued_until = table.Column<DateTime>(nullable: false),
                    first_responded_at = table.Column<DateTime>(nullable: true),
                    first_response_ticks = table.Column<long>(nullable: true),
                    first_response_due_at = table.Column<DateTime>(nullable: true),
                    resolution_due_at = table.Column<DateTime>(nullable: true),
                    resolution_sort_at = table.Column<DateTime>(nullable: false),
                    first_response_breached_at = table.Column<DateTime>(nullable: true),
                    resolution_breached_at = table.Column<DateTime>(nullable: true),
                    breached = table.Column<bool>(nullable: false),
                    next_check_at = table.Column<DateTime>(nullable: true),
                    calendar_version = table.Column<int>(nullable: false),
                    number = table.Column<long>(nullable: false),
                    title = table.Column<string>(maxLength: 200, nullable: false),
                    description = table.Column<string>(nullable: false),
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    category = table.Column<string>(nullable: true),
                    area = table.Column<string>(nullable: true),
                    location = table.Column<string>(nullable: true),
                    impact = table.Column<string>(maxLength: 40, nullable: false),
                    urgency = table.Column<string>(maxLength: 40, nullable: false),
                    priority = table.Column<string>(maxLength: 40, nullable: false),
                    priority_rank = table.Column<int>(nullable: false),
                    status = table.Column<string>(maxLength: 40, nullable: false),
                    channel = table.Column<string>(maxLength: 40, nullable: false),
                    school_id = table.Column<Guid>(nullable: false),
                    asset_id = table.Column<Guid>(nullable: true),
                    requester_id = table.Column<Guid>(nullable: true),
                    requester_name = table.Column<string>(nullable: true),
                    requester_email = table.Column<string>(nullable: true),
                    opened_by_id = table.Column<Guid>(nullable: true),
                    opened_by_name = table.Column<string>(nullable: false),
                    approver_id = table.Column<Guid>(nullable: true),
                    approver_name = table.Column<string>(nullable: true),
                    assignee_id = table.Column<Guid>(nullable: true),
                    assignee_name = table.Column<string>(nullable: true),
                    alert_id = table.Column<Guid>(nullable: true),
                    source_key = table.Column<string>(maxLength: 200, nullable: true),
                    opened_at = table.Column<DateTime>(nullable: false),
                    resolved_at = table.Column<DateTime>(nullable: true),
                    closed_at = table.Column<DateTime>(nullable: true),
                    resolved_summary = table.Column<string>(nullable: true),
                    resolved_cause = table.Column<string>(nullable: true),
                    resolved_fix = table.Column<string>(nullable: true),
                    time_spent_minutes = table.Column<int>(nullable: true),
                    resolved_by = table.Column<string>(nullable: true),
                    escalation_id = table.Column<Guid>(nullable: true),
                    search_text = table.Column<string>(maxLength: 2000, nullable: false),
                    tier = table.Column<string>(maxLength: 40, nullable: false),
                    policy_id = table.Column<Guid>(nullable: true),
                    next_tier = table.Column<string>(maxLength: 40, nullable: true),
                    next_share = table.Column<int>(nullable: true),
                    next_step_at = table.Column<DateTime>(nullable: true),
                    next_reason = table.Column<string>(nullable: true),
                    escalate_at = table.Column<DateTime>(nullable: true),
                    replan_at = table.Column<DateTime>(nullable: true),
                    plan_held_at = table.Column<DateTime>(nullable: true),
                    plan_held_by = table.Column<string>(nullable: true),
                    plan_held_reason = table.Column<string>(nullable: true),
                    skipped_tier_bits = table.Column<int>(nullable: false),
                    ola_target_minutes = table.Column<int>(nullable: true),
                    tier_ticks = table.Column<long>(nullable: false),
                    partner_elapsed_ticks = table.Column<long>(nullable: false),
                    internal_elapsed_ticks = table.Column<long>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tickets", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_alert_links_ticket_id_seen_at",
                table: "alert_links",
                columns: new[] { "ticket_id", "seen_at" });

            migrationBuilder.CreateIndex(
                name: "ix_assets_tag",
                table: "assets",
                column: "tag");

            migrationBuilder.CreateIndex(
                name: "ix_attachments_ticket_id_sha256_file_name",
                table: "attachments",
                columns: new[] { "ticket_id", "sha256", "file_name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_created_at",
                table: "audit_entries",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_subject_id_created_at",
                table: "audit_entries",
                columns: new[] { "subject_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_escalation_policies_rank",
                table: "escalation_policies",
                column: "rank");

            migrationBuilder.CreateIndex(
                name: "ix_escalations_ticket_id",
                table: "escalations",
                column: "ticket_id");

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
                name: "ix_people_email",
                table: "people",
                column: "email");

            migrationBuilder.CreateIndex(
                name: "ix_people_is_agent",
                table: "people",
                column: "is_agent");

            migrationBuilder.CreateIndex(
                name: "ix_replay_runs_finished_at",
                table: "replay_runs",
                column: "finished_at");

            migrationBuilder.CreateIndex(
                name: "ix_schools_urn",
                table: "schools",
                column: "urn");

            migrationBuilder.CreateIndex(
                name: "ix_ticket_entries_ticket_id_at_id",
                table: "ticket_entries",
                columns: new[] { "ticket_id", "at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_alert_id",
                table: "tickets",
                column: "alert_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_asset_id",
                table: "tickets",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_tickets_assignee_id_status",
                table: "tickets",
                columns: new[] { "assignee_id", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_next_check_at",
                table: "tickets",
                column: "next_check_at");

            migrationBuilder.CreateIndex(
                name: "ix_tickets_number",
                table: "tickets",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_opened_at_id",
                table: "tickets",
                columns: new[] { "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_opened_by_id_opened_at",
                table: "tickets",
                columns: new[] { "opened_by_id", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_requester_id_opened_at",
                table: "tickets",
                columns: new[] { "requester_id", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_school_id_status_opened_at_id",
                table: "tickets",
                columns: new[] { "school_id", "status", "opened_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_source_key",
                table: "tickets",
                column: "source_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_status_priority_rank_id",
                table: "tickets",
                columns: new[] { "status", "priority_rank", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_status_resolution_sort_at_id",
                table: "tickets",
                columns: new[] { "status", "resolution_sort_at", "id" });

            SqlObjects.Create(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "alert_links");

            migrationBuilder.DropTable(
                name: "assets");

            migrationBuilder.DropTable(
                name: "attachment_chunks");

            migrationBuilder.DropTable(
                name: "attachments");

            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "dead_letters");

            migrationBuilder.DropTable(
                name: "escalation_policies");

            migrationBuilder.DropTable(
                name: "escalations");

            migrationBuilder.DropTable(
                name: "idempotency_keys");

            migrationBuilder.DropTable(
                name: "inbox_entries");

            migrationBuilder.DropTable(
                name: "number_sequences");

            migrationBuilder.DropTable(
                name: "outbox_messages");

            migrationBuilder.DropTable(
                name: "people");

            migrationBuilder.DropTable(
                name: "redaction_policies");

            migrationBuilder.DropTable(
                name: "replay_runs");

            migrationBuilder.DropTable(
                name: "schools");

            migrationBuilder.DropTable(
                name: "settings");

            migrationBuilder.DropTable(
                name: "ticket_entries");

            migrationBuilder.DropTable(
                name: "tickets");
        }
    }
}
