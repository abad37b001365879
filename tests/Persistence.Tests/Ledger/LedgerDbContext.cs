using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.PersonalData;
using Oversight.Persistence.Copies;

namespace Oversight.Persistence.Tests.Ledger;

/// <summary>The smallest service that has everything: a versioned record, facts that count, and a copy of another's state.</summary>
public abstract class LedgerDbContext(DbContextOptions options) : ServiceDbContext(options, "ledger")
{
    public const string NumberIndex = "ux_accounts_number";

    public static readonly Error NumberTaken = new(
        ErrorKind.Conflict, "ledger.account.number_taken", "There is an account with this number.");

    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<AccountChange> Changes => Set<AccountChange>();

    public DbSet<Posting> Postings => Set<Posting>();

    public DbSet<AccountCopy> Copies => Set<AccountCopy>();

    public override Error? ExplainUniqueViolation(string index) => index == NumberIndex ? NumberTaken : null;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Account>(e =>
        {
            e.ToTable("accounts");
            e.HasKey(a => a.Id);
            e.Property(a => a.Number).HasMaxLength(40);
            e.Property(a => a.Name).HasMaxLength(100);
            e.Property(a => a.OwnerCipher).HasMaxLength(400).IsEncrypted(Account.OwnerField + "/{Id}");
            e.HasIndex(a => a.Number).IsUnique().HasDatabaseName(NumberIndex);
        });
        modelBuilder.Entity<AccountChange>(e =>
        {
            // By its name it is written before the account.
            e.ToTable("account_changes");
            e.HasKey(c => new { c.AccountId, c.Version });
        });
        modelBuilder.Entity<Posting>(e =>
        {
            e.ToTable("postings");
            e.HasKey(p => p.Id);
            e.HasIndex(p => new { p.AccountId, p.Ordinal }).HasDatabaseName("ix_postings_account");
        });
        modelBuilder.Entity<AccountCopy>(e =>
        {
            e.ToTable("account_copies");
            e.HasKey(c => c.AccountId);
            e.Property(c => c.AccountId).ValueGeneratedNever();
            e.Property(c => c.Name).HasMaxLength(100);
            e.Property(c => c.Version).IsConcurrencyToken();
            e.Property(c => c.SourceDigest).HasMaxLength(SourceStamp.DigestLength);
        });
        UseVersionsAsTokens(modelBuilder);
    }
}

public sealed class LedgerSqliteContext(DbContextOptions<LedgerSqliteContext> options) : LedgerDbContext(options);

public sealed class LedgerPostgreSqlContext(DbContextOptions<LedgerPostgreSqlContext> options) : LedgerDbContext(options);

public sealed class LedgerSqlServerContext(DbContextOptions<LedgerSqlServerContext> options) : LedgerDbContext(options);

/// <summary>The aggregate.</summary>
public sealed class Account : IVersioned
{
    public required Guid Id { get; init; }

    public required string Number { get; init; }

    public string Name { get; private set; } = "";

    /// <summary>Who it belongs to, encrypted.</summary>
    public string? OwnerCipher { get; set; }

    public long Version { get; private set; } = 1;

    public const string OwnerField = "account.owner";

    /// <summary>Name of the field of an account's owner.</summary>
    public static string OwnerOf(Guid id) => $"{OwnerField}/{id:N}";

    public void Rename(string name) => (Name, Version) = (name, Version + 1);

    public void RenameWithoutVersion(string name) => Name = name;
}

/// <summary>A line of an account's history: its key is the version that the change made.</summary>
public sealed class AccountChange
{
    public required Guid AccountId { get; init; }

    public required long Version { get; init; }
}

/// <summary>One row per effect, without any uniqueness of its own: a second effect would show.</summary>
public sealed class Posting
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required long Ordinal { get; init; }

    public required long AmountFen { get; init; }

    public required DateOnly PostedOn { get; init; }

    public required DateTime At { get; init; }
}

/// <summary>What this service knows of an account of another.</summary>
public sealed class AccountCopy : IStateCopy
{
    public required Guid AccountId { get; init; }

    public string Name { get; set; } = "";

    public long Version { get; set; }

    public Guid SourceEpoch { get; private set; }

    public long SourceVersion { get; private set; }

    public string? SourceDigest { get; private set; }

    public void Stamp(SourceStamp source) => (SourceEpoch, SourceVersion, SourceDigest) = (source.Epoch, source.Version, source.Digest);
}
