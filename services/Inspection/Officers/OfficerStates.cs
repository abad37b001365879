using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Messaging;

namespace Oversight.Inspection.Officers;

/// <summary>The officers as they are now. They concern no institution.</summary>
internal sealed class OfficerStates(InspectionDbContext context) : IStateSource
{
    /// <inheritdoc />
    public string Kind => "officer";

    /// <inheritdoc />
    public async Task<IReadOnlyList<StateRecord>> PageAsync(Guid? after, int size, Guid? subject, CancellationToken cancellation)
    {
        var from = after ?? Guid.Empty;
        var asked = context.Officers.AsNoTracking().Include(o => o.Avoidances).Where(o => o.Id.CompareTo(from) > 0);
        asked = subject is { } only ? asked.Where(o => o.Id == only) : asked;
        var officers = await asked.OrderBy(o => o.Id).Take(size).ToListAsync(cancellation);
        // With the version of the last act: a copy takes the page only where it is newer than what it has (ADR 8).
        return officers.ConvertAll(officer => new StateRecord(officer.Id, [officer.Told()]));
    }
}
