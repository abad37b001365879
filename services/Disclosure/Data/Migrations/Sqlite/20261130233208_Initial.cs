using System;
using Microsoft.EntityFrameworkCore.Migrations;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Oversight.Disclosure.Data;
#nullable disable

namespace Oversight.Disclosure.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    [DbContext(typeof(DisclosureSqliteContext))]
    [Migration("20261130233208_Initial")]
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "exposures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    department = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    source_epoch = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    province = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    city = table.Column<string>(type: "TEXT", maxLength: 4, nullable: false),
                    county = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    occurred_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    published_until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    term_rule = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    term_law = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    term_article = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exposures", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "inspections",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    visited_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    departments = table.Column<string>(type: "TEXT", maxLength: 600, nullable: false),
                    results = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    source_epoch = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    province = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    city = table.Column<string>(type: "TEXT", maxLength: 4, nullable: false),
                    county = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    occurred_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    published_until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    term_rule = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    term_law = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    term_article = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inspections", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "institution_events",
                columns: table => new
                {
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    occurred_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    effective_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    law = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    article = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_institution_events", x => new { x.institution_id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "institution_stamps",
                columns: table => new
                {
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    stamp = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_institution_stamps", x => x.institution_id);
                });

            migrationBuilder.CreateTable(
                name: "institutions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    name_key = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    credit_code = table.Column<string>(type: "TEXT", maxLength: 18, nullable: true),
                    type = table.Column<string>(type: "TEXT", maxLength: 10, nullable: false),
                    profit = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    status = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    province = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    city = table.Column<string>(type: "TEXT", maxLength: 4, nullable: false),
                    county = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    address = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    licence_number = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    licence_key = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    issuing_authority = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    grade = table.Column<string>(type: "TEXT", maxLength: 1, nullable: true),
                    licence_issued_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    licence_valid_from = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    licence_valid_to = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    updated_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    source_epoch = table.Column<Guid>(type: "TEXT", nullable: false),
                    source_version = table.Column<long>(type: "INTEGER", nullable: false),
                    source_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_institutions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "name_grams",
                columns: table => new
                {
                    gram = table.Column<long>(type: "INTEGER", nullable: false),
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_name_grams", x => new { x.gram, x.institution_id });
                });

            migrationBuilder.CreateTable(
                name: "penalties",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    decision_number = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    department = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    kinds = table.Column<string>(type: "TEXT", maxLength: 600, nullable: false),
                    fine_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    confiscated_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    credit_class = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    source_epoch = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    province = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    city = table.Column<string>(type: "TEXT", maxLength: 4, nullable: false),
                    county = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    occurred_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    published_until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    term_rule = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    term_law = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    term_article = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_penalties", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "publication_marks",
                columns: table => new
                {
                    kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    record_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ended_by = table.Column<string>(type: "TEXT", maxLength: 20, nullable: true),
                    ended_epoch = table.Column<Guid>(type: "TEXT", nullable: true),
                    repaired_epoch = table.Column<Guid>(type: "TEXT", nullable: true),
                    is_disputed = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    source_epoch = table.Column<Guid>(type: "TEXT", nullable: false),
                    source_version = table.Column<long>(type: "INTEGER", nullable: false),
                    source_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_publication_marks", x => new { x.kind, x.record_id });
                });

            migrationBuilder.CreateTable(
                name: "rating_lines",
                columns: table => new
                {
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    state_version = table.Column<long>(type: "INTEGER", nullable: false),
                    ordinal = table.Column<int>(type: "INTEGER", nullable: false),
                    indicator = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    points = table.Column<int>(type: "INTEGER", nullable: false),
                    hard_stop = table.Column<bool>(type: "INTEGER", nullable: false),
                    source_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    source_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    occurred_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    expires_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    shown_until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    is_disputed = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rating_lines", x => new { x.institution_id, x.state_version, x.ordinal });
                });

            migrationBuilder.CreateTable(
                name: "ratings",
                columns: table => new
                {
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    grade = table.Column<string>(type: "TEXT", maxLength: 1, nullable: false),
                    points = table.Column<int>(type: "INTEGER", nullable: false),
                    max_points = table.Column<int>(type: "INTEGER", nullable: false),
                    rule = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    as_of = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    source_epoch = table.Column<Guid>(type: "TEXT", nullable: false),
                    source_version = table.Column<long>(type: "INTEGER", nullable: false),
                    source_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ratings", x => x.institution_id);
                });

            migrationBuilder.CreateTable(
                name: "rectifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    visit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    department = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    source_version = table.Column<long>(type: "INTEGER", nullable: false),
                    source_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    passed_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    source_epoch = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    province = table.Column<string>(type: "TEXT", maxLength: 2, nullable: false),
                    city = table.Column<string>(type: "TEXT", maxLength: 4, nullable: false),
                    county = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    occurred_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    published_until = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    term_rule = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    term_law = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    term_article = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rectifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "withdrawals",
                columns: table => new
                {
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    was_published = table.Column<bool>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    source_epoch = table.Column<Guid>(type: "TEXT", nullable: false),
                    source_version = table.Column<long>(type: "INTEGER", nullable: false),
                    source_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_withdrawals", x => x.institution_id);
                });

            migrationBuilder.CreateTable(
                name: "inspection_findings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    visit_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    item = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    department = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    severity = table.Column<string>(type: "TEXT", maxLength: 20, nullable: false),
                    law = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    article = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    corrected_on_site = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inspection_findings", x => x.id);
                    table.ForeignKey(
                        name: "fk_inspection_findings_inspection",
                        column: x => x.visit_id,
                        principalTable: "inspections",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "penalty_acts",
                columns: table => new
                {
                    penalty_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    ordinal = table.Column<int>(type: "INTEGER", nullable: false),
                    violation = table.Column<string>(type: "TEXT", maxLength: 5, nullable: false),
                    law = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    article = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    act_on = table.Column<DateOnly>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_penalty_acts", x => new { x.penalty_id, x.ordinal });
                    table.ForeignKey(
                        name: "fk_penalty_acts_penalty",
                        column: x => x.penalty_id,
                        principalTable: "penalties",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_exposures_city_day",
                table: "exposures",
                columns: new[] { "city", "occurred_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_exposures_county_day",
                table: "exposures",
                columns: new[] { "county", "occurred_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_exposures_day",
                table: "exposures",
                columns: new[] { "occurred_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_exposures_institution",
                table: "exposures",
                columns: new[] { "institution_id", "occurred_on" });

            migrationBuilder.CreateIndex(
                name: "ix_exposures_province_day",
                table: "exposures",
                columns: new[] { "province", "occurred_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_inspection_findings_inspection",
                table: "inspection_findings",
                column: "visit_id");

            migrationBuilder.CreateIndex(
                name: "ix_inspections_city_day",
                table: "inspections",
                columns: new[] { "city", "occurred_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_inspections_county_day",
                table: "inspections",
                columns: new[] { "county", "occurred_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_inspections_day",
                table: "inspections",
                columns: new[] { "occurred_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_inspections_institution",
                table: "inspections",
                columns: new[] { "institution_id", "occurred_on" });

            migrationBuilder.CreateIndex(
                name: "ix_inspections_province_day",
                table: "inspections",
                columns: new[] { "province", "occurred_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_institutions_city_name",
                table: "institutions",
                columns: new[] { "city", "name_key", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_institutions_county_name",
                table: "institutions",
                columns: new[] { "county", "name_key", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_institutions_credit_code",
                table: "institutions",
                column: "credit_code");

            migrationBuilder.CreateIndex(
                name: "ix_institutions_grade_name",
                table: "institutions",
                columns: new[] { "grade", "name_key", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_institutions_licence_key",
                table: "institutions",
                column: "licence_key");

            migrationBuilder.CreateIndex(
                name: "ix_institutions_name",
                table: "institutions",
                columns: new[] { "name_key", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_institutions_province_name",
                table: "institutions",
                columns: new[] { "province", "name_key", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_institutions_status_name",
                table: "institutions",
                columns: new[] { "status", "name_key", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_institutions_type_name",
                table: "institutions",
                columns: new[] { "type", "name_key", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_institutions_updated_at",
                table: "institutions",
                column: "updated_at");

            migrationBuilder.CreateIndex(
                name: "ix_penalties_city_day",
                table: "penalties",
                columns: new[] { "city", "occurred_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_penalties_county_day",
                table: "penalties",
                columns: new[] { "county", "occurred_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_penalties_day",
                table: "penalties",
                columns: new[] { "occurred_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_penalties_institution",
                table: "penalties",
                columns: new[] { "institution_id", "occurred_on" });

            migrationBuilder.CreateIndex(
                name: "ix_penalties_province_day",
                table: "penalties",
                columns: new[] { "province", "occurred_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_publication_marks_record",
                table: "publication_marks",
                column: "record_id");

            migrationBuilder.CreateIndex(
                name: "ix_rating_lines_source",
                table: "rating_lines",
                column: "source_id");

            migrationBuilder.CreateIndex(
                name: "ix_rectifications_city_day",
                table: "rectifications",
                columns: new[] { "city", "occurred_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_rectifications_county_day",
                table: "rectifications",
                columns: new[] { "county", "occurred_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_rectifications_day",
                table: "rectifications",
                columns: new[] { "occurred_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_rectifications_institution",
                table: "rectifications",
                columns: new[] { "institution_id", "occurred_on" });

            migrationBuilder.CreateIndex(
                name: "ix_rectifications_province_day",
                table: "rectifications",
                columns: new[] { "province", "occurred_on", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_rectifications_visit",
                table: "rectifications",
                column: "visit_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "exposures");

            migrationBuilder.DropTable(
                name: "inspection_findings");

            migrationBuilder.DropTable(
                name: "institution_events");

            migrationBuilder.DropTable(
                name: "institution_stamps");

            migrationBuilder.DropTable(
                name: "institutions");

            migrationBuilder.DropTable(
                name: "name_grams");

            migrationBuilder.DropTable(
                name: "penalty_acts");

            migrationBuilder.DropTable(
                name: "publication_marks");

            migrationBuilder.DropTable(
                name: "rating_lines");

            migrationBuilder.DropTable(
                name: "ratings");

            migrationBuilder.DropTable(
                name: "rectifications");

            migrationBuilder.DropTable(
                name: "withdrawals");

            migrationBuilder.DropTable(
                name: "inspections");

            migrationBuilder.DropTable(
                name: "penalties");
        }
    }
}
