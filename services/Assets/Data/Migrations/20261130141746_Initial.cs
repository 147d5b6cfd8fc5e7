using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Assets.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "asset_addresses",
                columns: table => new
                {
                    asset_id = table.Column<Guid>(nullable: false),
                    kind = table.Column<string>(nullable: false),
                    value = table.Column<string>(nullable: false),
                    school_id = table.Column<Guid>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_asset_addresses", x => new { x.asset_id, x.kind, x.value });
                });

            migrationBuilder.CreateTable(
                name: "asset_changes",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    asset_id = table.Column<Guid>(nullable: false),
                    actor_id = table.Column<Guid>(nullable: true),
                    actor = table.Column<string>(nullable: false),
                    action = table.Column<string>(nullable: false),
                    import_id = table.Column<Guid>(nullable: true),
                    changes = table.Column<string>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_asset_changes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "asset_imports",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    file_id = table.Column<Guid>(nullable: false),
                    file_name = table.Column<string>(nullable: true),
                    format = table.Column<string>(maxLength: 40, nullable: false),
                    dry_run = table.Column<bool>(nullable: false),
                    school_id = table.Column<Guid>(nullable: true),
                    mapping = table.Column<string>(nullable: true),
                    requested_by_id = table.Column<Guid>(nullable: false),
                    requested_by = table.Column<string>(nullable: false),
                    writable = table.Column<string>(nullable: true),
                    status = table.Column<string>(maxLength: 40, nullable: false),
                    rows = table.Column<int>(nullable: false),
                    processed = table.Column<int>(nullable: false),
                    created = table.Column<int>(nullable: false),
                    updated = table.Column<int>(nullable: false),
                    unchanged = table.Column<int>(nullable: false),
                    skipped = table.Column<int>(nullable: false),
                    failed = table.Column<int>(nullable: false),
                    problems = table.Column<string>(nullable: false),
                    started_at = table.Column<DateTime>(nullable: true),
                    finished_at = table.Column<DateTime>(nullable: true),
                    applied_id = table.Column<Guid>(nullable: true),
                    lease_owner = table.Column<Guid>(nullable: true),
                    lease_until = table.Column<DateTime>(nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_asset_imports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "assets",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    tag = table.Column<string>(nullable: false),
                    tag_key = table.Column<string>(nullable: false),
                    kind = table.Column<string>(maxLength: 40, nullable: false),
                    name = table.Column<string>(nullable: false),
                    status = table.Column<string>(maxLength: 40, nullable: false),
                    school_id = table.Column<Guid>(nullable: false),
                    location = table.Column<string>(nullable: true),
                    holder_email = table.Column<string>(nullable: true),
                    holder_name = table.Column<string>(nullable: true),
                    manufacturer = table.Column<string>(nullable: true),
                    model = table.Column<string>(nullable: true),
                    model_number = table.Column<string>(nullable: true),
                    serial = table.Column<string>(nullable: true),
                    serial_key = table.Column<string>(nullable: true),
                    host_name = table.Column<string>(nullable: true),
                    macs = table.Column<string>(nullable: false),
                    ips = table.Column<string>(nullable: false),
                    operating_system = table.Column<string>(nullable: true),
                    os_version = table.Column<string>(nullable: true),
                    purchased_on = table.Column<DateOnly>(nullable: true),
                    purchase_cost = table.Column<decimal>(nullable: true),
                    supplier = table.Column<string>(nullable: true),
                    order_number = table.Column<string>(nullable: true),
                    warranty_ends_on = table.Column<DateOnly>(nullable: true),
                    end_of_life_on = table.Column<DateOnly>(nullable: true),
                    notes = table.Column<string>(nullable: true),
                    attributes = table.Column<string>(nullable: false),
                    last_seen_at = table.Column<DateTime>(nullable: true),
                    source = table.Column<string>(nullable: true),
                    retire_reason = table.Column<string>(nullable: true),
                    disposal_certificate = table.Column<string>(nullable: true),
                    search_text = table.Column<string>(nullable: false),
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
                name: "import_files",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    bytes = table.Column<byte[]>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_files", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "import_rows",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    import_id = table.Column<Guid>(nullable: false),
                    row = table.Column<int>(nullable: false),
                    result = table.Column<string>(maxLength: 40, nullable: false),
                    tag = table.Column<string>(nullable: true),
                    serial = table.Column<string>(nullable: true),
                    code = table.Column<string>(nullable: true),
                    reason = table.Column<string>(nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_rows", x => x.id);
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
                name: "installed_software",
                columns: table => new
                {
                    asset_id = table.Column<Guid>(nullable: false),
                    title_id = table.Column<Guid>(nullable: false),
                    seen_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_installed_software", x => new { x.asset_id, x.title_id });
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
                name: "schools",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    announced = table.Column<int>(nullable: false),
                    urn = table.Column<string>(nullable: false),
                    name = table.Column<string>(nullable: false),
                    is_open = table.Column<bool>(nullable: false),
                    domains = table.Column<string>(nullable: false),
                    closed = table.Column<string>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_schools", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "software_lists",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    seen_at = table.Column<DateTime>(nullable: false),
                    count = table.Column<int>(nullable: false),
                    fingerprint = table.Column<string>(nullable: false),
                    source = table.Column<string>(nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_software_lists", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "software_titles",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    key = table.Column<string>(nullable: false),
                    name = table.Column<string>(nullable: false),
                    name_key = table.Column<string>(nullable: false),
                    publisher = table.Column<string>(nullable: true),
                    version = table.Column<string>(nullable: true),
                    search_text = table.Column<string>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_software_titles", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "vulnerabilities",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    cve = table.Column<string>(maxLength: 20, nullable: true),
                    title = table.Column<string>(maxLength: 200, nullable: false),
                    product = table.Column<string>(maxLength: 200, nullable: false),
                    versions = table.Column<string>(maxLength: 200, nullable: true),
                    cvss = table.Column<double>(nullable: true),
                    rating = table.Column<string>(maxLength: 40, nullable: true),
                    released_on = table.Column<DateOnly>(nullable: false),
                    instructed_on = table.Column<DateOnly>(nullable: true),
                    advice = table.Column<string>(maxLength: 4000, nullable: true),
                    closed = table.Column<bool>(nullable: false),
                    match_json = table.Column<string>(nullable: false),
                    search_text = table.Column<string>(maxLength: 500, nullable: false),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_vulnerabilities", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "vulnerable_assets",
                columns: table => new
                {
                    id = table.Column<Guid>(nullable: false),
                    vulnerability_id = table.Column<Guid>(nullable: false),
                    asset_id = table.Column<Guid>(nullable: false),
                    school_id = table.Column<Guid>(nullable: false),
                    tag = table.Column<string>(maxLength: 100, nullable: false),
                    name = table.Column<string>(nullable: false),
                    os_version = table.Column<string>(nullable: true),
                    software = table.Column<string>(maxLength: 310, nullable: true),
                    state = table.Column<string>(maxLength: 40, nullable: false),
                    due_on = table.Column<DateOnly>(nullable: true),
                    rule = table.Column<string>(maxLength: 40, nullable: true),
                    evidence = table.Column<string>(maxLength: 1000, nullable: true),
                    answered_by = table.Column<string>(maxLength: 200, nullable: true),
                    answered_at = table.Column<DateTime>(nullable: true),
                    version = table.Column<int>(nullable: false),
                    created_at = table.Column<DateTime>(nullable: false),
                    updated_at = table.Column<DateTime>(nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_vulnerable_assets", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_asset_addresses_kind_value",
                table: "asset_addresses",
                columns: new[] { "kind", "value" });

            migrationBuilder.CreateIndex(
                name: "ix_asset_changes_asset_id_created_at_id",
                table: "asset_changes",
                columns: new[] { "asset_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_asset_imports_created_at_id",
                table: "asset_imports",
                columns: new[] { "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_asset_imports_status_id",
                table: "asset_imports",
                columns: new[] { "status", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_assets_created_at_id",
                table: "assets",
                columns: new[] { "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_assets_school_id_created_at_id",
                table: "assets",
                columns: new[] { "school_id", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_assets_serial_key",
                table: "assets",
                column: "serial_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_assets_tag_key",
                table: "assets",
                column: "tag_key",
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
                name: "ix_import_rows_import_id_row",
                table: "import_rows",
                columns: new[] { "import_id", "row" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_inbox_entries_at",
                table: "inbox_entries",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_installed_software_title_id_asset_id",
                table: "installed_software",
                columns: new[] { "title_id", "asset_id" });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_messages_due_at_id",
                table: "outbox_messages",
                columns: new[] { "due_at", "id" },
                filter: "dead_lettered_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_software_titles_key",
                table: "software_titles",
                column: "key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_software_titles_name_key",
                table: "software_titles",
                column: "name_key");

            migrationBuilder.CreateIndex(
                name: "ix_vulnerabilities_released_on",
                table: "vulnerabilities",
                column: "released_on");

            migrationBuilder.CreateIndex(
                name: "ix_vulnerable_assets_asset_id",
                table: "vulnerable_assets",
                column: "asset_id");

            migrationBuilder.CreateIndex(
                name: "ix_vulnerable_assets_school_id_state",
                table: "vulnerable_assets",
                columns: new[] { "school_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_vulnerable_assets_vulnerability_id_asset_id",
                table: "vulnerable_assets",
                columns: new[] { "vulnerability_id", "asset_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "asset_addresses");

            migrationBuilder.DropTable(
                name: "asset_changes");

            migrationBuilder.DropTable(
                name: "asset_imports");

            migrationBuilder.DropTable(
                name: "assets");

            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "number_sequences");

            migrationBuilder.DropTable(
                name: "dead_letters");

            migrationBuilder.DropTable(
                name: "idempotency_keys");

            migrationBuilder.DropTable(
                name: "import_files");

            migrationBuilder.DropTable(
                name: "import_rows");

            migrationBuilder.DropTable(
                name: "inbox_entries");

            migrationBuilder.DropTable(
                name: "installed_software");

            migrationBuilder.DropTable(
                name: "outbox_messages");

            migrationBuilder.DropTable(
                name: "schools");

            migrationBuilder.DropTable(
                name: "software_lists");

            migrationBuilder.DropTable(
                name: "software_titles");

            migrationBuilder.DropTable(
                name: "vulnerabilities");

            migrationBuilder.DropTable(
                name: "vulnerable_assets");
        }
    }
}
