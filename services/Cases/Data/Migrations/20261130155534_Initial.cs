using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Cases.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "alert_indicator_replicas",
                columns: table => new
                {
                    alert_id = table.Column<Guid>(nullable: false),
                    kind = table.Column<string>(maxLength: 20, nullable: false),
                    value = table.Column<string>(maxLength: 320, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alert_indicator_replicas", x => new { x.value, x.kind, x.alert_id });
                });

            migrationBuilder.CreateTable(
                name: "alert_replicas",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    grouped_version = table.Column<int>(nullable: false),
                    source_id = table.Column<Guid>(nullable: false),
                    source_name = table.Column<string>(maxLength: 100, nullable: false),
                    source_kind = table.Column<string>(maxLength: 40, nullable: false),
                    identity = table.Column<Guid>(nullable: false),
                    title = table.Column<string>(maxLength: 300, nullable: false),
                    severity = table.Column<string>(maxLength: 40, nullable: false),
                    status = table.Column<string>(maxLength: 40, nullable: false),
                    rule = table.Column<string>(maxLength: 128, nullable: true),
                    host_name = table.Column<string>(maxLength: 255, nullable: true),
                    other_hosts = table.Column<string>(nullable: false),
                    user = table.Column<string>(maxLength: 320, nullable: true),
                    ip = table.Column<string>(nullable: true),
                    school_id = table.Column<Guid>(nullable: true),
                    asset_id = table.Column<Guid>(nullable: true),
                    asset_tag = table.Column<string>(nullable: true),
                    techniques = table.Column<string>(nullable: false),
                    is_storm = table.Column<bool>(nullable: false),
                    count = table.Column<long>(nullable: false),
                    first_seen_at = table.Column<DateTime>(nullable: false),
                    last_seen_at = table.Column<DateTime>(nullable: false),
                    received_at = table.Column<DateTime>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alert_replicas", x => x.id);
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
                name: "case_alerts",
                columns: table => new
                {
                    alert_id = table.Column<Guid>(nullable: false),
                    case_id = table.Column<Guid>(nullable: false),
                    came_from_id = table.Column<Guid>(nullable: true),
                    linked_at = table.Column<DateTime>(nullable: false),
                    linked_by = table.Column<string>(maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_alerts", x => x.alert_id);
                });

            migrationBuilder.CreateTable(
                name: "case_custody",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    case_id = table.Column<Guid>(nullable: false),
                    evidence_id = table.Column<Guid>(nullable: false),
                    step = table.Column<string>(maxLength: 40, nullable: false),
                    at = table.Column<DateTime>(nullable: false),
                    actor_id = table.Column<Guid>(nullable: false),
                    actor_name = table.Column<string>(maxLength: 200, nullable: false),
                    ip = table.Column<string>(maxLength: 60, nullable: true),
                    sha256 = table.Column<string>(maxLength: 64, nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_custody", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    case_id = table.Column<Guid>(nullable: false),
                    at = table.Column<DateTime>(nullable: false),
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    actor_id = table.Column<Guid>(nullable: true),
                    actor_name = table.Column<string>(maxLength: 200, nullable: false),
                    school_id = table.Column<Guid>(nullable: true),
                    text = table.Column<string>(maxLength: 4000, nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_entries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_evidence",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    case_id = table.Column<Guid>(nullable: false),
                    file_name = table.Column<string>(maxLength: 200, nullable: false),
                    size = table.Column<long>(nullable: false),
                    sha256 = table.Column<string>(maxLength: 64, nullable: false),
                    note = table.Column<string>(maxLength: 500, nullable: true),
                    school_id = table.Column<Guid>(nullable: true),
                    added_by = table.Column<string>(maxLength: 200, nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_evidence", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_evidence_chunks",
                columns: table => new
                {
                    evidence_id = table.Column<Guid>(nullable: false),
                    position = table.Column<int>(nullable: false),
                    content = table.Column<byte[]>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_evidence_chunks", x => new { x.evidence_id, x.position });
                });

            migrationBuilder.CreateTable(
                name: "case_facts",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    case_id = table.Column<Guid>(nullable: false),
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    school_id = table.Column<Guid>(nullable: true),
                    at = table.Column<DateTime>(nullable: false),
                    stated_by = table.Column<string>(maxLength: 200, nullable: false),
                    came_from_id = table.Column<Guid>(nullable: true),
                    withdrawn_at = table.Column<DateTime>(nullable: true),
                    withdrawn_by = table.Column<string>(maxLength: 200, nullable: true),
                    withdrawn_why = table.Column<string>(maxLength: 1000, nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_facts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_findings",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    case_id = table.Column<Guid>(nullable: false),
                    text = table.Column<string>(maxLength: 4000, nullable: false),
                    school_id = table.Column<Guid>(nullable: true),
                    found_by = table.Column<string>(maxLength: 200, nullable: false),
                    withdrawn_at = table.Column<DateTime>(nullable: true),
                    withdrawn_by = table.Column<string>(maxLength: 200, nullable: true),
                    withdrawn_why = table.Column<string>(maxLength: 1000, nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_findings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_indicators",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    case_id = table.Column<Guid>(nullable: false),
                    type = table.Column<string>(maxLength: 40, nullable: false),
                    value = table.Column<string>(maxLength: 500, nullable: false),
                    note = table.Column<string>(maxLength: 500, nullable: true),
                    school_id = table.Column<Guid>(nullable: true),
                    added_by = table.Column<string>(maxLength: 200, nullable: false),
                    withdrawn_at = table.Column<DateTime>(nullable: true),
                    withdrawn_by = table.Column<string>(maxLength: 200, nullable: true),
                    withdrawn_why = table.Column<string>(maxLength: 1000, nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_indicators", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_obligations",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    case_id = table.Column<Guid>(nullable: false),
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    started_at = table.Column<DateTime>(nullable: false),
                    due_at = table.Column<DateTime>(nullable: false),
                    because = table.Column<string>(nullable: false),
                    answer = table.Column<string>(maxLength: 40, nullable: true),
                    done_at = table.Column<DateTime>(nullable: true),
                    reference = table.Column<string>(maxLength: 1000, nullable: true),
                    answered_by = table.Column<string>(maxLength: 200, nullable: true),
                    answered_at = table.Column<DateTime>(nullable: true),
                    reminded = table.Column<string>(maxLength: 40, nullable: true),
                    remind_at = table.Column<DateTime>(nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_obligations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_tasks",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    case_id = table.Column<Guid>(nullable: false),
                    position = table.Column<int>(nullable: false),
                    title = table.Column<string>(maxLength: 200, nullable: false),
                    detail = table.Column<string>(maxLength: 2000, nullable: true),
                    playbook = table.Column<string>(maxLength: 40, nullable: true),
                    owner_id = table.Column<Guid>(nullable: true),
                    owner_name = table.Column<string>(maxLength: 200, nullable: true),
                    due_at = table.Column<DateTime>(nullable: true),
                    done_at = table.Column<DateTime>(nullable: true),
                    done_by = table.Column<string>(maxLength: 200, nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_tasks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "cases",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    number = table.Column<long>(nullable: false),
                    title = table.Column<string>(maxLength: 200, nullable: false),
                    summary = table.Column<string>(maxLength: 4000, nullable: true),
                    type = table.Column<string>(maxLength: 40, nullable: false),
                    severity = table.Column<string>(maxLength: 40, nullable: false),
                    severity_rank = table.Column<int>(nullable: false),
                    status = table.Column<string>(maxLength: 40, nullable: false),
                    owner_id = table.Column<Guid>(nullable: true),
                    owner_name = table.Column<string>(maxLength: 200, nullable: true),
                    merged_into_id = table.Column<Guid>(nullable: true),
                    occurred_at = table.Column<DateTime>(nullable: true),
                    detected_at = table.Column<DateTime>(nullable: false),
                    acknowledged_at = table.Column<DateTime>(nullable: true),
                    contained_at = table.Column<DateTime>(nullable: true),
                    resolved_at = table.Column<DateTime>(nullable: true),
                    closed_at = table.Column<DateTime>(nullable: true),
                    search_text = table.Column<string>(maxLength: 500, nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cases", x => x.id);
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
                name: "grouping_rules",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    name = table.Column<string>(maxLength: 100, nullable: false),
                    enabled = table.Column<bool>(nullable: false),
                    matchers_json = table.Column<string>(nullable: false),
                    by = table.Column<string>(maxLength: 40, nullable: false),
                    window_minutes = table.Column<int>(nullable: false),
                    at_least = table.Column<int>(nullable: false),
                    playbook = table.Column<string>(maxLength: 60, nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_grouping_rules", x => x.id);
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
                name: "person_replicas",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    name = table.Column<string>(maxLength: 200, nullable: false),
                    active = table.Column<bool>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_person_replicas", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "readiness_replicas",
                columns: table => new
                {
                    school_id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    rpa_member = table.Column<bool>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_readiness_replicas", x => x.school_id);
                });

            migrationBuilder.CreateTable(
                name: "school_replicas",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    name = table.Column<string>(nullable: false),
                    domains = table.Column<string>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_school_replicas", x => x.id);
                });

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

            migrationBuilder.CreateTable(
                name: "case_schools",
                columns: table => new
                {
                    case_id = table.Column<Guid>(nullable: false),
                    school_id = table.Column<Guid>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_schools", x => new { x.case_id, x.school_id });
                    table.ForeignKey(
                        name: "fk_case_schools_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_alert_indicator_replicas_alert_id",
                table: "alert_indicator_replicas",
                column: "alert_id");

            migrationBuilder.CreateIndex(
                name: "ix_alert_replicas_asset_id",
                table: "alert_replicas",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_alert_replicas_last_seen_at",
                table: "alert_replicas",
                column: "last_seen_at");

            migrationBuilder.CreateIndex(
                name: "ix_alert_replicas_source_id_identity",
                table: "alert_replicas",
                columns: new[] { "source_id", "identity" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_created_at",
                table: "audit_entries",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_subject_id_created_at",
                table: "audit_entries",
                columns: new[] { "subject_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_case_alerts_case_id",
                table: "case_alerts",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ix_case_custody_evidence_id_at",
                table: "case_custody",
                columns: new[] { "evidence_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_case_entries_case_id_at",
                table: "case_entries",
                columns: new[] { "case_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_case_evidence_case_id",
                table: "case_evidence",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ix_case_facts_case_id",
                table: "case_facts",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ix_case_findings_case_id",
                table: "case_findings",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ix_case_indicators_case_id",
                table: "case_indicators",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ix_case_indicators_type_value",
                table: "case_indicators",
                columns: new[] { "type", "value" });

            migrationBuilder.CreateIndex(
                name: "ix_case_obligations_answer_due_at",
                table: "case_obligations",
                columns: new[] { "answer", "due_at" });

            migrationBuilder.CreateIndex(
                name: "ix_case_obligations_case_id_kind",
                table: "case_obligations",
                columns: new[] { "case_id", "kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_case_obligations_remind_at",
                table: "case_obligations",
                column: "remind_at");

            migrationBuilder.CreateIndex(
                name: "ix_case_schools_school_id",
                table: "case_schools",
                column: "school_id");

            migrationBuilder.CreateIndex(
                name: "ix_case_tasks_case_id_position",
                table: "case_tasks",
                columns: new[] { "case_id", "position" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_created_at",
                table: "cases",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_cases_number",
                table: "cases",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_cases_severity_rank_created_at",
                table: "cases",
                columns: new[] { "severity_rank", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_status_created_at",
                table: "cases",
                columns: new[] { "status", "created_at" });

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
                name: "ix_trust_playbooks_type",
                table: "trust_playbooks",
                column: "type",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "alert_indicator_replicas");

            migrationBuilder.DropTable(
                name: "alert_replicas");

            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "case_alerts");

            migrationBuilder.DropTable(
                name: "case_custody");

            migrationBuilder.DropTable(
                name: "case_entries");

            migrationBuilder.DropTable(
                name: "case_evidence");

            migrationBuilder.DropTable(
                name: "case_evidence_chunks");

            migrationBuilder.DropTable(
                name: "case_facts");

            migrationBuilder.DropTable(
                name: "case_findings");

            migrationBuilder.DropTable(
                name: "case_indicators");

            migrationBuilder.DropTable(
                name: "case_obligations");

            migrationBuilder.DropTable(
                name: "case_schools");

            migrationBuilder.DropTable(
                name: "case_tasks");

            migrationBuilder.DropTable(
                name: "dead_letters");

            migrationBuilder.DropTable(
                name: "grouping_rules");

            migrationBuilder.DropTable(
                name: "idempotency_keys");

            migrationBuilder.DropTable(
                name: "inbox_entries");

            migrationBuilder.DropTable(
                name: "number_sequences");

            migrationBuilder.DropTable(
                name: "outbox_messages");

            migrationBuilder.DropTable(
                name: "person_replicas");

            migrationBuilder.DropTable(
                name: "readiness_replicas");

            migrationBuilder.DropTable(
                name: "school_replicas");

            migrationBuilder.DropTable(
                name: "trust_playbooks");

            migrationBuilder.DropTable(
                name: "cases");
        }
    }
}
