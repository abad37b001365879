using Microsoft.EntityFrameworkCore;
using Oversight.Enforcement.Attachments;
using Oversight.Enforcement.Cases;
using Oversight.Enforcement.Exposures;
using Oversight.Enforcement.Feed;
using Oversight.Enforcement.Operations;
using Oversight.Enforcement.Penalties;
using Oversight.Enforcement.Referrals;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.RegisterCopy;
using Oversight.RegisterCopy.Officers;

namespace Oversight.Enforcement.Data;

/// <summary>The database of clues, joint operations, cases and penalties, exposures.</summary>
internal abstract class EnforcementDbContext(DbContextOptions options) : ServiceDbContext(options, "enforcement")
{
    public DbSet<KnownInstitution> Institutions => Set<KnownInstitution>();

    /// <inheritdoc />
    public override Error? ExplainUniqueViolation(string index) => CaseModel.Explain(index);

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        KnownInstitution.Configure(modelBuilder);
        KnownOfficer.Configure(modelBuilder);
        ReferralsPart.Configure(modelBuilder);
        OperationsPart.Configure(modelBuilder);
        CasesPart.Configure(modelBuilder);
        PenaltiesPart.Configure(modelBuilder);
        ExposuresPart.Configure(modelBuilder);
        AttachmentsPart.Configure(modelBuilder);
        FeedPart.Configure(modelBuilder);
        UseVersionsAsTokens(modelBuilder);
    }
}
