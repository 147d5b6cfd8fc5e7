using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Partners.Data.Migrations
{
    /// <inheritdoc />
    public partial class EndpointChannels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "concurrency",
                table: "endpoints",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "header_names",
                table: "endpoints",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<bool>(
                name: "ordered",
                table: "endpoints",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "sealed_headers",
                table: "endpoints",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "answer_ms",
                table: "delivery_attempts",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "connect_ms",
                table: "delivery_attempts",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "request",
                table: "delivery_attempts",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "response_headers",
                table: "delivery_attempts",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "sealed_link",
                table: "deliveries",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "concurrency",
                table: "endpoints");

            migrationBuilder.DropColumn(
                name: "header_names",
                table: "endpoints");

            migrationBuilder.DropColumn(
                name: "ordered",
                table: "endpoints");

            migrationBuilder.DropColumn(
                name: "sealed_headers",
                table: "endpoints");

            migrationBuilder.DropColumn(
                name: "answer_ms",
                table: "delivery_attempts");

            migrationBuilder.DropColumn(
                name: "connect_ms",
                table: "delivery_attempts");

            migrationBuilder.DropColumn(
                name: "request",
                table: "delivery_attempts");

            migrationBuilder.DropColumn(
                name: "response_headers",
                table: "delivery_attempts");

            migrationBuilder.DropColumn(
                name: "sealed_link",
                table: "deliveries");
        }
    }
}
