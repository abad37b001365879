using Microsoft.EntityFrameworkCore;

namespace Oversight.Persistence.PersonalData;

/// <summary>One rotation of the encryption key: where it is, so that it goes on there after a stop, and what it did.</summary>
internal sealed class KeyRotationRun
{
    /// <summary>Id of the run; the audit rows name it.</summary>
    public required Guid Id { get; init; }

    /// <summary>The key that everything is encrypted with in the end.</summary>
    public required string KeyId { get; init; }

    /// <summary>When it began.</summary>
    public required DateTime StartedAt { get; init; }

    /// <summary>The table or store of files that is being read; null before the first and at the end of a pass.</summary>
    public string? Part { get; set; }

    /// <summary>The last row or file of <see cref="Part"/> that was dealt with, or null.</summary>
    public string? After { get; set; }

    /// <summary>How many values were encrypted anew so far.</summary>
    public long Values { get; set; }

    /// <summary>How many files were.</summary>
    public long Files { get; set; }

    /// <summary>When it ended, or gave way to a later one; null while it is under way or stopped.</summary>
    public DateTime? EndedAt { get; set; }

    internal static void Configure(ModelBuilder model) => model.Entity<KeyRotationRun>(e =>
    {
        e.ToTable("key_rotations");
        e.HasKey(r => r.Id);
        e.Property(r => r.Id).ValueGeneratedNever();
        e.Property(r => r.KeyId).HasMaxLength(8);
        e.Property(r => r.Part).HasMaxLength(100);
        e.Property(r => r.After).HasMaxLength(1000);
    });
}
