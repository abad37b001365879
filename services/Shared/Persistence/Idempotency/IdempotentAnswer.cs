using Microsoft.EntityFrameworkCore;

namespace Oversight.Persistence.Idempotency;

/// <summary>
/// The answer of a command that carried an Idempotency-Key, stored in the same save as the command's effect. Only 2xx
/// answers are stored; a refused command may be corrected and sent again under its key.
/// </summary>
public sealed class IdempotentAnswer
{
    /// <summary>Who sent the command: subject of the token. Keys of two callers never meet.</summary>
    public required string Caller { get; init; }

    /// <summary>The key as sent, 8 to 100 visible ASCII characters.</summary>
    public required string Key { get; init; }

    /// <summary>Method, path and SHA-256 of the body; another fingerprint under the same key is refused.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>HTTP status of the answer, 200 to 299.</summary>
    public required int Status { get; init; }

    /// <summary>Value of the Location header, or null.</summary>
    public string? Location { get; init; }

    /// <summary>Version of the record after the command, for the ETag, or null.</summary>
    public long? RecordVersion { get; init; }

    /// <summary>Body as JSON, or null for 204.</summary>
    public string? Body { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>Database name of the key.</summary>
    public const string PrimaryKey = "pk_idempotent_answers";

    internal static void Configure(ModelBuilder model) => model.Entity<IdempotentAnswer>(e =>
    {
        e.ToTable("idempotent_answers");
        e.HasKey(a => new { a.Caller, a.Key }).HasName(PrimaryKey);
        e.Property(a => a.Caller).HasMaxLength(100);
        e.Property(a => a.Key).HasMaxLength(100);
        e.Property(a => a.Fingerprint).HasMaxLength(400);
        e.Property(a => a.Location).HasMaxLength(400);
        e.HasIndex(a => a.CreatedAt).HasDatabaseName("ix_idempotent_answers_created_at");
    });
}
