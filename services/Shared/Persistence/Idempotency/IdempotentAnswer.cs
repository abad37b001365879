using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Oversight.Persistence.PersonalData;

namespace Oversight.Persistence.Idempotency;

/// <summary>
/// The answer of a command that carried an Idempotency-Key, stored in the same save as the command's effect. Only 2xx
/// answers are stored; a refused command may be corrected and retried under its key.
/// </summary>
/// <remarks>
/// Nothing of request or answer can be read in the database: a body may be the whole of a complaint, and what a caller takes as a key
/// may be a telephone number. The answer is encrypted; request and key are kept as keyed hashes, so that nobody with the database
/// alone can try what they might have been.
/// </remarks>
public sealed class IdempotentAnswer
{
    private const string KeyPurpose = "idempotency/key", RequestPurpose = "idempotency/request", Field = "idempotent_answer";

    /// <summary>Who sent the command: subject of the token. Keys of two callers never meet.</summary>
    public required string Caller { get; init; }

    /// <summary>Keyed hash of the key as sent.</summary>
    public required string KeyHash { get; init; }

    /// <summary>Keyed hash of the request; another request under the same key is refused.</summary>
    public required string RequestHash { get; init; }

    /// <summary>HTTP status of the answer, 200 to 299.</summary>
    public required int Status { get; init; }

    /// <summary>Version of the record after the command, for the ETag, or null.</summary>
    public long? RecordVersion { get; init; }

    /// <summary>Location header and body, encrypted.</summary>
    public required byte[] AnswerCipher { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>Database name of the key.</summary>
    public const string PrimaryKey = "pk_idempotent_answers";

    /// <summary>The answer of a command, to be added to its save.</summary>
    /// <param name="keys">Keys of the service.</param>
    /// <param name="command">Caller, key and request.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="location">Value of the Location header, or null.</param>
    /// <param name="version">Version of the record after the command, or null.</param>
    /// <param name="body">Body as JSON, or null for 204.</param>
    /// <param name="now">The instant of the act.</param>
    public static IdempotentAnswer Of(
        PersonalDataKeys keys, IdempotencyKey command, int status, string? location, long? version, string? body, DateTime now)
    {
        var hash = keys.Fingerprint(KeyPurpose, command.Key);
        return new IdempotentAnswer
        {
            Caller = command.Caller,
            KeyHash = hash,
            RequestHash = keys.Fingerprint(RequestPurpose, command.Request),
            Status = status,
            RecordVersion = version,
            AnswerCipher = keys.ProtectBytes(
                FieldOf(command.Caller, hash), JsonSerializer.SerializeToUtf8Bytes(new StoredContent(location, body), WireJson.Options)),
            CreatedAt = now,
        };
    }

    /// <summary>The stored answer under a caller's key, or null.</summary>
    public static Task<IdempotentAnswer?> FindAsync(
        ServiceDbContext context, PersonalDataKeys keys, string caller, string key, CancellationToken cancellation)
    {
        var hashes = keys.Fingerprints(KeyPurpose, key);
        return context.IdempotentAnswers.AsNoTracking()
            .FirstOrDefaultAsync(a => a.Caller == caller && hashes.Contains(a.KeyHash), cancellation);
    }

    /// <summary>Whether the stored answer is that of this request.</summary>
    public bool IsOf(PersonalDataKeys keys, string request) => keys.IsFingerprint(RequestPurpose, request, RequestHash);

    /// <summary>Location and body in clear.</summary>
    public StoredContent Open(PersonalDataKeys keys) =>
        JsonSerializer.Deserialize<StoredContent>(keys.RevealBytes(FieldOf(Caller, KeyHash), AnswerCipher), WireJson.Options)!;

    internal static void Configure(ModelBuilder model) => model.Entity<IdempotentAnswer>(e =>
    {
        e.ToTable("idempotent_answers");
        e.HasKey(a => new { a.Caller, a.KeyHash }).HasName(PrimaryKey);
        e.Property(a => a.Caller).HasMaxLength(100);
        e.Property(a => a.KeyHash).HasMaxLength(64);
        e.Property(a => a.RequestHash).HasMaxLength(64);
        e.Property(a => a.AnswerCipher).IsEncrypted($"{Field}/{{{nameof(Caller)}}}/{{{nameof(KeyHash)}}}");
        e.HasIndex(a => a.CreatedAt).HasDatabaseName("ix_idempotent_answers_created_at");
    });

    private static string FieldOf(string caller, string hash) => $"{Field}/{caller}/{hash}";
}

/// <summary>What is stored of an answer besides its status.</summary>
/// <param name="Location">Value of the Location header, or null.</param>
/// <param name="Body">Body as JSON, or null for 204.</param>
public sealed record StoredContent(string? Location, string? Body);
