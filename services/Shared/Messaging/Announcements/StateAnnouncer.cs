using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Oversight.Contracts.Platform.V1;
using Oversight.Persistence;
using Oversight.Persistence.Copies;
using Oversight.Persistence.Leasing;

namespace Oversight.Messaging;

/// <summary>
/// Answers requests for this service's state, page by page: the facts of a page and how far the announcement came are one save, so a
/// kill neither loses nor doubles a page. One replica at a time works on them.
/// </summary>
/// <remarks>
/// Pages are addressed to the service that asked, so they are nothing to anybody else. While many facts wait in the outbox nothing is
/// added, so that an officer's act never stands behind a whole register.
/// </remarks>
internal sealed partial class StateAnnouncer<TContext>(
    IServiceScopeFactory scopes, StateSources<TContext> sources, Signal<StateAnnouncer<TContext>> signal,
    CommitSignal<TContext> commits, TimeProvider clock,
    ILogger<StateAnnouncer<TContext>> log) : Worker
    where TContext : ServiceDbContext
{
    /// <summary>Records of one page.</summary>
    public const int PageSize = 200;

    private const string LeaseName = "state-announcements";
    private const int MostWaiting = 40;
    private static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(60), PollInterval = TimeSpan.FromSeconds(5),
        WhileOutboxIsFull = TimeSpan.FromMilliseconds(100);
    private readonly string _owner = $"announcer/{Guid.CreateVersion7(clock.GetUtcNow()):N}";

    /// <inheritdoc />
    protected override async Task RunAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = PollInterval;
            try
            {
                for (var step = Step.Done; (step = await RunOnceAsync(stoppingToken)) != Step.Nothing;)
                {
                    if (step == Step.OutboxIsFull)
                    {
                        wait = WhileOutboxIsFull;
                        break;
                    }
                }

                // Where this process alone writes, an open request that it could not serve is the only work that no signal tells of.
                wait = wait == PollInterval && commits.HearsAll && !await IsAskedAsync(stoppingToken) ? CommitSignal.Longest : wait;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(log, typeof(TContext).Name, e.GetType().Name, e.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await signal.WaitAsync(wait, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> IsAskedAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<TContext>().StateAnnouncements.AnyAsync(a => a.EndedAt == null, cancellation);
    }

    /// <summary>Announces one page of the oldest open request.</summary>
    public async Task<Step> RunOnceAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var context = scope.ServiceProvider.GetRequiredService<TContext>();
        if (await context.StateAnnouncements.Where(a => a.EndedAt == null).OrderBy(a => a.RequestedAt).ThenBy(a => a.Id)
            .FirstOrDefaultAsync(cancellation) is not { } open
            || !await Lease.TryTakeAsync(context, LeaseName, _owner, clock.GetUtcNow().UtcDateTime, LeaseTime, cancellation))
        {
            return Step.Nothing;
        }

        if (await context.Outbox.CountAsync(m => m.PublishedAt == null && m.ParkedAt == null, cancellation) > MostWaiting)
        {
            return Step.OutboxIsFull;
        }

        scope.ServiceProvider.GetRequiredService<ActScope>().ActorId = "system:state-announcer";
        var commit = scope.ServiceProvider.GetRequiredService<Commit<TContext>>();
        var kinds = sources.In(scope.ServiceProvider, open);
        if (open.KindIndex < kinds.Count)
        {
            await AnnouncePageAsync(context, commit, open, kinds[open.KindIndex], cancellation);
        }
        else
        {
            open.End(commit.Now);
            commit.Announce(
                new StateAnnouncementEnded(open.Id, context.Service, open.Pages, open.Records, commit.Now), open.Id, open.Version,
                open.Consumer);
            commit.Record(
                "state.announce", "state_announcement", open.Id, open.Version,
                new { open.Consumer, open.Purpose, open.Pages, open.Records });
        }

        var saved = await commit.SaveAsync(cancellation);
        return saved.IsRefused ? Step.Nothing : Step.Done;
    }

    private static async Task AnnouncePageAsync(
        TContext context, Commit<TContext> commit, StateAnnouncement open, IStateSource source, CancellationToken cancellation)
    {
        var records = await source.PageAsync(open.After, PageSize, open.SubjectId, cancellation);
        var last = records.Count < PageSize ? (Guid?)null : records[^1].Id;
        var page = new StateAnnounced(
            open.Id, context.Service, open.Purpose, source.Kind, open.KindPages + 1, open.After, last, open.SubjectId,
            [.. records.Select(record => new AnnouncedRecord(record.Id, [.. record.Facts.Select(Announced)]))]);
        open.Advance(records.Count, last);
        commit.Announce(page, open.Id, open.Version, open.Consumer);
    }

    private static AnnouncedFact Announced(object fact) => fact as AnnouncedFact ?? new AnnouncedFact(
        WireName.Of(fact.GetType()), JsonSerializer.Serialize(fact, fact.GetType(), WireJson.Options), StateDigest.Of(fact), null, null);

    [LoggerMessage(1, LogLevel.Warning, "State of {Context} was not announced: {Kind}: {Reason}; it is tried again")]
    private static partial void LogFailed(ILogger log, string context, string kind, string reason);

    /// <summary>What one run did.</summary>
    internal enum Step
    {
        /// <summary>Nothing is asked for, or another replica works on it.</summary>
        Nothing,

        /// <summary>A page, or the end.</summary>
        Done,

        /// <summary>Facts wait to be sent; they go first.</summary>
        OutboxIsFull,
    }
}

/// <summary>The kinds of records that a service announces.</summary>
public sealed class StateSources<TContext>
    where TContext : ServiceDbContext
{
    private readonly List<Func<IServiceProvider, IStateSource>> _sources = [];

    internal void Add(Func<IServiceProvider, IStateSource> source) => _sources.Add(source);

    /// <summary>The sources that answer a request, in the order in which they were added.</summary>
    internal IReadOnlyList<IStateSource> In(IServiceProvider services, StateAnnouncement request) => request.Purpose == StatePurposes.Replay
        ? [new PublishedFacts<TContext>(services.GetRequiredService<TContext>(), request.Since ?? request.RequestedAt)]
        : [.. _sources.Select(source => source(services))];
}

/// <summary>Facts that were published from an instant on, as messages: as long as the outbox keeps them.</summary>
internal sealed class PublishedFacts<TContext>(TContext context, DateTime since) : IStateSource
    where TContext : ServiceDbContext
{
    /// <inheritdoc />
    public string Kind => "message";

    /// <inheritdoc />
    public async Task<IReadOnlyList<StateRecord>> PageAsync(Guid? after, int size, Guid? subject, CancellationToken cancellation)
    {
        var from = after ?? Guid.Empty;
        var rows = await context.Outbox.AsNoTracking()
            .Where(m => m.PublishedAt >= since && m.Destination == null && m.Id.CompareTo(from) > 0)
            .OrderBy(m => m.Id).Take(size).ToListAsync(cancellation);
        return rows.ConvertAll(m => new StateRecord(m.Id, [new AnnouncedFact(m.Contract, m.Payload, m.Digest, m.Id, m.Epoch)]));
    }
}
