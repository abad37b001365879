using System;
using Microsoft.EntityFrameworkCore.Migrations;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Oversight.Inspection.Data;
#nullable disable

namespace Oversight.Inspection.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    [DbContext(typeof(InspectionSqlServerContext))]
    [Migration("20261130233250_Initial")]
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                name: "known_operations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    institution_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    division = table.Column<string>(type: "nvarchar(6)", maxLength: 6, nullable: false, collation: "Latin1_General_100_BIN2"),
                    departments = table.Column<string>(type: "nvarchar(1300)", maxLength: 1300, nullable: false),
                    is_closed = table.Column<bool>(type: "bit", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    source_epoch = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    source_version = table.Column<long>(type: "bigint", nullable: false),
                    source_digest = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_operations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "known_ratings",
                columns: table => new
                {
                    institution_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    grade = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false, collation: "Latin1_General_100_BIN2"),
                    points = table.Column<int>(type: "int", nullable: false),
                    max_points = table.Column<int>(type: "int", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    source_epoch = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    source_version = table.Column<long>(type: "bigint", nullable: false),
                    source_digest = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_ratings", x => x.institution_id);
                });

            migrationBuilder.CreateTable(
                name: "officers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    certificate_number = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    name_cipher = table.Column<string>(type: "nvarchar(316)", maxLength: 316, nullable: false, collation: "Latin1_General_100_BIN2"),
                    department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    division = table.Column<string>(type: "nvarchar(6)", maxLength: 6, nullable: false, collation: "Latin1_General_100_BIN2"),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: false),
                    specialties = table.Column<string>(type: "nvarchar(max)", maxLength: 5000, nullable: false),
                    account_id = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true, collation: "Latin1_General_100_BIN2"),
                    is_active = table.Column<bool>(type: "bit", nullable: false),
                    changed_at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_officers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "rectifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    visit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    institution_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    party_name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    party_entry = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    party_credit_code = table.Column<string>(type: "nvarchar(18)", maxLength: 18, nullable: true, collation: "Latin1_General_100_BIN2"),
                    division = table.Column<string>(type: "nvarchar(6)", maxLength: 6, nullable: false, collation: "Latin1_General_100_BIN2"),
                    party_address = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    operation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    issued_on = table.Column<DateOnly>(type: "date", nullable: false),
                    issued_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false, collation: "Latin1_General_100_BIN2"),
                    days = table.Column<int>(type: "int", nullable: false),
                    days_reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2"),
                    rule = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    overdue_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    self_report_cipher = table.Column<string>(type: "nvarchar(max)", maxLength: 8076, nullable: true, collation: "Latin1_General_100_BIN2"),
                    self_report_evidence = table.Column<string>(type: "nvarchar(1500)", maxLength: 1500, nullable: false),
                    reported_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    reported_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true, collation: "Latin1_General_100_BIN2"),
                    extension_asked_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true, collation: "Latin1_General_100_BIN2"),
                    extension_asked_days = table.Column<int>(type: "int", nullable: true),
                    extension_reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2"),
                    extended_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true, collation: "Latin1_General_100_BIN2"),
                    extensions = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rectifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "visit_tallies",
                columns: table => new
                {
                    institution_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    year = table.Column<int>(type: "int", nullable: false),
                    counted = table.Column<int>(type: "int", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_visit_tallies", x => new { x.institution_id, x.department, x.year });
                });

            migrationBuilder.CreateTable(
                name: "visits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    institution_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    party_name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    party_entry = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    party_credit_code = table.Column<string>(type: "nvarchar(18)", maxLength: 18, nullable: true, collation: "Latin1_General_100_BIN2"),
                    division = table.Column<string>(type: "nvarchar(6)", maxLength: 6, nullable: false, collation: "Latin1_General_100_BIN2"),
                    party_address = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    party_type = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false, collation: "Latin1_General_100_BIN2"),
                    planned_on = table.Column<DateOnly>(type: "date", nullable: false),
                    planned_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false, collation: "Latin1_General_100_BIN2"),
                    planned_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    operation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    cap_reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2"),
                    urgent_reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2"),
                    act_code = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: true, collation: "Latin1_General_100_BIN2"),
                    approved_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true, collation: "Latin1_General_100_BIN2"),
                    approved_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    approval_due_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    approval_overdue_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    checked_in_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    visited_on = table.Column<DateOnly>(type: "date", nullable: true),
                    latitude = table.Column<double>(type: "float", nullable: true),
                    longitude = table.Column<double>(type: "float", nullable: true),
                    checklist_version = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    results = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    signature = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    signature_note_cipher = table.Column<string>(type: "nvarchar(2076)", maxLength: 2076, nullable: true, collation: "Latin1_General_100_BIN2"),
                    concluded_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true, collation: "Latin1_General_100_BIN2"),
                    concluded_on = table.Column<DateOnly>(type: "date", nullable: true),
                    end_reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2"),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_visits", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "avoidances",
                columns: table => new
                {
                    officer_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    institution_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    recorded_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false, collation: "Latin1_General_100_BIN2"),
                    recorded_at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_avoidances", x => new { x.officer_id, x.institution_id });
                    table.ForeignKey(
                        name: "fk_avoidances_officers_officer_id",
                        column: x => x.officer_id,
                        principalTable: "officers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "rechecks",
                columns: table => new
                {
                    order_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    number = table.Column<int>(type: "int", nullable: false),
                    checked_on = table.Column<DateOnly>(type: "date", nullable: false),
                    officer_ids = table.Column<string>(type: "nvarchar(1800)", maxLength: 1800, nullable: false),
                    passed = table.Column<string>(type: "nvarchar(2600)", maxLength: 2600, nullable: false),
                    failed = table.Column<string>(type: "nvarchar(2600)", maxLength: 2600, nullable: false),
                    recorded_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false, collation: "Latin1_General_100_BIN2"),
                    recorded_at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rechecks", x => new { x.order_id, x.number });
                    table.ForeignKey(
                        name: "fk_rechecks_rectifications_order_id",
                        column: x => x.order_id,
                        principalTable: "rectifications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "rectification_items",
                columns: table => new
                {
                    order_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    item = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    finding_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    closed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    note_cipher = table.Column<string>(type: "nvarchar(2076)", maxLength: 2076, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rectification_items", x => new { x.order_id, x.item });
                    table.ForeignKey(
                        name: "fk_rectification_items_rectifications_order_id",
                        column: x => x.order_id,
                        principalTable: "rectifications",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "visit_answers",
                columns: table => new
                {
                    visit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    item = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    result = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    note_cipher = table.Column<string>(type: "nvarchar(2076)", maxLength: 2076, nullable: true, collation: "Latin1_General_100_BIN2"),
                    answered_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false, collation: "Latin1_General_100_BIN2"),
                    answered_at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_visit_answers", x => new { x.visit_id, x.item });
                    table.ForeignKey(
                        name: "fk_visit_answers_visits_visit_id",
                        column: x => x.visit_id,
                        principalTable: "visits",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "visit_departments",
                columns: table => new
                {
                    visit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    position = table.Column<int>(type: "int", nullable: false),
                    counts_for_cap = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_visit_departments", x => new { x.visit_id, x.department });
                    table.ForeignKey(
                        name: "fk_visit_departments_visits_visit_id",
                        column: x => x.visit_id,
                        principalTable: "visits",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "visit_evidence",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    visit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    length = table.Column<long>(type: "bigint", nullable: false),
                    media_type = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    captured_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    item = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    recorded_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false, collation: "Latin1_General_100_BIN2"),
                    recorded_at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_visit_evidence", x => x.id);
                    table.ForeignKey(
                        name: "fk_visit_evidence_visits_visit_id",
                        column: x => x.visit_id,
                        principalTable: "visits",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "visit_findings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    visit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    item = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    severity = table.Column<string>(type: "nvarchar(10)", maxLength: 10, nullable: false, collation: "Latin1_General_100_BIN2"),
                    law = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    article = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    rule = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    description_cipher = table.Column<string>(type: "nvarchar(max)", maxLength: 4076, nullable: false, collation: "Latin1_General_100_BIN2"),
                    corrected_on_site = table.Column<bool>(type: "bit", nullable: false),
                    violation = table.Column<string>(type: "nvarchar(5)", maxLength: 5, nullable: true, collation: "Latin1_General_100_BIN2"),
                    evidence = table.Column<string>(type: "nvarchar(1500)", maxLength: 1500, nullable: false),
                    recorded_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false, collation: "Latin1_General_100_BIN2"),
                    recorded_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    order_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_visit_findings", x => x.id);
                    table.ForeignKey(
                        name: "fk_visit_findings_visits_visit_id",
                        column: x => x.visit_id,
                        principalTable: "visits",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "visit_officers",
                columns: table => new
                {
                    visit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    officer_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    certificate_number = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    position = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_visit_officers", x => new { x.visit_id, x.officer_id });
                    table.ForeignKey(
                        name: "fk_visit_officers_visits_visit_id",
                        column: x => x.visit_id,
                        principalTable: "visits",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

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
                name: "ix_officers_division",
                table: "officers",
                columns: new[] { "division", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_officers_account_id",
                table: "officers",
                column: "account_id",
                unique: true,
                filter: "account_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ux_officers_certificate_number",
                table: "officers",
                column: "certificate_number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_rectifications_division",
                table: "rectifications",
                columns: new[] { "division", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_rectifications_institution",
                table: "rectifications",
                columns: new[] { "institution_id", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_rectifications_visit",
                table: "rectifications",
                column: "visit_id");

            migrationBuilder.CreateIndex(
                name: "ux_visit_evidence_hash",
                table: "visit_evidence",
                columns: new[] { "visit_id", "sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ux_visit_findings_item",
                table: "visit_findings",
                columns: new[] { "visit_id", "item" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_visits_division",
                table: "visits",
                columns: new[] { "division", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_visits_institution",
                table: "visits",
                columns: new[] { "institution_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_visits_operation",
                table: "visits",
                column: "operation_id");

            migrationBuilder.CreateIndex(
                name: "ux_visits_act_code",
                table: "visits",
                column: "act_code",
                unique: true,
                filter: "act_code IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "avoidances");

            migrationBuilder.DropTable(
                name: "known_institutions");

            migrationBuilder.DropTable(
                name: "known_operations");

            migrationBuilder.DropTable(
                name: "known_ratings");

            migrationBuilder.DropTable(
                name: "rechecks");

            migrationBuilder.DropTable(
                name: "rectification_items");

            migrationBuilder.DropTable(
                name: "visit_answers");

            migrationBuilder.DropTable(
                name: "visit_departments");

            migrationBuilder.DropTable(
                name: "visit_evidence");

            migrationBuilder.DropTable(
                name: "visit_findings");

            migrationBuilder.DropTable(
                name: "visit_officers");

            migrationBuilder.DropTable(
                name: "visit_tallies");

            migrationBuilder.DropTable(
                name: "officers");

            migrationBuilder.DropTable(
                name: "rectifications");

            migrationBuilder.DropTable(
                name: "visits");
        }
    }
}
