using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Alerts.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "alert_occurrences",
                columns: table => new
                {
                    source_id = table.Column<Guid>(nullable: false),
                    content = table.Column<Guid>(nullable: false),
                    identity = table.Column<Guid>(nullable: false),
                    alert_id = table.Column<Guid>(nullable: false),
                    at = table.Column<DateTime>(nullable: false),
                    resolves = table.Column<bool>(nullable: false),
                    severity = table.Column<string>(maxLength: 40, nullable: false),
                    received_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alert_occurrences", x => new { x.source_id, x.content });
                });

            migrationBuilder.CreateTable(
                name: "alert_rules",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    name = table.Column<string>(maxLength: 100, nullable: false),
                    enabled = table.Column<bool>(nullable: false),
                    position = table.Column<int>(nullable: false),
                    source_id = table.Column<Guid>(nullable: true),
                    source_kind = table.Column<string>(maxLength: 40, nullable: true),
                    min_severity = table.Column<string>(maxLength: 40, nullable: true),
                    title_contains = table.Column<string>(maxLength: 200, nullable: true),
                    rule_ids = table.Column<string>(nullable: false),
                    host_starts_with = table.Column<string>(maxLength: 200, nullable: true),
                    school_id = table.Column<Guid>(nullable: true),
                    open_ticket = table.Column<bool>(nullable: false),
                    impact = table.Column<string>(maxLength: 40, nullable: true),
                    urgency = table.Column<string>(maxLength: 40, nullable: true),
                    escalate_area = table.Column<string>(maxLength: 60, nullable: true),
                    set_severity = table.Column<string>(maxLength: 40, nullable: true),
                    stop = table.Column<bool>(nullable: false),
                    matchers_json = table.Column<string>(nullable: true),
                    checklist = table.Column<string>(nullable: false),
                    notify = table.Column<bool>(nullable: false),
                    open_case = table.Column<string>(maxLength: 40, nullable: true),
                    mail_people = table.Column<string>(nullable: false),
                    mail_roles = table.Column<string>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alert_rules", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "alert_sources",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    name = table.Column<string>(maxLength: 100, nullable: false),
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    status = table.Column<string>(maxLength: 40, nullable: false),
                    school_id = table.Column<Guid>(nullable: true),
                    identity = table.Column<string>(nullable: false),
                    mapping_json = table.Column<string>(nullable: true),
                    senders = table.Column<string>(nullable: false),
                    token_hash = table.Column<string>(maxLength: 64, nullable: false),
                    token_hint = table.Column<string>(maxLength: 20, nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alert_sources", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "asset_replicas",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    tag = table.Column<string>(nullable: false),
                    name = table.Column<string>(nullable: false),
                    school_id = table.Column<Guid>(nullable: false),
                    in_service = table.Column<bool>(nullable: false),
                    serial = table.Column<string>(nullable: true),
                    host_name = table.Column<string>(nullable: true),
                    short_host = table.Column<string>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_asset_replicas", x => x.id);
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
                name: "email_notifications",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    alert_id = table.Column<Guid>(nullable: false),
                    person_id = table.Column<Guid>(nullable: false),
                    rule_name = table.Column<string>(maxLength: 100, nullable: false),
                    due_at = table.Column<DateTime>(nullable: true),
                    attempts = table.Column<int>(nullable: false),
                    sent_at = table.Column<DateTime>(nullable: true),
                    last_error = table.Column<string>(maxLength: 500, nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_email_notifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "episodes",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_id = table.Column<Guid>(nullable: false),
                    source_name = table.Column<string>(maxLength: 100, nullable: false),
                    source_kind = table.Column<string>(maxLength: 40, nullable: false),
                    identity = table.Column<Guid>(nullable: false),
                    head_key = table.Column<string>(maxLength: 64, nullable: true),
                    cleared_until = table.Column<DateTime>(nullable: true),
                    status = table.Column<string>(maxLength: 40, nullable: false),
                    title = table.Column<string>(maxLength: 300, nullable: false),
                    description = table.Column<string>(maxLength: 4000, nullable: true),
                    reported_severity = table.Column<string>(maxLength: 40, nullable: false),
                    severity = table.Column<string>(maxLength: 40, nullable: false),
                    severity_rank = table.Column<int>(nullable: false),
                    rule = table.Column<string>(maxLength: 128, nullable: true),
                    host_name = table.Column<string>(maxLength: 255, nullable: true),
                    short_host = table.Column<string>(maxLength: 255, nullable: true),
                    other_hosts = table.Column<string>(nullable: false),
                    mac = table.Column<string>(nullable: true),
                    ip = table.Column<string>(nullable: true),
                    serial = table.Column<string>(nullable: true),
                    user = table.Column<string>(maxLength: 320, nullable: true),
                    techniques = table.Column<string>(nullable: false),
                    count = table.Column<long>(nullable: false),
                    first_seen_at = table.Column<DateTime>(nullable: false),
                    last_seen_at = table.Column<DateTime>(nullable: false),
                    resolved_at = table.Column<DateTime>(nullable: true),
                    resolved_by = table.Column<string>(nullable: true),
                    time_suspect = table.Column<bool>(nullable: false),
                    flapping = table.Column<bool>(nullable: false),
                    recent_changes = table.Column<string>(nullable: false),
                    school_id = table.Column<Guid>(nullable: true),
                    asset_id = table.Column<Guid>(nullable: true),
                    asset_tag = table.Column<string>(nullable: true),
                    correlated_by = table.Column<string>(maxLength: 40, nullable: true),
                    why = table.Column<string>(nullable: false),
                    candidates_json = table.Column<string>(nullable: true),
                    ticket_requested = table.Column<bool>(nullable: false),
                    case_requested = table.Column<bool>(nullable: false),
                    ticket_id = table.Column<Guid>(nullable: true),
                    ticket_version = table.Column<int>(nullable: false),
                    ticket_reference = table.Column<string>(nullable: true),
                    rule_name = table.Column<string>(nullable: true),
                    person_id = table.Column<Guid>(nullable: true),
                    person_name = table.Column<string>(nullable: true),
                    muted_kind = table.Column<string>(maxLength: 40, nullable: true),
                    muted_by_id = table.Column<Guid>(nullable: true),
                    muted_why = table.Column<string>(maxLength: 400, nullable: true),
                    muted_until = table.Column<DateTime>(nullable: true),
                    mute_check_at = table.Column<DateTime>(nullable: true),
                    storm_id = table.Column<Guid>(nullable: true),
                    is_storm = table.Column<bool>(nullable: false),
                    false_positive = table.Column<bool>(nullable: false),
                    acknowledged_by = table.Column<string>(nullable: true),
                    note = table.Column<string>(nullable: true),
                    search_text = table.Column<string>(maxLength: 1000, nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_episodes", x => x.id);
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
                name: "indicators",
                columns: table => new
                {
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    value = table.Column<string>(maxLength: 320, nullable: false),
                    alert_id = table.Column<Guid>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_indicators", x => new { x.kind, x.value, x.alert_id });
                });

            migrationBuilder.CreateTable(
                name: "inhibitions",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    name = table.Column<string>(maxLength: 100, nullable: false),
                    enabled = table.Column<bool>(nullable: false),
                    firing_json = table.Column<string>(nullable: false),
                    muted_json = table.Column<string>(nullable: false),
                    equal = table.Column<string>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inhibitions", x => x.id);
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
                    active = table.Column<bool>(nullable: false),
                    email = table.Column<string>(nullable: false),
                    school_id = table.Column<Guid>(nullable: true),
                    grants_json = table.Column<string>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_person_replicas", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "raw_alerts",
                columns: table => new
                {
                    alert_id = table.Column<Guid>(nullable: false),
                    last = table.Column<bool>(nullable: false),
                    body = table.Column<byte[]>(nullable: false),
                    received_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_raw_alerts", x => new { x.alert_id, x.last });
                });

            migrationBuilder.CreateTable(
                name: "school_replicas",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    source_version = table.Column<int>(nullable: false),
                    name = table.Column<string>(nullable: false),
                    is_open = table.Column<bool>(nullable: false),
                    domains = table.Column<string>(nullable: false),
                    ip_ranges = table.Column<string>(nullable: false),
                    time_zone = table.Column<string>(nullable: false),
                    closed = table.Column<string>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_school_replicas", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "silences",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    times = table.Column<string>(maxLength: 40, nullable: false),
                    school_id = table.Column<Guid>(nullable: true),
                    matchers_json = table.Column<string>(nullable: false),
                    reason = table.Column<string>(maxLength: 500, nullable: false),
                    created_by_id = table.Column<Guid>(nullable: false),
                    created_by = table.Column<string>(nullable: false),
                    starts_at = table.Column<DateTime>(nullable: false),
                    ends_at = table.Column<DateTime>(nullable: false),
                    ended_by = table.Column<string>(nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_silences", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "source_activity",
                columns: table => new
                {
                    source_id = table.Column<Guid>(nullable: false),
                    received = table.Column<long>(nullable: false),
                    truncated = table.Column<long>(nullable: false),
                    dropped = table.Column<long>(nullable: false),
                    last_received_at = table.Column<DateTime>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_source_activity", x => x.source_id);
                });

            migrationBuilder.CreateTable(
                name: "asset_ips",
                columns: table => new
                {
                    asset_id = table.Column<Guid>(nullable: false),
                    ip = table.Column<string>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_asset_ips", x => new { x.asset_id, x.ip });
                    table.ForeignKey(
                        name: "fk_asset_ips_asset_id",
                        column: x => x.asset_id,
                        principalTable: "asset_replicas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "asset_macs",
                columns: table => new
                {
                    asset_id = table.Column<Guid>(nullable: false),
                    mac = table.Column<string>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_asset_macs", x => new { x.asset_id, x.mac });
                    table.ForeignKey(
                        name: "fk_asset_macs_asset_id",
                        column: x => x.asset_id,
                        principalTable: "asset_replicas",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                table: "alert_rules",
                columns: new[] { "id", "checklist", "created_at", "enabled", "escalate_area", "host_starts_with", "impact", "mail_people", "mail_roles", "matchers_json", "min_severity", "name", "notify", "open_case", "open_ticket", "position", "rule_ids", "school_id", "set_severity", "source_id", "source_kind", "stop", "title_contains", "updated_at", "urgency", "version" },
                values: new object[] { new Guid("01920000-0000-7000-8000-00000000a1e7"), "[]", new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Utc), true, null, null, null, "[]", "[]", null, "High", "High and above opens a ticket", false, null, true, 1000, "[]", null, null, null, null, false, null, new DateTime(1970, 1, 1, 0, 0, 0, 0, DateTimeKind.Utc), null, 1 });

            migrationBuilder.CreateIndex(
                name: "ix_alert_occurrences_received_at",
                table: "alert_occurrences",
                column: "received_at");

            migrationBuilder.CreateIndex(
                name: "ix_alert_occurrences_source_id_identity_at",
                table: "alert_occurrences",
                columns: new[] { "source_id", "identity", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_alert_rules_position",
                table: "alert_rules",
                column: "position");

            migrationBuilder.CreateIndex(
                name: "ix_alert_sources_token_hash",
                table: "alert_sources",
                column: "token_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_asset_ips_ip",
                table: "asset_ips",
                column: "ip");

            migrationBuilder.CreateIndex(
                name: "ix_asset_macs_mac",
                table: "asset_macs",
                column: "mac");

            migrationBuilder.CreateIndex(
                name: "ix_asset_replicas_serial",
                table: "asset_replicas",
                column: "serial");

            migrationBuilder.CreateIndex(
                name: "ix_asset_replicas_short_host",
                table: "asset_replicas",
                column: "short_host");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_created_at",
                table: "audit_entries",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_subject_id_created_at",
                table: "audit_entries",
                columns: new[] { "subject_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_email_notifications_alert_id_person_id",
                table: "email_notifications",
                columns: new[] { "alert_id", "person_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_email_notifications_due_at",
                table: "email_notifications",
                column: "due_at");

            migrationBuilder.CreateIndex(
                name: "ix_episodes_asset_id",
                table: "episodes",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_episodes_created_at",
                table: "episodes",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_episodes_head_key",
                table: "episodes",
                column: "head_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_episodes_is_storm_status",
                table: "episodes",
                columns: new[] { "is_storm", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_episodes_last_seen_at",
                table: "episodes",
                column: "last_seen_at");

            migrationBuilder.CreateIndex(
                name: "ix_episodes_mute_check_at",
                table: "episodes",
                column: "mute_check_at");

            migrationBuilder.CreateIndex(
                name: "ix_episodes_muted_by_id",
                table: "episodes",
                column: "muted_by_id");

            migrationBuilder.CreateIndex(
                name: "ix_episodes_open",
                table: "episodes",
                column: "last_seen_at",
                filter: "status <> 'Resolved'");

            migrationBuilder.CreateIndex(
                name: "ix_episodes_open_of_school",
                table: "episodes",
                columns: new[] { "school_id", "last_seen_at" },
                filter: "status <> 'Resolved'");

            migrationBuilder.CreateIndex(
                name: "ix_episodes_school_id_last_seen_at",
                table: "episodes",
                columns: new[] { "school_id", "last_seen_at" });

            migrationBuilder.CreateIndex(
                name: "ix_episodes_school_id_severity_rank_last_seen_at",
                table: "episodes",
                columns: new[] { "school_id", "severity_rank", "last_seen_at" });

            migrationBuilder.CreateIndex(
                name: "ix_episodes_severity_rank_last_seen_at",
                table: "episodes",
                columns: new[] { "severity_rank", "last_seen_at" });

            migrationBuilder.CreateIndex(
                name: "ix_episodes_source_id_created_at",
                table: "episodes",
                columns: new[] { "source_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_episodes_source_id_identity",
                table: "episodes",
                columns: new[] { "source_id", "identity" });

            migrationBuilder.CreateIndex(
                name: "ix_episodes_source_id_rule",
                table: "episodes",
                columns: new[] { "source_id", "rule" });

            migrationBuilder.CreateIndex(
                name: "ix_episodes_status_last_seen_at",
                table: "episodes",
                columns: new[] { "status", "last_seen_at" });

            migrationBuilder.CreateIndex(
                name: "ix_episodes_storm_id",
                table: "episodes",
                column: "storm_id");

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
                name: "ix_indicators_alert_id",
                table: "indicators",
                column: "alert_id");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_due_at_id",
                table: "outbox_messages",
                columns: new[] { "due_at", "id" },
                filter: "dead_lettered_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_person_replicas_email",
                table: "person_replicas",
                column: "email");

            migrationBuilder.CreateIndex(
                name: "ix_raw_alerts_received_at",
                table: "raw_alerts",
                column: "received_at");

            migrationBuilder.CreateIndex(
                name: "ix_silences_ends_at",
                table: "silences",
                column: "ends_at");

            SqlObjects.Create(migrationBuilder);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "alert_occurrences");

            migrationBuilder.DropTable(
                name: "alert_rules");

            migrationBuilder.DropTable(
                name: "alert_sources");

            migrationBuilder.DropTable(
                name: "asset_ips");

            migrationBuilder.DropTable(
                name: "asset_macs");

            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "dead_letters");

            migrationBuilder.DropTable(
                name: "email_notifications");

            migrationBuilder.DropTable(
                name: "episodes");

            migrationBuilder.DropTable(
                name: "idempotency_keys");

            migrationBuilder.DropTable(
                name: "inbox_entries");

            migrationBuilder.DropTable(
                name: "indicators");

            migrationBuilder.DropTable(
                name: "inhibitions");

            migrationBuilder.DropTable(
                name: "outbox_messages");

            migrationBuilder.DropTable(
                name: "person_replicas");

            migrationBuilder.DropTable(
                name: "raw_alerts");

            migrationBuilder.DropTable(
                name: "school_replicas");

            migrationBuilder.DropTable(
                name: "silences");

            migrationBuilder.DropTable(
                name: "source_activity");

            migrationBuilder.DropTable(
                name: "asset_replicas");
        }
    }
}
