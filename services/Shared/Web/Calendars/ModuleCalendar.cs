using Microsoft.Extensions.DependencyInjection;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Calendars;

namespace Oversight.Web;

/// <summary>
/// A module's calendar, whatever the module's context is; for commands, and as metadata of its endpoints, which therefore need no type
/// parameter.
/// </summary>
internal interface IModuleCalendar
{
    /// <summary>Loads a file in the name of the scope's actor.</summary>
    Task<Result<Reply<CalendarLoad>>> LoadAsync(IServiceProvider scope, CalendarStatement stated, CancellationToken cancellation);

    /// <summary>Sets what waits, until nothing is left that can be set now; also while another replica is at it.</summary>
    /// <returns>How many days this process set, and how many it could not.</returns>
    Task<CalendarProgress> SpreadAsync(IServiceProvider services, CancellationToken cancellation);

    /// <summary>Years, the missing one, and how much waits.</summary>
    Task<CalendarsAnswer> ReadAsync(IServiceProvider scope, CancellationToken cancellation);

    /// <summary>The year that must be loaded soon, or null.</summary>
    Task<int?> MissingYearAsync(IServiceProvider scope, CancellationToken cancellation);

    /// <summary>A page of what waits; <paramref name="division"/> is a prefix of a division's code, or null for all.</summary>
    Task<List<WaitingDay>> WaitingAsync(IServiceProvider scope, string? division, Guid? after, int most, CancellationToken cancellation);
}

/// <inheritdoc />
internal sealed class ModuleCalendar<TContext> : IModuleCalendar
    where TContext : ServiceDbContext
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    public Task<Result<Reply<CalendarLoad>>> LoadAsync(IServiceProvider scope, CalendarStatement stated, CancellationToken cancellation) =>
        scope.GetRequiredService<CalendarLoader<TContext>>().LoadAsync(stated, cancellation);

    public async Task<CalendarProgress> SpreadAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var (spread, clock) = (services.GetRequiredService<CalendarSpread<TContext>>(), services.GetRequiredService<TimeProvider>());
        for (var all = 0; ;)
        {
            var run = await spread.RunAsync(cancellation);
            all += run.Set;
            if (run.IsElsewhere)
            {
                await Task.Delay(BetweenLooks, clock, cancellation);
            }
            else if (run.Failed == 0 || run.Set == 0)
            {
                return run with { Set = all };
            }
        }
    }

    public Task<CalendarsAnswer> ReadAsync(IServiceProvider scope, CancellationToken cancellation) =>
        Overview(scope).ReadAsync(cancellation);

    public Task<int?> MissingYearAsync(IServiceProvider scope, CancellationToken cancellation) =>
        Overview(scope).MissingYearAsync(cancellation);

    public Task<List<WaitingDay>> WaitingAsync(
        IServiceProvider scope, string? division, Guid? after, int most, CancellationToken cancellation) =>
        Overview(scope).WaitingAsync(division, after, most, cancellation);

    private static CalendarOverview<TContext> Overview(IServiceProvider scope) => scope.GetRequiredService<CalendarOverview<TContext>>();
}
