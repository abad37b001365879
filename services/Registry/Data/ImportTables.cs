using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Persistence.PersonalData;
using Oversight.Registry.Import;

namespace Oversight.Registry.Data;

/// <summary>The tables of the import: jobs, their files and their reports.</summary>
internal static class ImportTables
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<ImportJob>(e =>
        {
            e.ToTable("imports").HasKey(i => i.Id).HasName("pk_imports");
            e.Property(i => i.Id).ValueGeneratedNever();
            e.Property(i => i.RequestedBy).HasMaxLength(150);
            e.Property(i => i.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(i => i.Division).HasMaxLength(DivisionCode.MaxLength);
            e.Property(i => i.FileHash).HasMaxLength(64);
            e.Property(i => i.LeaseOwner).HasMaxLength(80);
            e.Property(i => i.RefusalCode).HasMaxLength(80);
            e.Property(i => i.RefusalMessage).HasMaxLength(500);
            e.HasIndex(i => new { i.State, i.Id }).HasDatabaseName("ix_imports_state");
        });
        model.Entity<ImportFile>(e =>
        {
            e.ToTable("import_files").HasKey(f => f.ImportId).HasName("pk_import_files");
            e.Property(f => f.ImportId).ValueGeneratedNever();
            e.Property(f => f.ContentCipher).IsEncrypted(ImportFileProtector.FieldOfModel);
        });
        model.Entity<ImportReportLine>(e =>
        {
            e.ToTable("import_report_lines").HasKey(f => new { f.ImportId, f.Number }).HasName("pk_import_report_lines");
            e.Property(f => f.Number).ValueGeneratedNever();
            e.Property(f => f.Column).HasColumnName("column_name").HasMaxLength(40);
            e.Property(f => f.Code).HasMaxLength(80);
            e.Property(f => f.Message).HasMaxLength(500);
        });
    }
}
