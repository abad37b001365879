using Microsoft.EntityFrameworkCore;
using Oversight.Identity.Data;

namespace Oversight.Identity.Accounts;

/// <summary>
/// Counts attempts to sign in to one account. An attempt is counted by one conditional UPDATE before its password is looked
/// at, so that any number of guesses at once, on any number of replicas, gets no more tries than one after the other.
/// </summary>
internal sealed class SignInGuard
{
    public required Guid AccountId { get; init; }

    public int Failures { get; private set; }

    public DateTime? LastAttemptAt { get; private set; }

    /// <summary>No attempt before this instant; null or past if there is no lock.</summary>
    public DateTime? LockedUntil { get; private set; }

    /// <summary>
    /// Takes one attempt. The last one allowed locks the account at once and <see cref="Clear"/> lifts the lock if the password
    /// was right: a crash in between leaves a lock that ends by itself, never an open door.
    /// </summary>
    /// <returns>False while the account is locked.</returns>
    public static async Task<bool> TryAttemptAsync(
        IdentityDbContext context, Guid account, IdentitySettings settings, DateTime now, CancellationToken cancellation)
    {
        DateTime? attempt = now;
        DateTime? until = now + settings.LockoutDuration;
        var forgotten = now - settings.LockoutDuration;
        var last = settings.LockoutFailures - 1;
        // Every right-hand side reads the row as it was before the UPDATE, so the order of the assignments does not matter. Failures older
        // than the lock time are forgotten; a lock starts the count anew.
        return await context.SignInGuards
            .Where(g => g.AccountId == account && (g.LockedUntil == null || g.LockedUntil <= now))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(g => g.LockedUntil, g => g.LastAttemptAt > forgotten && g.Failures >= last ? until : null)
                    .SetProperty(g => g.Failures, g => g.LastAttemptAt > forgotten ? (g.Failures >= last ? 0 : g.Failures + 1) : 1)
                    .SetProperty(g => g.LastAttemptAt, attempt),
                cancellation) == 1;
    }

    /// <summary>Whether the attempt that was just taken was the last one allowed.</summary>
    public static Task<bool> IsLockedAsync(IdentityDbContext context, Guid account, DateTime now, CancellationToken cancellation) =>
        context.SignInGuards.AnyAsync(g => g.AccountId == account && g.LockedUntil > now, cancellation);

    /// <summary>Forgets the failures and lifts a lock.</summary>
    public static Task<int> Clear(IdentityDbContext context, Guid account, CancellationToken cancellation) => context.SignInGuards
        .Where(g => g.AccountId == account && (g.Failures > 0 || g.LockedUntil != null))
        .ExecuteUpdateAsync(set => set.SetProperty(g => g.Failures, 0).SetProperty(g => g.LockedUntil, (DateTime?)null), cancellation);

    internal static void Configure(ModelBuilder model) => model.Entity<SignInGuard>(e =>
    {
        e.ToTable("sign_in_guards");
        e.HasKey(g => g.AccountId);
        e.Property(g => g.AccountId).ValueGeneratedNever();
        e.HasOne<StaffAccount>().WithOne().HasForeignKey<SignInGuard>(g => g.AccountId).OnDelete(DeleteBehavior.Restrict);
    });
}
