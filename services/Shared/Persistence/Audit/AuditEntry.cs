using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;

namespace Oversight.Persistence.Audit;

/// <summary>One act of one person or worker. Written with the act's own save; sealed later; never changed.</summary>
public sealed class AuditEntry
{
    /// <summary>Id of the row, sorts by time.</summary>
    public required Guid Id { get; init; }

    /// <summary>When the act was committed (UTC, whole microseconds).</summary>
    public required DateTime At { get; init; }

    /// <summary>Subject of the token, or <c>system:&lt;worker&gt;</c>.</summary>
    public required string ActorId { get; init; }

    /// <summary>Department of the actor, or null.</summary>
    public string? Department { get; init; }

    /// <summary>Division scope of the actor, or null.</summary>
    public string? Division { get; init; }

    /// <summary>The act, e.g. <c>licence.suspend</c>.</summary>
    public required string Act { get; init; }

    /// <summary>Kind of record, e.g. <c>institution</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>Id of the record.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>Version of the record after the act; null for a read.</summary>
    public long? SubjectVersion { get; init; }

    /// <summary>Stated purpose of a read of personal data, or null.</summary>
    public string? Purpose { get; init; }

    /// <summary>What changed, as JSON without personal data, or null.</summary>
    public string? Details { get; init; }

    /// <summary>Trace of the request, 32 hexadecimal digits, or null.</summary>
    public string? TraceId { get; init; }

    /// <summary>Number of the seal that covers the row; null until sealed.</summary>
    public long? SealNumber { get; internal set; }

    /// <summary>Position of the row under its seal, from 0.</summary>
    public int? LeafIndex { get; internal set; }

    /// <summary>
    /// The bytes that are hashed: every field but the seal's, each as a four-byte big-endian length and UTF-8 text, null as
    /// length −1, instants as ISO 8601 with six decimals. Two different rows never give the same bytes.
    /// </summary>
    public byte[] CanonicalBytes()
    {
        using var stream = new MemoryStream();
        Span<byte> length = stackalloc byte[4];
        ReadOnlySpan<string?> fields =
        [
            Id.ToString("D"), At.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture), ActorId, Department,
            Division, Act, Subject,
            SubjectId.ToString("D"), SubjectVersion?.ToString(CultureInfo.InvariantCulture), Purpose, Details, TraceId,
        ];
        foreach (var field in fields)
        {
            var bytes = field is null ? [] : Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteInt32BigEndian(length, field is null ? -1 : bytes.Length);
            stream.Write(length);
            stream.Write(bytes);
        }

        return stream.ToArray();
    }

    internal static void Configure(ModelBuilder model) => model.Entity<AuditEntry>(e =>
    {
        e.ToTable("audit_entries");
        e.HasKey(a => a.Id);
        e.Property(a => a.ActorId).HasMaxLength(150);
        e.Property(a => a.Department).HasMaxLength(DepartmentCode.MaxLength);
        e.Property(a => a.Division).HasMaxLength(DivisionCode.MaxLength);
        e.Property(a => a.Act).HasMaxLength(80);
        e.Property(a => a.Subject).HasMaxLength(40);
        e.Property(a => a.Purpose).HasMaxLength(200);
        e.Property(a => a.TraceId).HasMaxLength(32);
        e.HasIndex(a => new { a.SealNumber, a.LeafIndex }).HasDatabaseName("ix_audit_entries_seal");
        e.HasIndex(a => new { a.SubjectId, a.At }).HasDatabaseName("ix_audit_entries_subject");
        e.HasIndex(a => a.Id).HasDatabaseName("ix_audit_entries_unsealed").HasFilter("seal_number IS NULL");
    });
}
