using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using OpenIddict.EntityFrameworkCore.Models;
using Oversight.Identity.Accounts;
using Oversight.Identity.Clients;
using Oversight.Identity.Credentials;
using Oversight.Identity.Departments;
using Oversight.Identity.Keys;
using Oversight.Identity.Proposals;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.PersonalData;

namespace Oversight.Identity.Data;

/// <summary>Accounts, clients and departments, OpenIddict's tokens, and the keys that tokens and cookies are made with.</summary>
internal abstract class IdentityDbContext(DbContextOptions options) : ServiceDbContext(options, "identity"), IDataProtectionKeyContext
{
    internal DbSet<Department> Departments => Set<Department>();

    internal DbSet<StaffAccount> Accounts => Set<StaffAccount>();

    internal DbSet<SignInGuard> SignInGuards => Set<SignInGuard>();

    internal DbSet<AdministratorRoster> AdministratorRosters => Set<AdministratorRoster>();

    internal DbSet<DepartmentClient> Clients => Set<DepartmentClient>();

    internal DbSet<Proposal> Proposals => Set<Proposal>();

    internal DbSet<CredentialReset> CredentialResets => Set<CredentialReset>();

    internal DbSet<ServerKey> ServerKeys => Set<ServerKey>();

    /// <summary>
    /// The keys of cookies and of everything else that data protection protects, themselves encrypted with the service's key.
    /// </summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <inheritdoc />
    public override Error? ExplainUniqueViolation(string index) => index switch
    {
        Department.CodeIndex => DepartmentErrors.CodeTaken,
        StaffAccount.UserNameIndex => AccountErrors.UserNameTaken,
        DepartmentClient.ClientIdIndex or ApplicationClientIdIndex => ClientErrors.ClientIdTaken,
        ServerKey.GenerationIndex => KeyErrors.GenerationMade,
        AdministratorRoster.PrimaryKey => CommitErrors.Stale,
        _ => null,
    };

    private const string ApplicationClientIdIndex = "ux_openiddict_applications_client_id";

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        Department.Configure(modelBuilder);
        StaffAccount.Configure(modelBuilder);
        SignInGuard.Configure(modelBuilder);
        AdministratorRoster.Configure(modelBuilder);
        DepartmentClient.Configure(modelBuilder);
        Proposal.Configure(modelBuilder);
        CredentialReset.Configure(modelBuilder);
        ServerKey.Configure(modelBuilder);
        modelBuilder.Entity<DataProtectionKey>(e =>
        {
            e.ToTable("data_protection_keys");
            e.Property(k => k.FriendlyName).HasMaxLength(100);
            e.Property(k => k.Xml).IsEncrypted(ServiceKeyEncryptor.Field);
        });
        ConfigureOpenIddict(modelBuilder);
        UseVersionsAsTokens(modelBuilder);
    }

    private static void ConfigureOpenIddict(ModelBuilder model)
    {
        model.UseOpenIddict<Guid>();
        model.Entity<OpenIddictEntityFrameworkCoreApplication<Guid>>(e =>
        {
            e.ToTable("openiddict_applications");
            e.HasIndex(a => a.ClientId).IsUnique().HasDatabaseName(ApplicationClientIdIndex);
        });
        model.Entity<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().ToTable("openiddict_authorizations");
        model.Entity<OpenIddictEntityFrameworkCoreScope<Guid>>().ToTable("openiddict_scopes");
        model.Entity<OpenIddictEntityFrameworkCoreToken<Guid>>(e =>
        {
            e.ToTable("openiddict_tokens");
            e.HasIndex(t => t.CreationDate).HasDatabaseName("ix_openiddict_tokens_creation_date");
        });
    }
}
