using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Registry.Data;
using Oversight.Registry.Institutions;

namespace Oversight.Registry.Announcements;

/// <summary>
/// Carries announcements out, portion by portion: the facts of a portion and how far it came are one save. An announcement
/// belongs to the worker that leased it; after a kill another goes on behind the last portion. Of two that should ever work on
/// one, its version lets one commit.
/// </summary>
/// <remarks>
/// The facts carry the present version of each entry, so whoever has it drops them, and whoever missed it takes it. They queue
/// behind the facts of real acts on the same entry; while many facts wait in the outbox, nothing is added, so that an officer's
/// act never stands behind the whole register.
/// </remarks>
internal sealed partial class AnnouncementWorker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<AnnouncementWorker> log)
    : PeriodicWorker(TimeSpan.FromSeconds(1), clock, log)
{
    /// <summary>Entries of one portion.</summary>
    public const int Portion = 200;

    /// <summary>What <see cref="InstitutionChanged"/> names as its source.</summary>
    public const string Source = "announcement";

    private const int MostWaiting = 2 * Portion;
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);
    private readonly TimeProvider _clock = clock;
    private readonly ILogger _log = log;
    private readonly string _owner = $"announcement/{Guid.CreateVersion7(clock.GetUtcNow()):N}";

    /// <inheritdoc />
    protected override async Task<bool> RunOnceAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<RegistryDbContext>();
        if (await TakeAsync(context, cancellation) is not { } id
            || await context.Outbox.CountAsync(m => m.PublishedAt == null && m.ParkedAt == null, cancellation) > MostWaiting)
        {
            return false;
        }

        var commit = scope.ServiceProvider.GetRequiredService<Commit<RegistryDbContext>>();
        var act = scope.ServiceProvider.GetRequiredService<ActContext>();
        var announcement = await context.Announcements.SingleAsync(a => a.Id == id, cancellation);
        (act.ActorId, act.Department, act.Division) = (announcement.RequestedBy, announcement.Department, announcement.Division);
        var entries = await NextAsync(context, announcement, cancellation);
        foreach (var (entry, last) in entries)
        {
            object fact = entry.IsLead
                ? entry.Lead(entry.ChangedAt)
                : new InstitutionChanged(entry.Published(), last.At, last.EffectiveOn, new Ground(last.Law, last.Article), [], Source);
            commit.Announce(fact, entry.Id, entry.Version);
        }

        if (entries.Count > 0)
        {
            announcement.Advance(entries[^1].Entry.Id, entries.Count(e => !e.Entry.IsLead), entries.Count(e => e.Entry.IsLead));
        }

        if (entries.Count < Portion)
        {
            announcement.Finish(commit.Now);
            commit.Record("announcement.finish", "announcement", id, announcement.Version, new { announcement.Division, announcement.Institutions, announcement.Leads });
        }

        if (await commit.SaveAsync(cancellation) is { IsRefused: true } refused)
        {
            LogRefused(_log, id, refused.Error.Code);
            return false;
        }

        return true;
    }

    private async Task<Guid?> TakeAsync(RegistryDbContext context, CancellationToken cancellation)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        DateTime? until = now + LeaseTime;
        var open = context.Announcements.Where(a => a.State == AnnouncementState.Running).Where(a => a.LeaseUntil == null || a.LeaseUntil < now || a.LeaseOwner == _owner);
        var id = await open.OrderBy(a => a.RequestedAt).ThenBy(a => a.Id).Select(a => (Guid?)a.Id).FirstOrDefaultAsync(cancellation);
        return id is not null && await open.Where(a => a.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.LeaseOwner, _owner).SetProperty(a => a.LeaseUntil, until), cancellation) == 1 ? id : null;
    }

    // Each entry with the act that made its present version.
    private static async Task<List<(Institution Entry, LegalEvent Last)>> NextAsync(RegistryDbContext context, Announcement announcement, CancellationToken cancellation)
    {
        var prefix = DivisionCode.FromStored(announcement.Division).ScopePrefix;
        var within = context.Institutions.AsNoTracking().Where(i => i.Division.StartsWith(prefix));
        if (announcement.LastEntryId is { } after)
        {
            within = within.Where(i => i.Id.CompareTo(after) > 0);
        }

        var rows = await within.OrderBy(i => i.Id).Take(Portion)
            .Join(context.LegalEvents.AsNoTracking(), i => new { i.Id, i.Version }, e => new { Id = e.InstitutionId, e.Version }, (i, e) => new { Entry = i, Last = e })
            .OrderBy(row => row.Entry.Id).ToListAsync(cancellation);
        return rows.ConvertAll(row => (row.Entry, row.Last));
    }

    [LoggerMessage(1, LogLevel.Warning, "A portion of announcement {Id} was not saved: {Code}; it will be tried again")]
    private static partial void LogRefused(ILogger log, Guid id, string code);
}
