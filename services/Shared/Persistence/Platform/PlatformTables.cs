using Microsoft.EntityFrameworkCore;
using Oversight.Persistence.Audit;
using Oversight.Persistence.Calendars;
using Oversight.Persistence.Clocks;
using Oversight.Persistence.Copies;
using Oversight.Persistence.Deadlines;
using Oversight.Persistence.Idempotency;
using Oversight.Persistence.Inbox;
using Oversight.Persistence.Leasing;
using Oversight.Persistence.Outbox;
using Oversight.Persistence.PersonalData;

namespace Oversight.Persistence.Platform;

/// <summary>
/// The tables that every service's database has besides its own: what makes a write safe and a rule keep its date. One
/// description serves two contexts: <see cref="PlatformDbContext"/>, whose migrations make the tables, and each service's
/// context, which reads and writes them in the same save as its own rows.
/// </summary>
internal static class PlatformTables
{
    /// <summary>Describes the tables in the model of the context that makes them.</summary>
    public static void Own(ModelBuilder model) => Configure(model);

    /// <summary>
    /// Describes the tables in a service's model without claiming them. The migration tool does not see them at all, so that a
    /// change of a platform table changes no snapshot of a service.
    /// </summary>
    public static void Use(ModelBuilder model)
    {
        Configure(model);
        foreach (var entity in model.Model.GetEntityTypes()
            .Where(entity => entity.ClrType.Assembly == typeof(PlatformTables).Assembly).ToList())
        {
            if (EF.IsDesignTime)
            {
                model.Ignore(entity.ClrType);
            }
            else
            {
                model.Entity(entity.ClrType).Metadata.SetIsTableExcludedFromMigrations(true);
            }
        }
    }

    private static void Configure(ModelBuilder model)
    {
        OutboxMessage.Configure(model);
        InboxMessage.Configure(model);
        DeferredFact.Configure(model);
        PublisherEpoch.Configure(model);
        StateAnnouncement.Configure(model);
        StateRequest.Configure(model);
        StatePage.Configure(model);
        IdempotentAnswer.Configure(model);
        Deadline.Configure(model);
        AuditEntry.Configure(model);
        AuditSeal.Configure(model);
        Lease.Configure(model);
        StoredClock.Configure(model);
        LoadedCalendar.Configure(model);
        CalendarWait.Configure(model);
        KeyCheck.Configure(model);
        KeyRotationRun.Configure(model);
    }
}
