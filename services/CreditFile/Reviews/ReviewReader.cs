using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Reference;
using Oversight.Web;

namespace Oversight.CreditFile.Reviews;

/// <summary>What an institution asks of its credit file and officers review: an application for repair (信用修复), an objection (异议).</summary>
internal interface IReviewed : IWithinDivision, IVersioned, IHands
{
    /// <summary>Id of the record.</summary>
    Guid Id { get; }

    /// <summary>Whose credit file it is about.</summary>
    Guid InstitutionId { get; }

    /// <summary>When it was decided or withdrawn; null while it is open.</summary>
    DateTime? ClosedAt { get; }
}

/// <summary>A record with its clocks, oldest first.</summary>
internal sealed record Reviewed<T>(T Record, IReadOnlyList<ClockAnswer> Clocks);

/// <summary>The one reader of what is reviewed: within the caller's division, by keyset, with the clocks of the law.</summary>
internal sealed class ReviewReader(CreditFileDbContext database, RecordClocks<CreditFileDbContext> clocks)
{
    /// <summary>A page of records, in the order of their ids.</summary>
    /// <param name="name">Name of the list, which its cursors carry.</param>
    /// <param name="open">Only those that are open, or only those that are closed; null for all.</param>
    /// <param name="institutionId">Only those about one institution; null for all.</param>
    /// <param name="page">Size and cursor.</param>
    /// <param name="actor">Whose division bounds the list.</param>
    /// <param name="cancellation">Cancels the query.</param>
    /// <returns>The page; or the refusal of its size or of a cursor of another list.</returns>
    public async Task<Result<PageOf<T>>> ListAsync<T>(
        string name, bool? open, Guid? institutionId, PageRequest page, Actor actor, CancellationToken cancellation)
        where T : class, IReviewed
    {
        // The cursor carries scope and filter: one of another list is refused instead of going on at a wrong place.
        var list = $"{name}|{actor.ScopePrefix}|{open}|{institutionId}";
        var (size, after) = (page.Size, Cursor.Read<Guid?>(list, page.Cursor));
        if (size.IsRefused || after.Error is not null)
        {
            return (size.Error ?? after.Error)!;
        }

        var from = after.Value ?? Guid.Empty;
        var records = database.Set<T>().AsNoTracking().Within(actor).Where(r => r.Id.CompareTo(from) > 0);
        records = open is { } isOpen ? records.Where(r => (r.ClosedAt == null) == isOpen) : records;
        records = institutionId is { } institution ? records.Where(r => r.InstitutionId == institution) : records;
        var rows = await records.OrderBy(r => r.Id).Take(size.Value + 1).ToListAsync(cancellation);
        return PageOf<T>.From(rows, size.Value, row => Cursor.Write(list, (Guid?)row.Id));
    }

    /// <summary>One record with its clocks.</summary>
    /// <returns>Null outside the caller's division, and where there is none.</returns>
    public async Task<Reviewed<T>?> FindAsync<T>(Guid id, Actor actor, CancellationToken cancellation)
        where T : class, IReviewed =>
        await database.Set<T>().AsNoTracking().Within(actor).FirstOrDefaultAsync(r => r.Id == id, cancellation) is { } record
            ? new Reviewed<T>(record, (await clocks.OfAsync(id, cancellation)).ConvertAll(clock => clock.ToAnswer()))
            : null;
}
