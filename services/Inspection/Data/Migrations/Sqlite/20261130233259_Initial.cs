using System;
using Microsoft.EntityFrameworkCore.Migrations;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Oversight.Inspection.Data;
#nullable disable

namespace Oversight.Inspection.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    [DbContext(typeof(InspectionSqliteContext))]
    [Migration("20261130233259_Initial")]
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                name: "known_operations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    departments = table.Column<string>(type: "TEXT", maxLength: 1300, nullable: false),
                    is_closed = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    source_epoch = table.Column<Guid>(type: "TEXT", nullable: false),
                    source_version = table.Column<long>(type: "INTEGER", nullable: false),
                    source_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_operations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "known_ratings",
                columns: table => new
                {
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    grade = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    points = table.Column<int>(type: "INTEGER", nullable: false),
                    max_points = table.Column<int>(type: "INTEGER", nullable: false),
                    as_of = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    source_epoch = table.Column<Guid>(type: "TEXT", nullable: false),
                    source_version = table.Column<long>(type: "INTEGER", nullable: false),
                    source_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_known_ratings", x => x.institution_id);
                });

            migrationBuilder.CreateTable(
                name: "officers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    certificate_number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    name_cipher = table.Column<string>(type: "TEXT", maxLength: 316, nullable: false),
                    department = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    valid_from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    specialties = table.Column<string>(type: "TEXT", maxLength: 5000, nullable: false),
                    account_id = table.Column<string>(type: "TEXT", maxLength: 150, nullable: true),
                    is_active = table.Column<bool>(type: "INTEGER", nullable: false),
                    changed_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_officers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "rectifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    visit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    party_name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    party_entry = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    party_credit_code = table.Column<string>(type: "TEXT", maxLength: 18, nullable: true),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    party_address = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    department = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    operation_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    issued_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    issued_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                    days = table.Column<int>(type: "INTEGER", nullable: false),
                    days_reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    rule = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    overdue_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    self_report_cipher = table.Column<string>(type: "TEXT", maxLength: 8076, nullable: true),
                    self_report_evidence = table.Column<string>(type: "TEXT", maxLength: 1500, nullable: false),
                    reported_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    reported_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: true),
                    extension_asked_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: true),
                    extension_asked_days = table.Column<int>(type: "INTEGER", nullable: true),
                    extension_reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    extended_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: true),
                    extensions = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rectifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "visit_tallies",
                columns: table => new
                {
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    department = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    year = table.Column<int>(type: "INTEGER", nullable: false),
                    counted = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_visit_tallies", x => new { x.institution_id, x.department, x.year });
                });

            migrationBuilder.CreateTable(
                name: "visits",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    party_name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    party_entry = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    party_credit_code = table.Column<string>(type: "TEXT", maxLength: 18, nullable: true),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    party_address = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    party_type = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    planned_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    planned_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                    planned_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    operation_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    cap_reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    urgent_reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    act_code = table.Column<string>(type: "TEXT", maxLength: 16, nullable: true),
                    approved_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: true),
                    approved_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    approval_due_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    approval_overdue_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    checked_in_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    visited_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    latitude = table.Column<double>(type: "REAL", nullable: true),
                    longitude = table.Column<double>(type: "REAL", nullable: true),
                    checklist_version = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    results = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    signature = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    signature_note_cipher = table.Column<string>(type: "TEXT", maxLength: 2076, nullable: true),
                    concluded_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: true),
                    concluded_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    end_reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    ended_on = table.Column<DateOnly>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_visits", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "avoidances",
                columns: table => new
                {
                    officer_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    recorded_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                    recorded_at = table.Column<DateTime>(type: "TEXT", nullable: false)
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
                    order_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<int>(type: "INTEGER", nullable: false),
                    checked_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    officer_ids = table.Column<string>(type: "TEXT", maxLength: 1800, nullable: false),
                    passed = table.Column<string>(type: "TEXT", maxLength: 2600, nullable: false),
                    failed = table.Column<string>(type: "TEXT", maxLength: 2600, nullable: false),
                    recorded_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                    recorded_at = table.Column<DateTime>(type: "TEXT", nullable: false)
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
                    order_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    item = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    finding_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    closed_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    note_cipher = table.Column<string>(type: "TEXT", maxLength: 2076, nullable: true)
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
                    visit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    item = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    department = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    result = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    note_cipher = table.Column<string>(type: "TEXT", maxLength: 2076, nullable: true),
                    answered_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                    answered_at = table.Column<DateTime>(type: "TEXT", nullable: false)
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
                    visit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    department = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false),
                    counts_for_cap = table.Column<bool>(type: "INTEGER", nullable: false)
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    visit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    length = table.Column<long>(type: "INTEGER", nullable: false),
                    media_type = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    captured_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    item = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    recorded_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                    recorded_at = table.Column<DateTime>(type: "TEXT", nullable: false)
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
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    visit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    item = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    department = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    severity = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    law = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    article = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    rule = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    description_cipher = table.Column<string>(type: "TEXT", maxLength: 4076, nullable: false),
                    corrected_on_site = table.Column<bool>(type: "INTEGER", nullable: false),
                    violation = table.Column<string>(type: "TEXT", maxLength: 5, nullable: true),
                    evidence = table.Column<string>(type: "TEXT", maxLength: 1500, nullable: false),
                    recorded_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                    recorded_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    order_id = table.Column<Guid>(type: "TEXT", nullable: true)
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
                    visit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    officer_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    department = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    certificate_number = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    position = table.Column<int>(type: "INTEGER", nullable: false)
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
