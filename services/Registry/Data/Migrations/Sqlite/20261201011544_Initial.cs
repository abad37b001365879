using System;
using Microsoft.EntityFrameworkCore.Migrations;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Oversight.Registry.Data;
#nullable disable

namespace Oversight.Registry.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    [DbContext(typeof(RegistrySqliteContext))]
    [Migration("20261201011544_Initial")]
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "import_files",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    content_cipher = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_files", x => x.import_id);
                });

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

            migrationBuilder.CreateTable(
                name: "imports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    requested_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                    department = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    dry_run = table.Column<bool>(type: "INTEGER", nullable: false),
                    on_fault = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    file_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    file_length = table.Column<long>(type: "INTEGER", nullable: false),
                    requested_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    stop_requested = table.Column<bool>(type: "INTEGER", nullable: false),
                    lease_owner = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    lease_until = table.Column<DateTime>(type: "TEXT", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    finished_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    refusal_code = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    refusal_message = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    rows_checked = table.Column<int>(type: "INTEGER", nullable: false),
                    rows_applied = table.Column<int>(type: "INTEGER", nullable: false),
                    created = table.Column<int>(type: "INTEGER", nullable: false),
                    changed = table.Column<int>(type: "INTEGER", nullable: false),
                    unchanged = table.Column<int>(type: "INTEGER", nullable: false),
                    refused = table.Column<int>(type: "INTEGER", nullable: false),
                    ignored = table.Column<int>(type: "INTEGER", nullable: false),
                    lines = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "institutions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    credit_code = table.Column<string>(type: "TEXT", maxLength: 18, nullable: true),
                    type = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    profit = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    licence_number = table.Column<string>(type: "TEXT", maxLength: 50, nullable: true),
                    issuing_authority = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    licence_issued_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    licence_valid_from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    licence_valid_to = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    sponsor_cipher = table.Column<string>(type: "TEXT", maxLength: 800, nullable: true),
                    principal_cipher = table.Column<string>(type: "TEXT", maxLength: 600, nullable: true),
                    phone_cipher = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    remark_cipher = table.Column<string>(type: "TEXT", maxLength: 2200, nullable: true),
                    is_lead = table.Column<bool>(type: "INTEGER", nullable: false),
                    lacks_permit = table.Column<bool>(type: "INTEGER", nullable: false),
                    lacks_business_licence = table.Column<bool>(type: "INTEGER", nullable: false),
                    registered_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    changed_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    last_effective_on = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_institutions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "proposals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    institution_version = table.Column<long>(type: "INTEGER", nullable: false),
                    act = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    proposed_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                    department = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_proposals", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "legal_events",
                columns: table => new
                {
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    act = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    effective_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    law = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    article = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    rule = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    document = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_legal_events", x => new { x.institution_id, x.version });
                    table.ForeignKey(
                        name: "fk_legal_events_institutions_institution_id",
                        column: x => x.institution_id,
                        principalTable: "institutions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_imports_state",
                table: "imports",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_institutions_division",
                table: "institutions",
                columns: new[] { "division", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_institutions_licence_valid_to",
                table: "institutions",
                column: "licence_valid_to");

            migrationBuilder.CreateIndex(
                name: "ix_institutions_name",
                table: "institutions",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "ux_institutions_credit_code",
                table: "institutions",
                column: "credit_code",
                unique: true,
                filter: "credit_code IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ux_institutions_licence_number",
                table: "institutions",
                column: "licence_number",
                unique: true,
                filter: "licence_number IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ux_proposals_institution_act",
                table: "proposals",
                columns: new[] { "institution_id", "institution_version", "act" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "import_files");

            migrationBuilder.DropTable(
                name: "import_report_lines");

            migrationBuilder.DropTable(
                name: "imports");

            migrationBuilder.DropTable(
                name: "legal_events");

            migrationBuilder.DropTable(
                name: "proposals");

            migrationBuilder.DropTable(
                name: "institutions");
        }
    }
}
