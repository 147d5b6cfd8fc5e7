using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Partners.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                name: "compliance_documents",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    partner_id = table.Column<Guid>(nullable: false),
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    reference = table.Column<string>(nullable: false),
                    expires_on = table.Column<DateOnly>(nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_compliance_documents", x => x.id);
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
                name: "deliveries",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    escalation_id = table.Column<Guid>(nullable: true),
                    school_id = table.Column<Guid>(nullable: true),
                    partner_id = table.Column<Guid>(nullable: false),
                    endpoint_id = table.Column<Guid>(nullable: false),
                    event_type = table.Column<string>(nullable: false),
                    message_id = table.Column<string>(nullable: false),
                    body = table.Column<byte[]>(nullable: false),
                    sealed_link = table.Column<string>(nullable: true),
                    trace_parent = table.Column<string>(nullable: true),
                    replay_of = table.Column<Guid>(nullable: true),
                    budget = table.Column<int>(nullable: false),
                    status = table.Column<string>(maxLength: 40, nullable: false),
                    attempt_count = table.Column<int>(nullable: false),
                    next_attempt_at = table.Column<DateTime>(nullable: true),
                    finished_at = table.Column<DateTime>(nullable: true),
                    reason = table.Column<string>(nullable: true),
                    claim_id = table.Column<Guid>(nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deliveries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "document_expiry_notices",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    partner_id = table.Column<Guid>(nullable: false),
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    expires_on = table.Column<DateOnly>(nullable: false),
                    days = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_document_expiry_notices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "early_messages",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    about = table.Column<Guid>(nullable: false),
                    is_cancellation = table.Column<bool>(nullable: false),
                    by = table.Column<string>(nullable: false),
                    text = table.Column<string>(nullable: false),
                    at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_early_messages", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "endpoints",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    partner_id = table.Column<Guid>(nullable: false),
                    url = table.Column<string>(nullable: false),
                    description = table.Column<string>(nullable: true),
                    events = table.Column<string>(nullable: false),
                    header_names = table.Column<string>(nullable: false),
                    sealed_headers = table.Column<string>(nullable: true),
                    concurrency = table.Column<int>(nullable: true),
                    ordered = table.Column<bool>(nullable: false),
                    status = table.Column<string>(maxLength: 40, nullable: false),
                    disabled_reason = table.Column<string>(nullable: true),
                    secret_hint = table.Column<string>(nullable: false),
                    last_success_at = table.Column<DateTime>(nullable: true),
                    last_failure_at = table.Column<DateTime>(nullable: true),
                    failing_since = table.Column<DateTime>(nullable: true),
                    failures = table.Column<int>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_endpoints", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "escalations",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    number = table.Column<long>(nullable: false),
                    ticket_id = table.Column<Guid>(nullable: false),
                    ticket_reference = table.Column<string>(nullable: false),
                    school_id = table.Column<Guid>(nullable: false),
                    school_name = table.Column<string>(nullable: false),
                    school_urn = table.Column<string>(nullable: false),
                    area = table.Column<string>(nullable: false),
                    priority = table.Column<string>(nullable: false),
                    reason = table.Column<string>(nullable: false),
                    requested_by = table.Column<string>(nullable: false),
                    requested_at = table.Column<DateTime>(nullable: false),
                    pack = table.Column<string>(nullable: false),
                    not_partner_id = table.Column<Guid>(nullable: true),
                    status = table.Column<string>(maxLength: 40, nullable: false),
                    partner_id = table.Column<Guid>(nullable: true),
                    partner_name = table.Column<string>(nullable: true),
                    routing = table.Column<string>(nullable: false),
                    sent_at = table.Column<DateTime>(nullable: true),
                    acknowledged_at = table.Column<DateTime>(nullable: true),
                    acknowledged_with = table.Column<string>(nullable: true),
                    expected_at = table.Column<DateTime>(nullable: true),
                    partner_reference = table.Column<string>(nullable: true),
                    closed_at = table.Column<DateTime>(nullable: true),
                    summary = table.Column<string>(nullable: true),
                    cause = table.Column<string>(nullable: true),
                    fix = table.Column<string>(nullable: true),
                    time_spent_minutes = table.Column<int>(nullable: true),
                    purchase_order = table.Column<string>(nullable: true),
                    called_out = table.Column<bool>(nullable: false),
                    invoice_pence = table.Column<int>(nullable: true),
                    cost_pence = table.Column<long>(nullable: true),
                    reopened_at = table.Column<DateTime>(nullable: true),
                    answer_due_at = table.Column<DateTime>(nullable: true),
                    resolve_due_at = table.Column<DateTime>(nullable: true),
                    question = table.Column<string>(nullable: true),
                    asked_at = table.Column<DateTime>(nullable: true),
                    answered_at = table.Column<DateTime>(nullable: true),
                    waiting_since = table.Column<DateTime>(nullable: true),
                    waited_ticks = table.Column<long>(nullable: false),
                    last_step_at = table.Column<DateTime>(nullable: false),
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
                name: "partner_tokens",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    partner_id = table.Column<Guid>(nullable: false),
                    name = table.Column<string>(nullable: false),
                    prefix = table.Column<string>(nullable: false),
                    hash = table.Column<string>(nullable: false),
                    expires_at = table.Column<DateTime>(nullable: true),
                    last_used_at = table.Column<DateTime>(nullable: true),
                    revoked_at = table.Column<DateTime>(nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_partner_tokens", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "partners",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    name = table.Column<string>(maxLength: 200, nullable: false),
                    status = table.Column<string>(maxLength: 40, nullable: false),
                    areas = table.Column<string>(nullable: false),
                    school_ids = table.Column<string>(nullable: true),
                    contact_name = table.Column<string>(nullable: true),
                    contact_email = table.Column<string>(nullable: true),
                    contact_phone = table.Column<string>(nullable: true),
                    hours = table.Column<string>(nullable: true),
                    max_open_escalations = table.Column<int>(nullable: true),
                    rates = table.Column<string>(nullable: true),
                    agreement_reference = table.Column<string>(nullable: true),
                    agreement_starts_on = table.Column<DateOnly>(nullable: true),
                    agreement_ends_on = table.Column<DateOnly>(nullable: true),
                    acknowledge_minutes = table.Column<int>(nullable: true),
                    resolve_minutes = table.Column<int>(nullable: true),
                    agreement_notes = table.Column<string>(nullable: true),
                    area_keys = table.Column<string>(nullable: false),
                    search_text = table.Column<string>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_partners", x => x.id);
                });

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

            migrationBuilder.CreateTable(
                name: "school_budgets",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    school_id = table.Column<Guid>(nullable: false),
                    year = table.Column<int>(nullable: false),
                    amount_pence = table.Column<long>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_school_budgets", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "schools",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    name = table.Column<string>(nullable: false),
                    urn = table.Column<string>(nullable: false),
                    time_zone = table.Column<string>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_schools", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "skill_replicas",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    areas = table.Column<string>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_skill_replicas", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "ticket_times",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    school_id = table.Column<Guid>(nullable: false),
                    area = table.Column<string>(nullable: true),
                    escalated = table.Column<bool>(nullable: false),
                    resolved_at = table.Column<DateTime>(nullable: true),
                    minutes = table.Column<int>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ticket_times", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "delivery_attempts",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    delivery_id = table.Column<Guid>(nullable: false),
                    number = table.Column<int>(nullable: false),
                    started_at = table.Column<DateTime>(nullable: false),
                    duration_ms = table.Column<int>(nullable: false),
                    connect_ms = table.Column<int>(nullable: true),
                    answer_ms = table.Column<int>(nullable: true),
                    request = table.Column<string>(nullable: true),
                    response_headers = table.Column<string>(nullable: true),
                    status_code = table.Column<int>(nullable: true),
                    error = table.Column<string>(nullable: true),
                    response = table.Column<string>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_delivery_attempts", x => x.id);
                    table.ForeignKey(
                        name: "fk_delivery_attempts_delivery_id",
                        column: x => x.delivery_id,
                        principalTable: "deliveries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "endpoint_secrets",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    endpoint_id = table.Column<Guid>(nullable: false),
                    @sealed = table.Column<string>(name: "sealed", nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    expires_at = table.Column<DateTime>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_endpoint_secrets", x => x.id);
                    table.ForeignKey(
                        name: "fk_endpoint_secrets_endpoint_id",
                        column: x => x.endpoint_id,
                        principalTable: "endpoints",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "escalation_steps",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    escalation_id = table.Column<Guid>(nullable: false),
                    partner_id = table.Column<Guid>(nullable: true),
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    by = table.Column<string>(nullable: false),
                    text = table.Column<string>(nullable: true),
                    cause = table.Column<string>(nullable: true),
                    fix = table.Column<string>(nullable: true),
                    time_spent_minutes = table.Column<int>(nullable: true),
                    at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_escalation_steps", x => x.id);
                    table.ForeignKey(
                        name: "fk_escalation_steps_escalation_id",
                        column: x => x.escalation_id,
                        principalTable: "escalations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
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
                name: "ix_audit_entries_created_at",
                table: "audit_entries",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_subject_id_created_at",
                table: "audit_entries",
                columns: new[] { "subject_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_compliance_documents_partner_id",
                table: "compliance_documents",
                column: "partner_id");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_created_at_id",
                table: "deliveries",
                columns: new[] { "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_endpoint_id_claim_id",
                table: "deliveries",
                columns: new[] { "endpoint_id", "claim_id" },
                filter: "claim_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_endpoint_id_next_attempt_at",
                table: "deliveries",
                columns: new[] { "endpoint_id", "next_attempt_at" },
                filter: "next_attempt_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_escalation_id",
                table: "deliveries",
                column: "escalation_id");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_message_id",
                table: "deliveries",
                column: "message_id");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_partner_id_created_at",
                table: "deliveries",
                columns: new[] { "partner_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_delivery_attempts_delivery_id",
                table: "delivery_attempts",
                column: "delivery_id");

            migrationBuilder.CreateIndex(
                name: "ix_document_expiry_notices_partner_id_kind_expires_on_days",
                table: "document_expiry_notices",
                columns: new[] { "partner_id", "kind", "expires_on", "days" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_early_messages_about",
                table: "early_messages",
                column: "about");

            migrationBuilder.CreateIndex(
                name: "ix_endpoint_secrets_endpoint_id",
                table: "endpoint_secrets",
                column: "endpoint_id");

            migrationBuilder.CreateIndex(
                name: "ix_endpoints_partner_id",
                table: "endpoints",
                column: "partner_id");

            migrationBuilder.CreateIndex(
                name: "ix_escalation_steps_escalation_id",
                table: "escalation_steps",
                column: "escalation_id");

            migrationBuilder.CreateIndex(
                name: "ix_escalations_number",
                table: "escalations",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_escalations_partner_id_status",
                table: "escalations",
                columns: new[] { "partner_id", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_escalations_requested_at_id",
                table: "escalations",
                columns: new[] { "requested_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_escalations_school_id_requested_at",
                table: "escalations",
                columns: new[] { "school_id", "requested_at" });

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
                name: "ix_partner_tokens_hash",
                table: "partner_tokens",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_partner_tokens_partner_id",
                table: "partner_tokens",
                column: "partner_id");

            migrationBuilder.CreateIndex(
                name: "ix_partners_name",
                table: "partners",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_recoveries_endpoint_id_created_at",
                table: "recoveries",
                columns: new[] { "endpoint_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_school_budgets_school_id_year",
                table: "school_budgets",
                columns: new[] { "school_id", "year" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ticket_times_resolved_at",
                table: "ticket_times",
                column: "resolved_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "answer_links");

            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "compliance_documents");

            migrationBuilder.DropTable(
                name: "dead_letters");

            migrationBuilder.DropTable(
                name: "delivery_attempts");

            migrationBuilder.DropTable(
                name: "document_expiry_notices");

            migrationBuilder.DropTable(
                name: "early_messages");

            migrationBuilder.DropTable(
                name: "endpoint_secrets");

            migrationBuilder.DropTable(
                name: "escalation_steps");

            migrationBuilder.DropTable(
                name: "idempotency_keys");

            migrationBuilder.DropTable(
                name: "inbound_records");

            migrationBuilder.DropTable(
                name: "inbound_secrets");

            migrationBuilder.DropTable(
                name: "inbox_entries");

            migrationBuilder.DropTable(
                name: "number_sequences");

            migrationBuilder.DropTable(
                name: "outbox_messages");

            migrationBuilder.DropTable(
                name: "partner_tokens");

            migrationBuilder.DropTable(
                name: "partners");

            migrationBuilder.DropTable(
                name: "recoveries");

            migrationBuilder.DropTable(
                name: "school_budgets");

            migrationBuilder.DropTable(
                name: "schools");

            migrationBuilder.DropTable(
                name: "skill_replicas");

            migrationBuilder.DropTable(
                name: "ticket_times");

            migrationBuilder.DropTable(
                name: "deliveries");

            migrationBuilder.DropTable(
                name: "endpoints");

            migrationBuilder.DropTable(
                name: "escalations");
        }
    }
}
