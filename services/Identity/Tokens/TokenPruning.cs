using OpenIddict.Abstractions;
using Oversight.Persistence;

namespace Oversight.Identity.Tokens;

/// <summary>Deletes tokens and authorizations that ended more than a day ago, every hour. Several replicas at once do no harm.</summary>
internal sealed class TokenPruning(IServiceScopeFactory scopes, TimeProvider clock, ILogger<TokenPruning> log)
    : PeriodicWorker(TimeSpan.FromHours(1), clock, log)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);
    private readonly TimeProvider _clock = clock;

    protected override async Task<bool> RunOnceAsync(CancellationToken cancellation)
    {
        await PruneAsync(cancellation);
        return false;
    }

    public async Task<long> PruneAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var before = _clock.GetUtcNow() - Kept;
        return await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(before, cancellation)
            + await scope.ServiceProvider.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(before, cancellation);
    }
}
