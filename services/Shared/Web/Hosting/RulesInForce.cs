using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Oversight.Persistence;
using Oversight.Reference;

namespace Oversight.Web;

/// <summary>
/// Enters in the audit with which packs of powers and acts a service works, once for each change: the digest of a pack says whether two
/// starts applied the same rules, and an operator's file leaves a trace that its owner cannot take away. One save, with nothing but its
/// audit rows; of two replicas that start together both may write, which says the same twice.
/// </summary>
/// <remarks>
/// The shipped packs are those of the program's version and are not entered, except where they come back after an operator's file.
/// </remarks>
internal sealed partial class RulesInForce<TContext>(
    IServiceScopeFactory scopes, ActRules acts, TimeProvider clock, ILogger<RulesInForce<TContext>> log) : Worker
    where TContext : ServiceDbContext
{
    /// <summary>The act's name in the audit.</summary>
    public const string Act = "rules.in_force";

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!await TryAsync(stoppingToken))
            {
                await Task.Delay(Again, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>Id under which a pack stands in the audit: the same in every service and at every start.</summary>
    public static Guid IdOf(string pack) => new(SHA256.HashData(Encoding.UTF8.GetBytes(pack)).AsSpan(0, 16));

    // A database that is away or not migrated yet is asked again without end.
    private async Task<bool> TryAsync(CancellationToken cancellation)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var services = scope.ServiceProvider;
            services.GetRequiredService<ActScope>().ActorId = "system:rules";
            var (context, commit) = (services.GetRequiredService<TContext>(), services.GetRequiredService<Commit<TContext>>());
            foreach (var (pack, digest, isShipped) in acts.Packs)
            {
                var id = IdOf(pack);
                var last = await context.AuditEntries.AsNoTracking().Where(a => a.SubjectId == id && a.Act == Act)
                    .OrderByDescending(a => a.At).Select(a => a.Details).FirstOrDefaultAsync(cancellation);
                if (last is null ? !isShipped : !last.Contains(digest, StringComparison.Ordinal))
                {
                    commit.Record(Act, "rule_pack", id, null, new { pack, digest, isShipped });
                }
            }

            if (!context.ChangeTracker.HasChanges())
            {
                return true;
            }

            var saved = await commit.SaveAsync(cancellation);
            if (saved.IsRefused)
            {
                LogNotEntered(log, null, context.Service, saved.Error.Code);
            }

            return !saved.IsRefused;
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            LogNotEntered(log, e, "rules", e.GetType().Name);
            return false;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The rules in force of {Service} are not in the audit yet ({Reason}); it is tried again")]
    private static partial void LogNotEntered(ILogger log, Exception? fault, string service, string reason);
}
