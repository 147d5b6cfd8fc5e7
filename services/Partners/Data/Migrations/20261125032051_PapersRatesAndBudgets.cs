using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Partners.Data.Migrations
{
    /// <inheritdoc />
    public partial class PapersRatesAndBudgets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "hours",
                table: "partners",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "most_open",
                table: "partners",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "rates",
                table: "partners",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "called_out",
                table: "escalations",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "cost_pence",
                table: "escalations",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "invoice_pence",
                table: "escalations",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "not_partner_id",
                table: "escalations",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "purchase_order",
                table: "escalations",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "reopened_at",
                table: "escalations",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "paper_notices",
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
                    table.PrimaryKey("pk_paper_notices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "partner_papers",
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
                    table.PrimaryKey("pk_partner_papers", x => x.id);
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

            migrationBuilder.CreateIndex(
                name: "ix_paper_notices_partner_id_kind_expires_on_days",
                table: "paper_notices",
                columns: new[] { "partner_id", "kind", "expires_on", "days" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_partner_papers_partner_id",
                table: "partner_papers",
                column: "partner_id");

            migrationBuilder.CreateIndex(
                name: "ix_school_budgets_school_id_year",
                table: "school_budgets",
                columns: new[] { "school_id", "year" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "paper_notices");

            migrationBuilder.DropTable(
                name: "partner_papers");

            migrationBuilder.DropTable(
                name: "school_budgets");

            migrationBuilder.DropColumn(
                name: "hours",
                table: "partners");

            migrationBuilder.DropColumn(
                name: "most_open",
                table: "partners");

            migrationBuilder.DropColumn(
                name: "rates",
                table: "partners");

            migrationBuilder.DropColumn(
                name: "called_out",
                table: "escalations");

            migrationBuilder.DropColumn(
                name: "cost_pence",
                table: "escalations");

            migrationBuilder.DropColumn(
                name: "invoice_pence",
                table: "escalations");

            migrationBuilder.DropColumn(
                name: "not_partner_id",
                table: "escalations");

            migrationBuilder.DropColumn(
                name: "purchase_order",
                table: "escalations");

            migrationBuilder.DropColumn(
                name: "reopened_at",
                table: "escalations");
        }
    }
}
