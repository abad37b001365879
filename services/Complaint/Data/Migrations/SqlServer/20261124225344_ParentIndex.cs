using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Oversight.Complaint.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class ParentIndex : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_matters_parent",
                table: "matters");

            migrationBuilder.CreateIndex(
                name: "ix_matters_parent",
                table: "matters",
                column: "parent_id",
                filter: "parent_id IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_matters_parent",
                table: "matters");

            migrationBuilder.CreateIndex(
                name: "ix_matters_parent",
                table: "matters",
                column: "parent_id");
        }
    }
}
