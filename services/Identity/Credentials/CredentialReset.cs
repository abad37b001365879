using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Identity.Credentials;

/// <summary>What was given.</summary>
internal enum CredentialKind
{
    /// <summary>A one-time password of an account.</summary>
    Password,

    /// <summary>The secret of a client.</summary>
    Secret,
}

/// <summary>
/// That somebody was given a password or secret by another person, who thereby could act as him for a moment. Its owner reads it at the
/// next sign-in and auditors read all of them. Never changed but for the owner's acknowledgement, never deleted.
/// </summary>
internal sealed class CredentialReset : IWithinDivision
{
    /// <summary>Greatest length of a name in it.</summary>
    public const int MaxName = 100;

    public required Guid Id { get; init; }

    public required CredentialKind Kind { get; init; }

    /// <summary>The account or client.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>User name or client id.</summary>
    public required string Login { get; init; }

    /// <summary>Division of the account or client at that time: who may read it.</summary>
    public required string Division { get; init; }

    /// <summary>True if the owner had never chosen a password, or the client had no secret: then nobody was replaced.</summary>
    public required bool IsFirst { get; init; }

    public required DateTime IssuedAt { get; init; }

    /// <summary>Subject of the token of whoever issued it, or <c>system:first-start</c>, or the operator of the host.</summary>
    public required string IssuedBy { get; init; }

    /// <summary>The name of whoever issued it, as the owner reads it.</summary>
    public required string IssuedByName { get; init; }

    /// <summary>Who proposed it; null where one was enough.</summary>
    public string? ProposedBy { get; init; }

    /// <summary>When the owner said that he has read it; null until then, and for clients always.</summary>
    public DateTime? AcknowledgedAt { get; private set; }

    /// <summary>The owner has read it.</summary>
    public void Acknowledge(DateTime at) => AcknowledgedAt ??= at;

    internal static void Configure(ModelBuilder model) => model.Entity<CredentialReset>(e =>
    {
        e.ToTable("credential_resets");
        e.Property(r => r.Id).ValueGeneratedNever();
        e.Property(r => r.Kind).HasMaxLength(20);
        e.Property(r => r.Login).HasMaxLength(50);
        e.Property(r => r.Division).HasMaxLength(DivisionCode.MaxLength);
        e.Property(r => r.IssuedBy).HasMaxLength(100);
        e.Property(r => r.IssuedByName).HasMaxLength(MaxName);
        e.Property(r => r.ProposedBy).HasMaxLength(100);
        e.HasIndex(r => new { r.SubjectId, r.IssuedAt }).HasDatabaseName("ix_credential_resets_subject");
        e.HasIndex(r => new { r.Division, r.IssuedAt }).HasDatabaseName("ix_credential_resets_division");
    });
}
