using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mat.Trust.Data.Migrations
{
    /// <inheritdoc />
    public partial class Skills : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "absences",
                table: "people",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.AddColumn<bool>(
                name: "has_skills",
                table: "people",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "hours",
                table: "people",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "skills",
                table: "people",
                nullable: false,
                defaultValue: "[]");

            migrationBuilder.CreateIndex(
                name: "ix_people_has_skills",
                table: "people",
                column: "has_skills");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_people_has_skills",
                table: "people");

            migrationBuilder.DropColumn(
                name: "absences",
                table: "people");

            migrationBuilder.DropColumn(
                name: "has_skills",
                table: "people");

            migrationBuilder.DropColumn(
                name: "hours",
                table: "people");

            migrationBuilder.DropColumn(
                name: "skills",
                table: "people");
        }
    }
}
