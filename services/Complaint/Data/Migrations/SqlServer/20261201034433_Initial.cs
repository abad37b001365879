using System;
using Microsoft.EntityFrameworkCore.Migrations;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Oversight.Complaint.Data;
#nullable disable

namespace Oversight.Complaint.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    [DbContext(typeof(ComplaintSqlServerContext))]
    [Migration("20261201034433_Initial")]
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "complainants",
                columns: table => new
                {
                    intake_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name_cipher = table.Column<byte[]>(type: "varbinary(400)", maxLength: 400, nullable: false),
                    phone_cipher = table.Column<byte[]>(type: "varbinary(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_complainants", x => x.intake_id);
                });

            migrationBuilder.CreateTable(
                name: "intakes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    division = table.Column<string>(type: "nvarchar(6)", maxLength: 6, nullable: false, collation: "Latin1_General_100_BIN2"),
                    channel = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false, collation: "Latin1_General_100_BIN2"),
                    external_number = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true, collation: "Latin1_General_100_BIN2"),
                    received_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    entered_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    text_cipher = table.Column<byte[]>(type: "varbinary(max)", nullable: false),
                    is_anonymous = table.Column<bool>(type: "bit", nullable: false),
                    code_hash = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_intakes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "known_institutions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    credit_code = table.Column<string>(type: "nvarchar(18)", maxLength: 18, nullable: true, collation: "Latin1_General_100_BIN2"),
                    division = table.Column<string>(type: "nvarchar(6)", maxLength: 6, nullable: false, collation: "Latin1_General_100_BIN2"),
                    address = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    type = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false, collation: "Latin1_General_100_BIN2"),
                    status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    licence_valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    is_lead = table.Column<bool>(type: "bit", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    source_epoch = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    source_version = table.Column<long>(type: "bigint", nullable: false),
                    source_digest = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_institutions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "known_officers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    account_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    certificate_number = table.Column<string>(type: "nvarchar(50)", maxLength: 50, nullable: false, collation: "Latin1_General_100_BIN2"),
                    department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    division = table.Column<string>(type: "nvarchar(6)", maxLength: 6, nullable: false, collation: "Latin1_General_100_BIN2"),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: false),
                    is_active = table.Column<bool>(type: "bit", nullable: false),
                    avoids = table.Column<string>(type: "nvarchar(3902)", maxLength: 3902, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    source_epoch = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    source_version = table.Column<long>(type: "bigint", nullable: false),
                    source_digest = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_officers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "matter_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    matter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    matter_version = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    code = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    departments = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    number = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    detail = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    source_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    source_version = table.Column<long>(type: "bigint", nullable: true),
                    text_cipher = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    actor_id = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_matter_entries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "matters",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    intake_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    category = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    category_rule = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    channel = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    division = table.Column<string>(type: "nvarchar(6)", maxLength: 6, nullable: false, collation: "Latin1_General_100_BIN2"),
                    institution_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    party_name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    party_entry = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    credit_code = table.Column<string>(type: "nvarchar(18)", maxLength: 18, nullable: true, collation: "Latin1_General_100_BIN2"),
                    address = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    is_urgent = table.Column<bool>(type: "bit", nullable: false),
                    is_named = table.Column<bool>(type: "bit", nullable: false),
                    received_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    entered_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    handler_id = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true, collation: "Latin1_General_100_BIN2"),
                    is_overdue = table.Column<bool>(type: "bit", nullable: false),
                    may_name_complainant = table.Column<bool>(type: "bit", nullable: false),
                    parent_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    joined_count = table.Column<int>(type: "int", nullable: false),
                    outcome = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    concluded_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_matters", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "satisfactions",
                columns: table => new
                {
                    matter_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    response = table.Column<int>(type: "int", nullable: false),
                    solved = table.Column<int>(type: "int", nullable: false),
                    satisfied = table.Column<int>(type: "int", nullable: false),
                    comment_cipher = table.Column<byte[]>(type: "varbinary(max)", nullable: true),
                    given_at = table.Column<DateTime>(type: "datetime2", nullable: false)
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
