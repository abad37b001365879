using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Oversight.Persistence.Audit;

/// <summary>
/// One link of the chain: the Merkle root over a batch of audit rows, bound to the link before it. Whoever keeps the last
/// hash elsewhere can prove that no row before it was changed, removed, added or moved.
/// </summary>
public sealed class AuditSeal
{
    /// <summary>1, 2, 3 … without gaps.</summary>
    public required long Number { get; init; }

    /// <summary>Rows under this seal, at least 1.</summary>
    public required int Rows { get; init; }

    /// <summary>Root of the rows' Merkle tree (RFC 6962, SHA-256), 64 hexadecimal digits.</summary>
    public required string Root { get; init; }

    /// <summary>Hash of the seal before this one; 64 zeros for the first.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>When the batch was sealed (UTC).</summary>
    public required DateTime SealedAt { get; init; }

    /// <summary>SHA-256 over previous hash, root, number, rows and time, 64 hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>Database name of the key.</summary>
    public const string PrimaryKey = "pk_audit_seals";

    /// <summary>Previous hash of the first seal.</summary>
    public static readonly string Genesis = new('0', 64);

    /// <summary>The hash that a seal with these values has.</summary>
    public static string HashOf(string previousHash, string root, long number, int rows, DateTime sealedAt)
    {
        Span<byte> numbers = stackalloc byte[12];
        BinaryPrimitives.WriteInt64BigEndian(numbers, number);
        BinaryPrimitives.WriteInt32BigEndian(numbers[8..], rows);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Convert.FromHexString(previousHash));
        hash.AppendData(Convert.FromHexString(root));
        hash.AppendData(numbers);
        hash.AppendData(Encoding.ASCII.GetBytes(sealedAt.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    internal static void Configure(ModelBuilder model) => model.Entity<AuditSeal>(e =>
    {
        e.ToTable("audit_seals");
        e.HasKey(s => s.Number).HasName(PrimaryKey);
        e.Property(s => s.Number).ValueGeneratedNever();
        e.Property(s => s.Root).HasMaxLength(64);
        e.Property(s => s.PreviousHash).HasMaxLength(64);
        e.Property(s => s.Hash).HasMaxLength(64);
    });
}
