using System;
using Microsoft.EntityFrameworkCore.Migrations;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Oversight.CreditFile.Data;
#nullable disable

namespace Oversight.CreditFile.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    [DbContext(typeof(CreditFileSqlServerContext))]
    [Migration("20261201034408_Initial")]
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "credit_facts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    institution_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    source_kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    source_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    @event = table.Column<string>(name: "event", type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    source_version = table.Column<long>(type: "bigint", nullable: false),
                    occurred_on = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    document = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    source_epoch = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    parts = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credit_facts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "institution_files",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    division = table.Column<string>(type: "nvarchar(6)", maxLength: 6, nullable: false, collation: "Latin1_General_100_BIN2"),
                    is_lead = table.Column<bool>(type: "bit", nullable: false),
                    grade = table.Column<string>(type: "nvarchar(1)", maxLength: 1, nullable: true, collation: "Latin1_General_100_BIN2"),
                    points = table.Column<int>(type: "int", nullable: true),
                    max_points = table.Column<int>(type: "int", nullable: true),
                    rule = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    digest = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    told_version = table.Column<long>(type: "bigint", nullable: false),
                    told_rule = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    told_on = table.Column<DateOnly>(type: "date", nullable: true),
                    rated_on = table.Column<DateOnly>(type: "date", nullable: true),
                    rated_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    next_change_on = table.Column<DateOnly>(type: "date", nullable: true),
                    needs_confirmation = table.Column<bool>(type: "bit", nullable: false),
                    confirmed_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true, collation: "Latin1_General_100_BIN2"),
                    confirmed_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    source_epoch = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    source_version = table.Column<long>(type: "bigint", nullable: false),
                    source_digest = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_institution_files", x => x.id);
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
                name: "objections",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    source_kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    source_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    institution_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    division = table.Column<string>(type: "nvarchar(6)", maxLength: 6, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    filed_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false, collation: "Latin1_General_100_BIN2"),
                    filed_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    decided_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true, collation: "Latin1_General_100_BIN2"),
                    decision = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2"),
                    closed_at = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_objections", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "recomputation_changes",
                columns: table => new
                {
                    recomputation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    institution_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    old_grade = table.Column<string>(type: "nvarchar(1)", maxLength: 1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    old_points = table.Column<int>(type: "int", nullable: false),
                    new_grade = table.Column<string>(type: "nvarchar(1)", maxLength: 1, nullable: false, collation: "Latin1_General_100_BIN2"),
                    new_points = table.Column<int>(type: "int", nullable: false),
                    lines = table.Column<string>(type: "nvarchar(max)", maxLength: 20000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    differing_lines = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recomputation_changes", x => new { x.recomputation_id, x.institution_id });
                });

            migrationBuilder.CreateTable(
                name: "recomputations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    division = table.Column<string>(type: "nvarchar(6)", maxLength: 6, nullable: false, collation: "Latin1_General_100_BIN2"),
                    requested_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false, collation: "Latin1_General_100_BIN2"),
                    requested_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    pack_version = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    total = table.Column<int>(type: "int", nullable: false),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    rated = table.Column<int>(type: "int", nullable: false),
                    changed = table.Column<int>(type: "int", nullable: false),
                    after = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    finished_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    lease_owner = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: true, collation: "Latin1_General_100_BIN2"),
                    lease_until = table.Column<DateTime>(type: "datetime2", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_recomputations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "repairs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    penalty_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    institution_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    division = table.Column<string>(type: "nvarchar(6)", maxLength: 6, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    evidence = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    applied_on = table.Column<DateOnly>(type: "date", nullable: false),
                    entered_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false, collation: "Latin1_General_100_BIN2"),
                    accepted_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true, collation: "Latin1_General_100_BIN2"),
                    accepted_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    closed_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true, collation: "Latin1_General_100_BIN2"),
                    closed_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2")
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
