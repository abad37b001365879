using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Oversight.Enforcement.Cases;
using Oversight.Enforcement.Operations;

namespace Oversight.Enforcement.Tests;

/// <summary>Counts saves of new cases, decisions and operations that the database refused: their acts were done in vain.</summary>
internal sealed class FailedSaves : SaveChangesInterceptor
{
    private int _number;

    public int Number => _number;

    public override Task SaveChangesFailedAsync(DbContextErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Context!.ChangeTracker.Entries()
            .Any(entry => entry.Entity is Case or JointOperation && entry.State is EntityState.Added or EntityState.Modified))
        {
            Interlocked.Increment(ref _number);
        }

        return Task.CompletedTask;
    }
}
