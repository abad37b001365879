using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Identity.Accounts;

/// <summary>
/// How many active administrators there are: one row that every act which makes or unmakes an administrator changes. Two
/// administrators who end each other at once meet at its version, and one of them gets 412: there is always one left.
/// </summary>
internal sealed class AdministratorRoster : IVersioned
{
    private const int OnlyRow = 1;

    public int Id { get; private set; } = OnlyRow;

    public int Count { get; private set; }

    public long Version { get; private set; } = 1;

    /// <summary>Database name of its key: two first administrators at the same time meet there.</summary>
    public const string PrimaryKey = "pk_administrator_roster";

    /// <summary>The row, made by the first act that needs it; within one scope always the same.</summary>
    public static async Task<AdministratorRoster> LoadAsync(Data.IdentityDbContext context, CancellationToken cancellation)
    {
        // The first start adds two administrators in one save; the row that the first of them made is not in the database yet.
        if (context.AdministratorRosters.Local.SingleOrDefault() is { } loaded)
        {
            return loaded;
        }

        if (await context.AdministratorRosters.SingleOrDefaultAsync(cancellation) is { } known)
        {
            return known;
        }

        var first = new AdministratorRoster();
        context.AdministratorRosters.Add(first);
        return first;
    }

    /// <summary>Takes note of a change of one account, or refuses it if no administrator would be left.</summary>
    public Result Note(bool was, bool becomes)
    {
        // The row is touched only where the number changes: otherwise any two acts on accounts at the same moment would conflict here.
        if (was == becomes)
        {
            return Result.Done;
        }

        if (was && Count <= 1)
        {
            return AccountErrors.LastAdministrator;
        }

        Count += becomes ? 1 : -1;
        Version++;
        return Result.Done;
    }

    internal static void Configure(ModelBuilder model) => model.Entity<AdministratorRoster>(e =>
    {
        e.ToTable("administrator_roster").HasKey(r => r.Id).HasName(PrimaryKey);
        e.Property(r => r.Id).ValueGeneratedNever();
    });
}
