using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Trust.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "accounts",
                columns: table => new
                {
                    person_id = table.Column<Guid>(nullable: false),
                    password_hash = table.Column<string>(maxLength: 200, nullable: false),
                    must_change = table.Column<bool>(nullable: false),
                    last_sign_in_at = table.Column<DateTime>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accounts", x => x.person_id);
                });

            migrationBuilder.CreateTable(
                name: "api_tokens",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    name = table.Column<string>(maxLength: 100, nullable: false),
                    owner_id = table.Column<Guid>(nullable: false),
                    token_hash = table.Column<string>(maxLength: 64, nullable: false),
                    prefix = table.Column<string>(maxLength: 20, nullable: false),
                    scopes = table.Column<string>(nullable: false),
                    grants = table.Column<string>(nullable: false),
                    expires_at = table.Column<DateTime>(nullable: true),
                    last_used_at = table.Column<DateTime>(nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_tokens", x => x.id);
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
                name: "people",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    name = table.Column<string>(maxLength: 200, nullable: false),
                    sort_name = table.Column<string>(maxLength: 200, nullable: false),
                    email = table.Column<string>(maxLength: 254, nullable: false),
                    job_title = table.Column<string>(maxLength: 100, nullable: true),
                    phone = table.Column<string>(maxLength: 40, nullable: true),
                    school_id = table.Column<Guid>(nullable: true),
                    active = table.Column<bool>(nullable: false),
                    grants = table.Column<string>(nullable: false),
                    is_admin = table.Column<bool>(nullable: false),
                    role_text = table.Column<string>(maxLength: 100, nullable: false),
                    search_text = table.Column<string>(nullable: false),
                    skills = table.Column<string>(nullable: false),
                    has_skills = table.Column<bool>(nullable: false),
                    hours = table.Column<string>(nullable: true),
                    absences = table.Column<string>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "schools",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    school_id = table.Column<Guid>(nullable: false),
                    urn = table.Column<string>(maxLength: 20, nullable: false),
                    name = table.Column<string>(maxLength: 200, nullable: false),
                    sort_name = table.Column<string>(maxLength: 200, nullable: false),
                    search_text = table.Column<string>(nullable: false),
                    phase = table.Column<string>(maxLength: 40, nullable: false),
                    status = table.Column<string>(maxLength: 40, nullable: false),
                    type = table.Column<string>(maxLength: 100, nullable: false),
                    local_authority_code = table.Column<string>(maxLength: 10, nullable: true),
                    local_authority_name = table.Column<string>(maxLength: 100, nullable: true),
                    establishment_number = table.Column<string>(maxLength: 10, nullable: true),
                    ukprn = table.Column<string>(maxLength: 20, nullable: true),
                    trust_uid = table.Column<string>(maxLength: 20, nullable: true),
                    trust_name = table.Column<string>(maxLength: 200, nullable: true),
                    street = table.Column<string>(maxLength: 200, nullable: true),
                    locality = table.Column<string>(maxLength: 200, nullable: true),
                    town = table.Column<string>(maxLength: 100, nullable: true),
                    county = table.Column<string>(maxLength: 100, nullable: true),
                    postcode = table.Column<string>(maxLength: 20, nullable: true),
                    website = table.Column<string>(maxLength: 310, nullable: true),
                    telephone = table.Column<string>(maxLength: 41, nullable: true),
                    head = table.Column<string>(maxLength: 200, nullable: true),
                    pupils = table.Column<int>(nullable: true),
                    low_age = table.Column<int>(nullable: true),
                    high_age = table.Column<int>(nullable: true),
                    opened_on = table.Column<DateOnly>(nullable: true),
                    closed_on = table.Column<DateOnly>(nullable: true),
                    domains = table.Column<string>(nullable: false),
                    ip_ranges = table.Column<string>(nullable: false),
                    source = table.Column<string>(maxLength: 40, nullable: false),
                    calendar = table.Column<string>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_schools", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    person_id = table.Column<Guid>(nullable: false),
                    token_hash = table.Column<string>(maxLength: 64, nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    expires_at = table.Column<DateTime>(nullable: false),
                    last_seen_at = table.Column<DateTime>(nullable: false),
                    ip = table.Column<string>(maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sessions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sign_in_attempts",
                columns: table => new
                {
                    email_hash = table.Column<string>(maxLength: 64, nullable: false),
                    failures = table.Column<int>(nullable: false),
                    locked_until = table.Column<DateTime>(nullable: true),
                    last_at = table.Column<DateTime>(nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sign_in_attempts", x => x.email_hash);
                });

            migrationBuilder.CreateIndex(
                name: "ix_api_tokens_owner_id",
                table: "api_tokens",
                column: "owner_id");

            migrationBuilder.CreateIndex(
                name: "ix_api_tokens_token_hash",
                table: "api_tokens",
                column: "token_hash",
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
                column: "email",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_people_has_skills",
                table: "people",
                column: "has_skills");

            migrationBuilder.CreateIndex(
                name: "ix_people_school_id",
                table: "people",
                column: "school_id");

            migrationBuilder.CreateIndex(
                name: "ix_people_sort_name_id",
                table: "people",
                columns: new[] { "sort_name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_schools_sort_name_id",
                table: "schools",
                columns: new[] { "sort_name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_schools_urn",
                table: "schools",
                column: "urn",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sessions_person_id",
                table: "sessions",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_sessions_token_hash",
                table: "sessions",
                column: "token_hash",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "accounts");

            migrationBuilder.DropTable(
                name: "api_tokens");

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
                name: "people");

            migrationBuilder.DropTable(
                name: "schools");

            migrationBuilder.DropTable(
                name: "sessions");

            migrationBuilder.DropTable(
                name: "sign_in_attempts");
        }
    }
}
