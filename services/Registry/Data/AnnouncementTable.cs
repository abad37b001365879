using Microsoft.EntityFrameworkCore;
using Oversight.Registry.Announcements;

namespace Oversight.Registry.Data;

/// <summary>The table of the announcements.</summary>
internal static class AnnouncementTable
{
    public static void Configure(ModelBuilder model) => model.Entity<Announcement>(e =>
    {
        e.ToTable("announcements").HasKey(a => a.Id).HasName("pk_announcements");
        e.Property(a => a.Id).ValueGeneratedNever();
        e.Property(a => a.Division).HasMaxLength(6);
        e.Property(a => a.RequestedBy).HasMaxLength(150);
        e.Property(a => a.Department).HasMaxLength(40);
        e.Property(a => a.LeaseOwner).HasMaxLength(80);
        e.HasIndex(a => new { a.State, a.Id }).HasDatabaseName("ix_announcements_state");
    });
}
