using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Complaint.V1;
using Oversight.Contracts.Inspection.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Consumers;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Persistence.Clocks;
using Oversight.Web;

namespace Oversight.Enforcement.Referrals;

/// <summary>Clues, their transfers between departments and to the police: this room of the module.</summary>
internal static class ReferralsPart
{
    private const int Account = 150;

    public static void Add(ModuleBuilder module)
    {
        module.Services
            .AddSingleton(new TransferRules(module.Setting("Rules:Folder")))
            .AddScoped<TransferClocks>()
            .AddScoped<ClueIntake>()
            .AddScoped<ClueActs>().AddScoped<AnswerClueHandler>().AddScoped<MoveClueHandler>().AddScoped<ConcludeClueHandler>()
            .AddScoped<ReferToPoliceHandler>()
            .AddScoped<SendClueHandler>();
        module.WatchClocks<ClueWatcher>(
            TransferClocks.Accept, TransferClocks.AcceptUrgent, TransferClocks.Redirect, TransferClocks.Arbitrate,
            TransferClocks.Handle, TransferClocks.PoliceDecide);
        module.WatchClocks<RightLapsed>(TransferClocks.Object);
        module.AddDeadline<PoliceDue>(ReferToPoliceEndpoint.Deadline);
        module.AddConsumer<EnforcementDbContext, ClueReferredConsumer, ClueReferred>();
        module.AddConsumer<EnforcementDbContext, ClueFromOverdueOrderConsumer, RectificationOverdue>();
        module.AddConsumer<EnforcementDbContext, ClueFromFailedOrderConsumer, RectificationFailed>();
    }

    public static void Map(RouteGroupBuilder api)
    {
        SendClueEndpoint.Map(api);
        ReadCluesEndpoint.Map(api);
        AnswerClueEndpoint.Map(api);
        MoveClueEndpoint.Map(api);
        ReferToPoliceEndpoint.Map(api);
        ConcludeClueEndpoint.Map(api);
    }

    public static void Configure(ModelBuilder model)
    {
        model.Entity<Clue>(e =>
        {
            e.ToTable("clues");
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Ignore(c => c.Party);
            e.Ignore(c => c.Responsible);
            e.Property(c => c.PartyName).HasMaxLength(100);
            e.Property(c => c.PartyEntry).HasMaxLength(PartyEntries.MaxLength);
            e.Property(c => c.CreditCode).HasMaxLength(18);
            e.Property(c => c.Division).HasMaxLength(DivisionCode.MaxLength);
            e.Property(c => c.Address).HasMaxLength(200);
            e.Property(c => c.Category).HasMaxLength(60);
            e.PrimitiveCollection(c => c.Violations).HasMaxLength(1000);
            e.Property(c => c.Summary).HasMaxLength(2000);
            e.Property(c => c.FirstDepartment).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(c => c.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(c => c.SenderDepartment).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(c => c.Assignee).HasMaxLength(Account);
            e.Property(c => c.SuspectedBy).HasMaxLength(Account);
            // Of two deliveries at once the second save fails here and is retried; then it finds the open clue.
            // By the first department: a clue that was passed on meanwhile is still the one that a repeat is noted on.
            e.HasIndex(c => new { c.Source, c.SourceId, c.FirstDepartment }).IsUnique().HasDatabaseName("ux_clues_open_source")
                .HasFilter("source_id IS NOT NULL AND state <> 'Concluded'");
            e.HasIndex(c => new { c.Source, c.SourceId, c.SourceVersion }).HasDatabaseName("ix_clues_source");
            e.HasIndex(c => new { c.Division, c.Id }).HasDatabaseName("ix_clues_division");
            e.HasIndex(c => new { c.Department, c.State, c.Id }).HasDatabaseName("ix_clues_department");
            e.HasIndex(c => c.OperationId).HasDatabaseName("ix_clues_operation");
            e.HasMany(c => c.Steps).WithOne().HasForeignKey(s => s.ClueId);
            e.Navigation(c => c.Steps).HasField("_steps").UsePropertyAccessMode(PropertyAccessMode.Field);
        });
        model.Entity<ClueStep>(e =>
        {
            e.ToTable("clue_steps");
            e.HasKey(s => new { s.ClueId, s.Version });
            e.Property(s => s.Version).ValueGeneratedNever();
            e.Property(s => s.Act).HasMaxLength(40);
            e.Property(s => s.Department).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(s => s.ToDepartment).HasMaxLength(DepartmentCode.MaxLength);
            e.Property(s => s.ActorId).HasMaxLength(Account);
            e.Property(s => s.Reason).HasMaxLength(ActContext.MaxReason);
        });
    }
}
