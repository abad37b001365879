using System;
using Microsoft.EntityFrameworkCore.Migrations;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Oversight.Complaint.Data;
#nullable disable

namespace Oversight.Complaint.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    [DbContext(typeof(ComplaintSqliteContext))]
    [Migration("20261201034440_Initial")]
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "complainants",
                columns: table => new
                {
                    intake_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name_cipher = table.Column<byte[]>(type: "BLOB", maxLength: 400, nullable: false),
                    phone_cipher = table.Column<byte[]>(type: "BLOB", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_complainants", x => x.intake_id);
                });

            migrationBuilder.CreateTable(
                name: "intakes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    channel = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    external_number = table.Column<string>(type: "TEXT", maxLength: 60, nullable: true),
                    received_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    entered_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    text_cipher = table.Column<byte[]>(type: "BLOB", nullable: false),
                    is_anonymous = table.Column<bool>(type: "INTEGER", nullable: false),
                    code_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_intakes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "known_institutions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    credit_code = table.Column<string>(type: "TEXT", maxLength: 18, nullable: true),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    type = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    licence_valid_to = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    is_lead = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    source_epoch = table.Column<Guid>(type: "TEXT", nullable: false),
                    source_version = table.Column<long>(type: "INTEGER", nullable: false),
                    source_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_institutions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "known_officers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    account_id = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    certificate_number = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    department = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    valid_from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    is_active = table.Column<bool>(type: "INTEGER", nullable: false),
                    avoids = table.Column<string>(type: "TEXT", maxLength: 3902, nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    source_epoch = table.Column<Guid>(type: "TEXT", nullable: false),
                    source_version = table.Column<long>(type: "INTEGER", nullable: false),
                    source_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_officers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "matter_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    matter_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    matter_version = table.Column<long>(type: "INTEGER", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    code = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    departments = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    number = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    detail = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    source_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    source_version = table.Column<long>(type: "INTEGER", nullable: true),
                    text_cipher = table.Column<byte[]>(type: "BLOB", nullable: true),
                    actor_id = table.Column<string>(type: "TEXT", maxLength: 150, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_matter_entries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "matters",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    intake_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    category = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    category_rule = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    channel = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    department = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    party_name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    party_entry = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    credit_code = table.Column<string>(type: "TEXT", maxLength: 18, nullable: true),
                    address = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    is_urgent = table.Column<bool>(type: "INTEGER", nullable: false),
                    is_named = table.Column<bool>(type: "INTEGER", nullable: false),
                    received_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    entered_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    handler_id = table.Column<string>(type: "TEXT", maxLength: 150, nullable: true),
                    is_overdue = table.Column<bool>(type: "INTEGER", nullable: false),
                    may_name_complainant = table.Column<bool>(type: "INTEGER", nullable: false),
                    parent_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    joined_count = table.Column<int>(type: "INTEGER", nullable: false),
                    outcome = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    concluded_on = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_matters", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "satisfactions",
                columns: table => new
                {
                    matter_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    response = table.Column<int>(type: "INTEGER", nullable: false),
                    solved = table.Column<int>(type: "INTEGER", nullable: false),
                    satisfied = table.Column<int>(type: "INTEGER", nullable: false),
                    comment_cipher = table.Column<byte[]>(type: "BLOB", nullable: true),
                    given_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_satisfactions", x => x.matter_id);
                });

            migrationBuilder.CreateIndex(
                name: "ux_intakes_code_hash",
                table: "intakes",
                column: "code_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_known_institutions_credit_code",
                table: "known_institutions",
                column: "credit_code");

            migrationBuilder.CreateIndex(
                name: "ix_known_institutions_division",
                table: "known_institutions",
                columns: new[] { "division", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_known_institutions_name",
                table: "known_institutions",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "ix_known_officers_account",
                table: "known_officers",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_known_officers_certificate",
                table: "known_officers",
                column: "certificate_number");

            migrationBuilder.CreateIndex(
                name: "ix_matter_entries_matter",
                table: "matter_entries",
                columns: new[] { "matter_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ux_matter_entries_source",
                table: "matter_entries",
                columns: new[] { "matter_id", "code", "source_id" },
                unique: true,
                filter: "source_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_matters_department",
                table: "matters",
                columns: new[] { "division", "department", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_matters_institution",
                table: "matters",
                columns: new[] { "institution_id", "category" });

            migrationBuilder.CreateIndex(
                name: "ix_matters_intake",
                table: "matters",
                column: "intake_id");

            migrationBuilder.CreateIndex(
                name: "ix_matters_overdue",
                table: "matters",
                columns: new[] { "is_overdue", "division", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_matters_parent",
                table: "matters",
                column: "parent_id",
                filter: "parent_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_matters_party_name",
                table: "matters",
                columns: new[] { "party_name", "category" });

            migrationBuilder.CreateIndex(
                name: "ix_matters_received_at",
                table: "matters",
                column: "received_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "complainants");

            migrationBuilder.DropTable(
                name: "intakes");

            migrationBuilder.DropTable(
                name: "known_institutions");

            migrationBuilder.DropTable(
                name: "known_officers");

            migrationBuilder.DropTable(
                name: "matter_entries");

            migrationBuilder.DropTable(
                name: "matters");

            migrationBuilder.DropTable(
                name: "satisfactions");
        }
    }
}
