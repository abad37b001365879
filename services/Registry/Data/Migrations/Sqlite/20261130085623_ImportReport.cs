using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Oversight.Registry.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ImportReport : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "import_faults");

            migrationBuilder.DropColumn(
                name: "remark",
                table: "institutions");

            migrationBuilder.AddColumn<string>(
                name: "remark_cipher",
                table: "institutions",
                type: "TEXT",
                maxLength: 2200,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ignored",
                table: "imports",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "lines",
                table: "imports",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "import_report_lines",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    line = table.Column<int>(type: "INTEGER", nullable: false),
                    last_line = table.Column<int>(type: "INTEGER", nullable: false),
                    column_name = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    code = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    message = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_report_lines", x => new { x.import_id, x.number });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "import_report_lines");

            migrationBuilder.DropColumn(
                name: "remark_cipher",
                table: "institutions");

            migrationBuilder.DropColumn(
                name: "ignored",
                table: "imports");

            migrationBuilder.DropColumn(
                name: "lines",
                table: "imports");

            migrationBuilder.AddColumn<string>(
                name: "remark",
                table: "institutions",
                type: "TEXT",
                maxLength: 500,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "import_faults",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 80, nullable: false),
                    column_name = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    line = table.Column<int>(type: "INTEGER", nullable: false),
                    message = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_faults", x => new { x.import_id, x.number });
                });
        }
    }
}
