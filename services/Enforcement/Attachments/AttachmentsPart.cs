using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Enforcement.Attachments;

/// <summary>Files of results, encrypted, by their hash: this room of the module.</summary>
internal static class AttachmentsPart
{
    public static void Add(ModuleBuilder module)
    {
        module.UseContent<EnforcementDbContext>("attachments");
        module.Services
            .AddSingleton<AttachmentFiles>()
            .AddScoped<AttachmentShelf>()
            .AddScoped<UploadAttachmentHandler>()
            .AddScoped<DownloadAttachmentHandler>();
    }

    public static void Map(RouteGroupBuilder api)
    {
        UploadAttachmentEndpoint.Map(api);
        DownloadAttachmentEndpoint.Map(api);
    }

    public static void Configure(ModelBuilder model) =>
        model.Entity<Attachment>(e =>
        {
            e.ToTable("attachments");
            e.Property(a => a.Id).ValueGeneratedNever();
            e.Property(a => a.Sha256).HasMaxLength(64);
            e.Property(a => a.MediaType).HasMaxLength(60);
            e.Property(a => a.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(a => a.Division).HasMaxLength(DivisionCode.MaxLength);
            e.Property(a => a.UploadedBy).HasMaxLength(150);
            e.HasIndex(a => new { a.Sha256, a.Department }).HasDatabaseName("ix_attachments_sha256");
        });
}
