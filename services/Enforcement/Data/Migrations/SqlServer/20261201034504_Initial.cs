using System;
using Microsoft.EntityFrameworkCore.Migrations;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Oversight.Enforcement.Data;
#nullable disable

namespace Oversight.Enforcement.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    [DbContext(typeof(EnforcementSqlServerContext))]
    [Migration("20261201034504_Initial")]
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "attachments",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    media_type = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    length = table.Column<long>(type: "bigint", nullable: false),
                    department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    division = table.Column<string>(type: "nvarchar(6)", maxLength: 6, nullable: false, collation: "Latin1_General_100_BIN2"),
                    uploaded_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false, collation: "Latin1_General_100_BIN2"),
                    uploaded_at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_attachments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "cases",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    series = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    serial = table.Column<int>(type: "int", nullable: false),
                    number = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false, collation: "Latin1_General_100_BIN2"),
                    department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    division = table.Column<string>(type: "nvarchar(6)", maxLength: 6, nullable: false, collation: "Latin1_General_100_BIN2"),
                    party_kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    institution_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    party_name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    party_entry = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    credit_code = table.Column<string>(type: "nvarchar(18)", maxLength: 18, nullable: true, collation: "Latin1_General_100_BIN2"),
                    address = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    person_cipher = table.Column<string>(type: "nvarchar(3000)", maxLength: 3000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    party_key = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false, collation: "Latin1_General_100_BIN2"),
                    clue_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    operation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    matter_ids = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false),
                    simplified = table.Column<bool>(type: "bit", nullable: false),
                    filed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    filed_by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    noticed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    noticed_kinds = table.Column<string>(type: "nvarchar(600)", maxLength: 600, nullable: true),
                    noticed_fine_fen = table.Column<long>(type: "bigint", nullable: false),
                    noticed_confiscated_fen = table.Column<long>(type: "bigint", nullable: false),
                    tier = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: true, collation: "Latin1_General_100_BIN2"),
                    hearing_offered = table.Column<bool>(type: "bit", nullable: false),
                    statement_due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    has_spoken = table.Column<bool>(type: "bit", nullable: false),
                    hearing_waived = table.Column<bool>(type: "bit", nullable: false),
                    hearing_on = table.Column<DateOnly>(type: "date", nullable: true),
                    heard_on = table.Column<DateOnly>(type: "date", nullable: true),
                    reviewed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    reviewed_by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    proposed_kinds = table.Column<string>(type: "nvarchar(600)", maxLength: 600, nullable: true),
                    proposed_fine_fen = table.Column<long>(type: "bigint", nullable: false),
                    proposed_confiscated_fen = table.Column<long>(type: "bigint", nullable: false),
                    proposed_by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    decision_series = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true, collation: "Latin1_General_100_BIN2"),
                    decision_serial = table.Column<int>(type: "int", nullable: true),
                    decision_number = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: true, collation: "Latin1_General_100_BIN2"),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: true),
                    decided_by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    credit_class = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: true, collation: "Latin1_General_100_BIN2"),
                    penalty_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    service_method = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    served_on = table.Column<DateOnly>(type: "date", nullable: true),
                    performed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    dismissal_ground = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cases", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "clues",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    source = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    source_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    source_version = table.Column<long>(type: "bigint", nullable: true),
                    institution_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    party_name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    party_entry = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    credit_code = table.Column<string>(type: "nvarchar(18)", maxLength: 18, nullable: true, collation: "Latin1_General_100_BIN2"),
                    division = table.Column<string>(type: "nvarchar(6)", maxLength: 6, nullable: false, collation: "Latin1_General_100_BIN2"),
                    address = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    category = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: true, collation: "Latin1_General_100_BIN2"),
                    violations = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    summary = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    is_urgent = table.Column<bool>(type: "bit", nullable: false),
                    received_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    created_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    first_department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    sender_department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    assignee = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true, collation: "Latin1_General_100_BIN2"),
                    is_overdue = table.Column<bool>(type: "bit", nullable: false),
                    is_arbitrated = table.Column<bool>(type: "bit", nullable: false),
                    transfers = table.Column<int>(type: "int", nullable: false),
                    police = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    suspected_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true, collation: "Latin1_General_100_BIN2"),
                    police_due_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    is_police_overdue = table.Column<bool>(type: "bit", nullable: false),
                    outcome = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    concluded_on = table.Column<DateOnly>(type: "date", nullable: true),
                    operation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clues", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "exposures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    division = table.Column<string>(type: "nvarchar(6)", maxLength: 6, nullable: false, collation: "Latin1_General_100_BIN2"),
                    institution_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    party_name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    party_entry = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    credit_code = table.Column<string>(type: "nvarchar(18)", maxLength: 18, nullable: true, collation: "Latin1_General_100_BIN2"),
                    address = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    title = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    text = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    proposed_by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    proposed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    approved_by = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    released_on = table.Column<DateOnly>(type: "date", nullable: true),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: true),
                    rule = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    withdrawn_on = table.Column<DateOnly>(type: "date", nullable: true),
                    withdrawal_reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exposures", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "feed_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: true),
                    department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    division = table.Column<string>(type: "nvarchar(6)", maxLength: 6, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kind = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    subject = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    subject_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    subject_version = table.Column<long>(type: "bigint", nullable: false),
                    operation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    sequence = table.Column<int>(type: "int", nullable: false),
                    details = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_feed_entries", x => x.id);
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
                name: "operation_evidence",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    operation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    sha256 = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    source = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    source_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operation_evidence", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "operation_tasks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    operation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    division = table.Column<string>(type: "nvarchar(6)", maxLength: 6, nullable: false, collation: "Latin1_General_100_BIN2"),
                    lead_department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    subject = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false, collation: "Latin1_General_100_BIN2"),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2"),
                    result = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    summary = table.Column<string>(type: "nvarchar(2000)", maxLength: 2000, nullable: true, collation: "Latin1_General_100_BIN2"),
                    accepted_at = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    is_overdue = table.Column<bool>(type: "bit", nullable: false),
                    is_escalated = table.Column<bool>(type: "bit", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operation_tasks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "operation_timeline",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    operation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(60)", maxLength: 60, nullable: false, collation: "Latin1_General_100_BIN2"),
                    source_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    source_version = table.Column<long>(type: "bigint", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    sequence = table.Column<int>(type: "int", nullable: false),
                    department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    actor_id = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false, collation: "Latin1_General_100_BIN2"),
                    details = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operation_timeline", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "operation_visits",
                columns: table => new
                {
                    visit_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    operation_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    withdrawn_version = table.Column<long>(type: "bigint", nullable: true),
                    withdrawn_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operation_visits", x => x.visit_id);
                });

            migrationBuilder.CreateTable(
                name: "operations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    year = table.Column<int>(type: "int", nullable: false),
                    serial = table.Column<int>(type: "int", nullable: false),
                    institution_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    party_name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    party_entry = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    credit_code = table.Column<string>(type: "nvarchar(18)", maxLength: 18, nullable: true, collation: "Latin1_General_100_BIN2"),
                    division = table.Column<string>(type: "nvarchar(6)", maxLength: 6, nullable: false, collation: "Latin1_General_100_BIN2"),
                    address = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    title = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    lead_department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    opened_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false, collation: "Latin1_General_100_BIN2"),
                    opened_on = table.Column<DateOnly>(type: "date", nullable: false),
                    opened_at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    outcome = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    closing_reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2"),
                    closed_by = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: true, collation: "Latin1_General_100_BIN2"),
                    closed_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_operations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "penalties",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    division = table.Column<string>(type: "nvarchar(6)", maxLength: 6, nullable: false, collation: "Latin1_General_100_BIN2"),
                    party_kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    institution_id = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    party_name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    party_entry = table.Column<string>(type: "nvarchar(16)", maxLength: 16, nullable: false, collation: "Latin1_General_100_BIN2"),
                    credit_code = table.Column<string>(type: "nvarchar(18)", maxLength: 18, nullable: true, collation: "Latin1_General_100_BIN2"),
                    address = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    decision_number = table.Column<string>(type: "nvarchar(80)", maxLength: 80, nullable: false, collation: "Latin1_General_100_BIN2"),
                    kinds = table.Column<string>(type: "nvarchar(600)", maxLength: 600, nullable: false),
                    fine_fen = table.Column<long>(type: "bigint", nullable: false),
                    confiscated_fen = table.Column<long>(type: "bigint", nullable: false),
                    credit_class = table.Column<string>(type: "nvarchar(20)", maxLength: 20, nullable: false, collation: "Latin1_General_100_BIN2"),
                    simplified = table.Column<bool>(type: "bit", nullable: false),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: false),
                    served_on = table.Column<DateOnly>(type: "date", nullable: false),
                    performed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    annulled_on = table.Column<DateOnly>(type: "date", nullable: true),
                    repaired_on = table.Column<DateOnly>(type: "date", nullable: true),
                    repaired_epoch = table.Column<Guid>(type: "uniqueidentifier", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_penalties", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "case_acts",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ordinal = table.Column<int>(type: "int", nullable: false),
                    violation = table.Column<string>(type: "nvarchar(5)", maxLength: 5, nullable: false, collation: "Latin1_General_100_BIN2"),
                    rule = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: false, collation: "Latin1_General_100_BIN2"),
                    applied_rule = table.Column<string>(type: "nvarchar(300)", maxLength: 300, nullable: true, collation: "Latin1_General_100_BIN2"),
                    law = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    article = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    act_on = table.Column<DateOnly>(type: "date", nullable: false),
                    place = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true, collation: "Latin1_General_100_BIN2"),
                    income_fen = table.Column<long>(type: "bigint", nullable: true),
                    act_key = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    filing_key = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2"),
                    fined_key = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_acts", x => new { x.case_id, x.ordinal });
                    table.ForeignKey(
                        name: "fk_case_acts_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "case_events",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    step = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    effective_on = table.Column<DateOnly>(type: "date", nullable: false),
                    actor_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    law = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false, collation: "Latin1_General_100_BIN2"),
                    article = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    details = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_events", x => new { x.case_id, x.version });
                    table.ForeignKey(
                        name: "fk_case_events_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "case_handlers",
                columns: table => new
                {
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    ordinal = table.Column<int>(type: "int", nullable: false),
                    officer_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    certificate_number = table.Column<string>(type: "nvarchar(50)", maxLength: 50, nullable: false, collation: "Latin1_General_100_BIN2"),
                    account_id = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true, collation: "Latin1_General_100_BIN2"),
                    role = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_handlers", x => new { x.case_id, x.ordinal });
                    table.ForeignKey(
                        name: "fk_case_handlers_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "case_texts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    case_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    kind = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    cipher = table.Column<string>(type: "nvarchar(max)", maxLength: 24000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_texts", x => x.id);
                    table.ForeignKey(
                        name: "fk_case_texts_cases_case_id",
                        column: x => x.case_id,
                        principalTable: "cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "clue_steps",
                columns: table => new
                {
                    clue_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    act = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    state = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false, collation: "Latin1_General_100_BIN2"),
                    department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    to_department = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: true, collation: "Latin1_General_100_BIN2"),
                    actor_id = table.Column<string>(type: "nvarchar(150)", maxLength: 150, nullable: false, collation: "Latin1_General_100_BIN2"),
                    reason = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: true, collation: "Latin1_General_100_BIN2"),
                    at = table.Column<DateTime>(type: "datetime2", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clue_steps", x => new { x.clue_id, x.version });
                    table.ForeignKey(
                        name: "fk_clue_steps_clues_clue_id",
                        column: x => x.clue_id,
                        principalTable: "clues",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "exposed_penalties",
                columns: table => new
                {
                    exposure_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    penalty_id = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_exposed_penalties", x => new { x.exposure_id, x.penalty_id });
                    table.ForeignKey(
                        name: "fk_exposed_penalties_exposures_exposure_id",
                        column: x => x.exposure_id,
                        principalTable: "exposures",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_attachments_sha256",
                table: "attachments",
                columns: new[] { "sha256", "department" });

            migrationBuilder.CreateIndex(
                name: "ix_case_acts_violation",
                table: "case_acts",
                column: "violation");

            migrationBuilder.CreateIndex(
                name: "ux_case_acts_filing_key",
                table: "case_acts",
                column: "filing_key",
                unique: true,
                filter: "filing_key IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ux_case_acts_fined_key",
                table: "case_acts",
                column: "fined_key",
                unique: true,
                filter: "fined_key IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_case_texts_case",
                table: "case_texts",
                column: "case_id");

            migrationBuilder.CreateIndex(
                name: "ix_cases_decision_series",
                table: "cases",
                columns: new[] { "decision_series", "decision_serial" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_institution",
                table: "cases",
                column: "institution_id");

            migrationBuilder.CreateIndex(
                name: "ix_cases_operation",
                table: "cases",
                column: "operation_id");

            migrationBuilder.CreateIndex(
                name: "ix_cases_party_key",
                table: "cases",
                column: "party_key");

            migrationBuilder.CreateIndex(
                name: "ix_cases_scope",
                table: "cases",
                columns: new[] { "division", "department", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_series",
                table: "cases",
                columns: new[] { "series", "serial" });

            migrationBuilder.CreateIndex(
                name: "ux_cases_decision_number",
                table: "cases",
                column: "decision_number",
                unique: true,
                filter: "decision_number IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ux_cases_number",
                table: "cases",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_clues_department",
                table: "clues",
                columns: new[] { "department", "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_clues_division",
                table: "clues",
                columns: new[] { "division", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_clues_operation",
                table: "clues",
                column: "operation_id");

            migrationBuilder.CreateIndex(
                name: "ix_clues_source",
                table: "clues",
                columns: new[] { "source", "source_id", "source_version" });

            migrationBuilder.CreateIndex(
                name: "ux_clues_open_source",
                table: "clues",
                columns: new[] { "source", "source_id", "first_department" },
                unique: true,
                filter: "source_id IS NOT NULL AND state <> 'Concluded'");

            migrationBuilder.CreateIndex(
                name: "ix_exposed_penalties_penalty",
                table: "exposed_penalties",
                column: "penalty_id");

            migrationBuilder.CreateIndex(
                name: "ix_exposures_division",
                table: "exposures",
                columns: new[] { "division", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_exposures_institution",
                table: "exposures",
                column: "institution_id");

            migrationBuilder.CreateIndex(
                name: "ix_feed_entries_department",
                table: "feed_entries",
                columns: new[] { "department", "position" });

            migrationBuilder.CreateIndex(
                name: "ix_feed_entries_waiting",
                table: "feed_entries",
                column: "at",
                filter: "position IS NULL");

            migrationBuilder.CreateIndex(
                name: "ux_feed_entries_position",
                table: "feed_entries",
                column: "position",
                unique: true,
                filter: "position IS NOT NULL");

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
                name: "ix_operation_evidence_sha256",
                table: "operation_evidence",
                column: "sha256");

            migrationBuilder.CreateIndex(
                name: "ux_operation_evidence_source",
                table: "operation_evidence",
                columns: new[] { "operation_id", "source_id", "sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_operation_tasks_department",
                table: "operation_tasks",
                columns: new[] { "department", "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_operation_tasks_lead",
                table: "operation_tasks",
                columns: new[] { "lead_department", "is_escalated", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_operation_tasks_operation",
                table: "operation_tasks",
                columns: new[] { "operation_id", "department" });

            migrationBuilder.CreateIndex(
                name: "ix_operation_timeline_kind",
                table: "operation_timeline",
                columns: new[] { "source_id", "kind" });

            migrationBuilder.CreateIndex(
                name: "ix_operation_timeline_order",
                table: "operation_timeline",
                columns: new[] { "operation_id", "sequence", "at" });

            migrationBuilder.CreateIndex(
                name: "ux_operation_timeline_source",
                table: "operation_timeline",
                columns: new[] { "operation_id", "kind", "source_id", "source_version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_operations_division",
                table: "operations",
                columns: new[] { "division", "year", "serial" });

            migrationBuilder.CreateIndex(
                name: "ix_operations_institution",
                table: "operations",
                column: "institution_id");

            migrationBuilder.CreateIndex(
                name: "ux_operations_number",
                table: "operations",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_penalties_division",
                table: "penalties",
                columns: new[] { "division", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_penalties_institution",
                table: "penalties",
                column: "institution_id");

            migrationBuilder.CreateIndex(
                name: "ux_penalties_case",
                table: "penalties",
                column: "case_id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "attachments");

            migrationBuilder.DropTable(
                name: "case_acts");

            migrationBuilder.DropTable(
                name: "case_events");

            migrationBuilder.DropTable(
                name: "case_handlers");

            migrationBuilder.DropTable(
                name: "case_texts");

            migrationBuilder.DropTable(
                name: "clue_steps");

            migrationBuilder.DropTable(
                name: "exposed_penalties");

            migrationBuilder.DropTable(
                name: "feed_entries");

            migrationBuilder.DropTable(
                name: "known_institutions");

            migrationBuilder.DropTable(
                name: "known_officers");

            migrationBuilder.DropTable(
                name: "operation_evidence");

            migrationBuilder.DropTable(
                name: "operation_tasks");

            migrationBuilder.DropTable(
                name: "operation_timeline");

            migrationBuilder.DropTable(
                name: "operation_visits");

            migrationBuilder.DropTable(
                name: "operations");

            migrationBuilder.DropTable(
                name: "penalties");

            migrationBuilder.DropTable(
                name: "cases");

            migrationBuilder.DropTable(
                name: "clues");

            migrationBuilder.DropTable(
                name: "exposures");
        }
    }
}
