using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Publication;
using Oversight.Disclosure.Reference;

namespace Oversight.Disclosure.Institutions;

/// <summary>
/// Records as they were last read. A look-up asks the database for the stamp alone, and for the seven tables of a record only if the
/// stamp or the official day is another than when it was kept: an act shows at once, on every replica. Bounded by
/// <c>Oversight:Disclosure:RecordCacheMegabytes</c>; 0 keeps nothing.
/// </summary>
internal sealed class RecordCache(ReferenceData reference, IConfiguration configuration, TimeProvider clock) : IDisposable
{
    private const int DefaultMegabytes = 32, Overhead = 512;

    // For the one change that may leave a stamp as it is (see InstitutionStamp).
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(30);

    private readonly MemoryCache _kept = new(new MemoryCacheOptions
    {
        SizeLimit = configuration.GetValue("Oversight:Disclosure:RecordCacheMegabytes", DefaultMegabytes) * 1024L * 1024L,
    });

    /// <summary>The record as it is published now; null if it is not.</summary>
    public async Task<KeptRecord?> FindAsync(DisclosureDbContext database, PublishedView view, Guid id, CancellationToken cancellation)
    {
        // The stamp first: what is read after it is at least as new.
        var stamp = await database.Stamps.Where(s => s.InstitutionId == id).Select(s => s.Stamp).SingleOrDefaultAsync(cancellation);
        var day = reference.Today;
        var now = clock.GetTimestamp();
        if (_kept.TryGetValue(id, out Entry? entry) && entry!.Stamp == stamp && entry.Day == day
            && clock.GetElapsedTime(entry.ReadAt, now) < AtMost)
        {
            return entry.Record;
        }

        // What is not published is not kept: ids that a caller makes up would fill the cache.
        if (await ReadAsync(database, view, id, cancellation) is not { } record)
        {
            return null;
        }

        var kept = new KeptRecord(record, PublishedBody.Of(record));
        _kept.Set(id, new Entry(stamp, day, now, kept), new MemoryCacheEntryOptions { Size = Overhead + (3L * kept.Body.Bytes.Length) });
        return kept;
    }

    public void Dispose() => _kept.Dispose();

    private async Task<InstitutionRecord?> ReadAsync(
        DisclosureDbContext database, PublishedView view, Guid id, CancellationToken cancellation)
    {
        if (await database.Institutions.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellation) is not { } institution)
        {
            return null;
        }

        var events = await database.Events.AsNoTracking().Where(e => e.InstitutionId == id)
            .OrderByDescending(e => e.Version).Take(InstitutionRecord.MaxEvents).ToListAsync(cancellation);
        return InstitutionRecord.From(institution, events, await view.AboutAsync(id, cancellation), reference);
    }

    private sealed record Entry(long Stamp, DateOnly Day, long ReadAt, KeptRecord Record);
}

/// <summary>A record and its JSON.</summary>
internal sealed record KeptRecord(InstitutionRecord Record, PublishedBody Body);
