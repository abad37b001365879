using System;
using Microsoft.EntityFrameworkCore.Migrations;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Oversight.CreditFile.Data;
#nullable disable

namespace Oversight.CreditFile.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    [DbContext(typeof(CreditFileSqliteContext))]
    [Migration("20261201034415_Initial")]
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "credit_facts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    source_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    source_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    @event = table.Column<string>(name: "event", type: "TEXT", maxLength: 40, nullable: false),
                    source_version = table.Column<long>(type: "INTEGER", nullable: false),
                    occurred_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    department = table.Column<string>(type: "TEXT", maxLength: 40, nullable: true),
                    document = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    source_epoch = table.Column<Guid>(type: "TEXT", nullable: false),
                    parts = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credit_facts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "institution_files",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    is_lead = table.Column<bool>(type: "INTEGER", nullable: false),
                    grade = table.Column<string>(type: "TEXT", maxLength: 1, nullable: true),
                    points = table.Column<int>(type: "INTEGER", nullable: true),
                    max_points = table.Column<int>(type: "INTEGER", nullable: true),
                    rule = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    told_version = table.Column<long>(type: "INTEGER", nullable: false),
                    told_rule = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true),
                    told_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    rated_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    rated_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    next_change_on = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    needs_confirmation = table.Column<bool>(type: "INTEGER", nullable: false),
                    confirmed_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: true),
                    confirmed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    source_epoch = table.Column<Guid>(type: "TEXT", nullable: false),
                    source_version = table.Column<long>(type: "INTEGER", nullable: false),
                    source_digest = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_institution_files", x => x.id);
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
                name: "objections",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    source_kind = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    source_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    filed_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                    filed_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    decided_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: true),
                    decision = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true),
                    closed_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_objections", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "recomputation_changes",
                columns: table => new
                {
                    recomputation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    old_grade = table.Column<string>(type: "TEXT", maxLength: 1, nullable: false),
                    old_points = table.Column<int>(type: "INTEGER", nullable: false),
                    new_grade = table.Column<string>(type: "TEXT", maxLength: 1, nullable: false),
                    new_points = table.Column<int>(type: "INTEGER", nullable: false),
                    lines = table.Column<string>(type: "TEXT", maxLength: 20000, nullable: false),
                    differing_lines = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recomputation_changes", x => new { x.recomputation_id, x.institution_id });
                });

            migrationBuilder.CreateTable(
                name: "recomputations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    requested_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                    requested_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    pack_version = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    as_of = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    total = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    rated = table.Column<int>(type: "INTEGER", nullable: false),
                    changed = table.Column<int>(type: "INTEGER", nullable: false),
                    after = table.Column<Guid>(type: "TEXT", nullable: true),
                    finished_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    lease_owner = table.Column<string>(type: "TEXT", maxLength: 80, nullable: true),
                    lease_until = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recomputations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "repairs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false),
                    penalty_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    institution_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    division = table.Column<string>(type: "TEXT", maxLength: 6, nullable: false),
                    state = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    evidence = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    applied_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    entered_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: false),
                    accepted_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: true),
                    accepted_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    closed_by = table.Column<string>(type: "TEXT", maxLength: 150, nullable: true),
                    closed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    reason = table.Column<string>(type: "TEXT", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_repairs", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_credit_facts_institution",
                table: "credit_facts",
                columns: new[] { "institution_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_credit_facts_source",
                table: "credit_facts",
                columns: new[] { "source_kind", "source_id", "event", "source_version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_institution_files_division",
                table: "institution_files",
                columns: new[] { "division", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_institution_files_grade",
                table: "institution_files",
                columns: new[] { "grade", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_institution_files_rule",
                table: "institution_files",
                columns: new[] { "rule", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_known_officers_account",
                table: "known_officers",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "ix_known_officers_certificate",
                table: "known_officers",
                column: "certificate_number");

            migrationBuilder.CreateIndex(
                name: "ix_objections_division",
                table: "objections",
                columns: new[] { "division", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_objections_institution",
                table: "objections",
                columns: new[] { "institution_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_objections_open",
                table: "objections",
                columns: new[] { "source_kind", "source_id" },
                unique: true,
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_recomputations_state",
                table: "recomputations",
                columns: new[] { "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_repairs_division",
                table: "repairs",
                columns: new[] { "division", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_repairs_institution",
                table: "repairs",
                columns: new[] { "institution_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_repairs_open",
                table: "repairs",
                column: "penalty_id",
                unique: true,
                filter: "closed_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "credit_facts");

            migrationBuilder.DropTable(
                name: "institution_files");

            migrationBuilder.DropTable(
                name: "known_officers");

            migrationBuilder.DropTable(
                name: "objections");

            migrationBuilder.DropTable(
                name: "recomputation_changes");

            migrationBuilder.DropTable(
                name: "recomputations");

            migrationBuilder.DropTable(
                name: "repairs");
        }
    }
}
