using System;
using Microsoft.EntityFrameworkCore.Migrations;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Oversight.Registry.Data;
#nullable disable

namespace Oversight.Registry.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    [DbContext(typeof(RegistryPostgreSqlContext))]
    [Migration("20261201011540_Initial")]
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "import_files",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    content_cipher = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_files", x => x.import_id);
                });

            migrationBuilder.CreateTable(
                name: "import_report_lines",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    line = table.Column<int>(type: "integer", nullable: false),
                    last_line = table.Column<int>(type: "integer", nullable: false),
                    column_name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true, collation: "C"),
                    code = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    message = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_report_lines", x => new { x.import_id, x.number });
                });

            migrationBuilder.CreateTable(
                name: "imports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    requested_by = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false, collation: "C"),
                    department = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true, collation: "C"),
                    division = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: false, collation: "C"),
                    dry_run = table.Column<bool>(type: "boolean", nullable: false),
                    on_fault = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    file_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    file_length = table.Column<long>(type: "bigint", nullable: false),
                    requested_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    stop_requested = table.Column<bool>(type: "boolean", nullable: false),
                    lease_owner = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true, collation: "C"),
                    lease_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    finished_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    refusal_code = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true, collation: "C"),
                    refusal_message = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C"),
                    rows_checked = table.Column<int>(type: "integer", nullable: false),
                    rows_applied = table.Column<int>(type: "integer", nullable: false),
                    created = table.Column<int>(type: "integer", nullable: false),
                    changed = table.Column<int>(type: "integer", nullable: false),
                    unchanged = table.Column<int>(type: "integer", nullable: false),
                    refused = table.Column<int>(type: "integer", nullable: false),
                    ignored = table.Column<int>(type: "integer", nullable: false),
                    lines = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "institutions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    credit_code = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: true, collation: "C"),
                    type = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false, collation: "C"),
                    profit = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true, collation: "C"),
                    division = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: false, collation: "C"),
                    address = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    licence_number = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true, collation: "C"),
                    issuing_authority = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    licence_issued_on = table.Column<DateOnly>(type: "date", nullable: true),
                    licence_valid_from = table.Column<DateOnly>(type: "date", nullable: true),
                    licence_valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    sponsor_cipher = table.Column<string>(type: "character varying(800)", maxLength: 800, nullable: true, collation: "C"),
                    principal_cipher = table.Column<string>(type: "character varying(600)", maxLength: 600, nullable: true, collation: "C"),
                    phone_cipher = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true, collation: "C"),
                    remark_cipher = table.Column<string>(type: "character varying(2200)", maxLength: 2200, nullable: true, collation: "C"),
                    is_lead = table.Column<bool>(type: "boolean", nullable: false),
                    lacks_permit = table.Column<bool>(type: "boolean", nullable: false),
                    lacks_business_licence = table.Column<bool>(type: "boolean", nullable: false),
                    registered_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    last_effective_on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_institutions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "proposals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    institution_id = table.Column<Guid>(type: "uuid", nullable: false),
                    institution_version = table.Column<long>(type: "bigint", nullable: false),
                    act = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    proposed_by = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false, collation: "C"),
                    department = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true, collation: "C"),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_proposals", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "legal_events",
                columns: table => new
                {
                    institution_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    act = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    effective_on = table.Column<DateOnly>(type: "date", nullable: false),
                    law = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    article = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    rule = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false, collation: "C"),
                    document = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true, collation: "C")
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
