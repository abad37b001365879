using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence.Deadlines;

namespace Oversight.Persistence.Clocks;

/// <summary>What happens to a record when one of its statutory terms has passed; registered by the key of the clock.</summary>
public interface IClockWatcher
{
    /// <summary>
    /// Changes entities of the scope's context and returns; whoever fired the deadline saves once. The clock is marked as run out already,
    /// and its subject is the record.
    /// </summary>
    Task RanOutAsync(StoredClock clock, CancellationToken cancellation);
}

/// <summary>A passed term, given to the watcher of its clock.</summary>
public sealed class TermPassed<TContext>(TContext context, RecordClocks<TContext> clocks, IServiceProvider services) : IDeadlineHandler
    where TContext : ServiceDbContext
{
    /// <summary>Marks the clock and calls its watcher; a clock that was stopped or moved meanwhile is left alone.</summary>
    /// <exception cref="InvalidOperationException">
    /// No watcher has the key. The deadline stays due and its failure is logged: a term must not pass without an effect that somebody
    /// chose, be it none (<see cref="RightLapsed"/>).
    /// </exception>
    public async Task FireAsync(Deadline deadline, CancellationToken cancellation)
    {
        if (await clocks.RanOutAsync(deadline, cancellation) is { } clock)
        {
            await services.GetRequiredKeyedService<IClockWatcher>(ClockWatchers.KeyOf(context.Service, clock.Key))
                .RanOutAsync(clock, cancellation);
        }
    }
}

/// <summary>
/// What a party or a department may do within a term and did not is no omission of anybody: the clock alone keeps the mark.
/// </summary>
public sealed class RightLapsed : IClockWatcher
{
    /// <inheritdoc />
    public Task RanOutAsync(StoredClock clock, CancellationToken cancellation) => Task.CompletedTask;
}

/// <summary>Registration of watchers.</summary>
public static class ClockWatchers
{
    /// <summary>Key under which the watcher of a clock is registered; clocks of two services never meet.</summary>
    public static string KeyOf(string service, string clock) => $"{service}:{clock}";

    /// <summary>Gives the clocks of these keys to one watcher.</summary>
    /// <param name="services">Services of the process.</param>
    /// <param name="service">The service, e.g. <c>enforcement</c>.</param>
    /// <param name="keys">Keys of the clocks; each has one watcher.</param>
    public static IServiceCollection AddClockWatcher<TWatcher>(
        this IServiceCollection services, string service, params IEnumerable<string> keys)
        where TWatcher : class, IClockWatcher
    {
        foreach (var key in keys)
        {
            services.AddKeyedScoped<IClockWatcher, TWatcher>(KeyOf(service, key));
        }

        return services;
    }
}
