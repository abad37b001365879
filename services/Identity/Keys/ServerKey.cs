using Microsoft.EntityFrameworkCore;

namespace Oversight.Identity.Keys;

/// <summary>What a key is for.</summary>
internal enum KeyPurpose
{
    /// <summary>ES256 over tokens; the public part is published.</summary>
    Signing,

    /// <summary>AES-256 over authorization codes and refresh tokens, which only this service reads.</summary>
    Encryption,
}

/// <summary>
/// A key of the token server. Rows are never changed: which key is in use at an instant follows from the rows and the clock, so
/// all replicas agree without talking.
/// </summary>
internal sealed class ServerKey
{
    /// <summary>Two replicas that make the next key at once meet at this index; the second takes the first one's.</summary>
    public const string GenerationIndex = "ux_server_keys_generation";

    public required Guid Id { get; init; }

    public required KeyPurpose Purpose { get; init; }

    /// <summary>1, 2, 3 … per purpose.</summary>
    public required long Generation { get; init; }

    /// <summary>The private part, protected by data protection.</summary>
    public required string Protected { get; init; }

    public required DateTime CreatedAt { get; init; }

    /// <summary>From here until the next generation's this key signs or encrypts.</summary>
    public required DateTime ActiveFrom { get; init; }

    internal static void Configure(ModelBuilder model) => model.Entity<ServerKey>(e =>
    {
        e.ToTable("server_keys");
        e.Property(k => k.Id).ValueGeneratedNever();
        e.Property(k => k.Protected).HasMaxLength(2000);
        e.HasIndex(k => new { k.Purpose, k.Generation }).IsUnique().HasDatabaseName(GenerationIndex);
    });
}
