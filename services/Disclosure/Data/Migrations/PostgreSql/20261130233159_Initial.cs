using System;
using Microsoft.EntityFrameworkCore.Migrations;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Oversight.Disclosure.Data;
#nullable disable

namespace Oversight.Disclosure.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    [DbContext(typeof(DisclosurePostgreSqlContext))]
    [Migration("20261130233159_Initial")]
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "exposures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    text = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false, collation: "C"),
                    department = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    institution_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_epoch = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    province = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false, collation: "C"),
                    city = table.Column<string>(type: "character varying(4)", maxLength: 4, nullable: false, collation: "C"),
                    county = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: false, collation: "C"),
                    occurred_on = table.Column<DateOnly>(type: "date", nullable: false),
                    published_until = table.Column<DateOnly>(type: "date", nullable: false),
                    term_rule = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false, collation: "C"),
                    term_law = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    term_article = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exposures", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "inspections",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    visited_on = table.Column<DateOnly>(type: "date", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    departments = table.Column<string[]>(type: "text[]", maxLength: 600, nullable: false),
                    results = table.Column<string[]>(type: "text[]", maxLength: 300, nullable: false),
                    institution_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_epoch = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    province = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false, collation: "C"),
                    city = table.Column<string>(type: "character varying(4)", maxLength: 4, nullable: false, collation: "C"),
                    county = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: false, collation: "C"),
                    occurred_on = table.Column<DateOnly>(type: "date", nullable: false),
                    published_until = table.Column<DateOnly>(type: "date", nullable: false),
                    term_rule = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false, collation: "C"),
                    term_law = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    term_article = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inspections", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "institution_events",
                columns: table => new
                {
                    institution_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    occurred_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    effective_on = table.Column<DateOnly>(type: "date", nullable: false),
                    law = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    article = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_institution_events", x => new { x.institution_id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "institution_stamps",
                columns: table => new
                {
                    institution_id = table.Column<Guid>(type: "uuid", nullable: false),
                    stamp = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_institution_stamps", x => x.institution_id);
                });

            migrationBuilder.CreateTable(
                name: "institutions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    name_key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    credit_code = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: true, collation: "C"),
                    type = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false, collation: "C"),
                    profit = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true, collation: "C"),
                    status = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    province = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false, collation: "C"),
                    city = table.Column<string>(type: "character varying(4)", maxLength: 4, nullable: false, collation: "C"),
                    county = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: false, collation: "C"),
                    address = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false, collation: "C"),
                    licence_number = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    licence_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true, collation: "C"),
                    issuing_authority = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, collation: "C"),
                    grade = table.Column<string>(type: "character varying(1)", maxLength: 1, nullable: true, collation: "C"),
                    licence_issued_on = table.Column<DateOnly>(type: "date", nullable: true),
                    licence_valid_from = table.Column<DateOnly>(type: "date", nullable: true),
                    licence_valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    updated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    source_epoch = table.Column<Guid>(type: "uuid", nullable: false),
                    source_version = table.Column<long>(type: "bigint", nullable: false),
                    source_digest = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_institutions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "name_grams",
                columns: table => new
                {
                    gram = table.Column<long>(type: "bigint", nullable: false),
                    institution_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_name_grams", x => new { x.gram, x.institution_id });
                });

            migrationBuilder.CreateTable(
                name: "penalties",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    decision_number = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    department = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    kinds = table.Column<string[]>(type: "text[]", maxLength: 600, nullable: false),
                    fine_fen = table.Column<long>(type: "bigint", nullable: false),
                    confiscated_fen = table.Column<long>(type: "bigint", nullable: false),
                    credit_class = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    institution_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_epoch = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    province = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false, collation: "C"),
                    city = table.Column<string>(type: "character varying(4)", maxLength: 4, nullable: false, collation: "C"),
                    county = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: false, collation: "C"),
                    occurred_on = table.Column<DateOnly>(type: "date", nullable: false),
                    published_until = table.Column<DateOnly>(type: "date", nullable: false),
                    term_rule = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false, collation: "C"),
                    term_law = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    term_article = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_penalties", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "publication_marks",
                columns: table => new
                {
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    record_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ended_by = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true, collation: "C"),
                    ended_epoch = table.Column<Guid>(type: "uuid", nullable: true),
                    repaired_epoch = table.Column<Guid>(type: "uuid", nullable: true),
                    is_disputed = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    source_epoch = table.Column<Guid>(type: "uuid", nullable: false),
                    source_version = table.Column<long>(type: "bigint", nullable: false),
                    source_digest = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_publication_marks", x => new { x.kind, x.record_id });
                });

            migrationBuilder.CreateTable(
                name: "rating_lines",
                columns: table => new
                {
                    institution_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state_version = table.Column<long>(type: "bigint", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    indicator = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    points = table.Column<int>(type: "integer", nullable: false),
                    hard_stop = table.Column<bool>(type: "boolean", nullable: false),
                    source_kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    source_id = table.Column<Guid>(type: "uuid", nullable: false),
                    occurred_on = table.Column<DateOnly>(type: "date", nullable: false),
                    expires_on = table.Column<DateOnly>(type: "date", nullable: true),
                    shown_until = table.Column<DateOnly>(type: "date", nullable: true),
                    is_disputed = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rating_lines", x => new { x.institution_id, x.state_version, x.ordinal });
                });

            migrationBuilder.CreateTable(
                name: "ratings",
                columns: table => new
                {
                    institution_id = table.Column<Guid>(type: "uuid", nullable: false),
                    grade = table.Column<string>(type: "character varying(1)", maxLength: 1, nullable: false, collation: "C"),
                    points = table.Column<int>(type: "integer", nullable: false),
                    max_points = table.Column<int>(type: "integer", nullable: false),
                    rule = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false, collation: "C"),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    source_epoch = table.Column<Guid>(type: "uuid", nullable: false),
                    source_version = table.Column<long>(type: "bigint", nullable: false),
                    source_digest = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ratings", x => x.institution_id);
                });

            migrationBuilder.CreateTable(
                name: "rectifications",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    visit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    department = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    source_version = table.Column<long>(type: "bigint", nullable: false),
                    source_digest = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C"),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    passed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    institution_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_epoch = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    province = table.Column<string>(type: "character varying(2)", maxLength: 2, nullable: false, collation: "C"),
                    city = table.Column<string>(type: "character varying(4)", maxLength: 4, nullable: false, collation: "C"),
                    county = table.Column<string>(type: "character varying(6)", maxLength: 6, nullable: false, collation: "C"),
                    occurred_on = table.Column<DateOnly>(type: "date", nullable: false),
                    published_until = table.Column<DateOnly>(type: "date", nullable: false),
                    term_rule = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false, collation: "C"),
                    term_law = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    term_article = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rectifications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "withdrawals",
                columns: table => new
                {
                    institution_id = table.Column<Guid>(type: "uuid", nullable: false),
                    was_published = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    source_epoch = table.Column<Guid>(type: "uuid", nullable: false),
                    source_version = table.Column<long>(type: "bigint", nullable: false),
                    source_digest = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_withdrawals", x => x.institution_id);
                });

            migrationBuilder.CreateTable(
                name: "inspection_findings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    visit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    item = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    department = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false, collation: "C"),
                    severity = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false, collation: "C"),
                    law = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    article = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    corrected_on_site = table.Column<bool>(type: "boolean", nullable: false)
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
                    penalty_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    violation = table.Column<string>(type: "character varying(5)", maxLength: 5, nullable: false, collation: "C"),
                    law = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, collation: "C"),
                    article = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    act_on = table.Column<DateOnly>(type: "date", nullable: false)
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
