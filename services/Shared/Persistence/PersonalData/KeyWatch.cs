using Microsoft.Extensions.Logging;

namespace Oversight.Persistence.PersonalData;

/// <summary>
/// Compares the keys with the database before the first request, and sees within two seconds when a key file was changed: put back by
/// an administrator, or replaced by <c>rotate-keys</c> in another process.
/// </summary>
public sealed partial class KeyWatch<TContext>(PersonalDataKeys<TContext> keys, TimeProvider clock, ILogger<KeyWatch<TContext>> log)
    : PeriodicWorker(KeyWatch.Interval, clock, log)
    where TContext : ServiceDbContext
{
    private readonly ILogger _log = log;
    private string? _told;

    /// <inheritdoc />
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await RunOnceAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task<bool> RunOnceAsync(CancellationToken cancellation)
    {
        try
        {
            await keys.RefreshAsync(cancellation);
        }
        catch (Exception e) when (DatabaseErrors.IsInfrastructure(e))
        {
            // What is known of the keys stays; that the database is away is said by its own check.
            LogNotCompared(_log, keys.Location.Service);
        }

        if (keys.Unmet != _told)
        {
            _told = keys.Unmet;
            if (_told is { } unmet)
            {
                LogUnmet(_log, keys.Location.Service, unmet);
            }
            else
            {
                LogMet(_log, keys.Location.Service);
            }
        }

        return false;
    }

    [LoggerMessage(
        1, LogLevel.Critical,
        "The keys of {Service} cannot be used: {Unmet} Nothing is encrypted until they can; see the runbook rotate-keys")]
    private static partial void LogUnmet(ILogger log, string service, string unmet);

    [LoggerMessage(2, LogLevel.Information, "The keys of {Service} are those of its database")]
    private static partial void LogMet(ILogger log, string service);

    [LoggerMessage(3, LogLevel.Debug, "The keys of {Service} were not compared: the database does not answer")]
    private static partial void LogNotCompared(ILogger log, string service);
}

/// <summary>How often keys are looked at.</summary>
internal static class KeyWatch
{
    /// <summary>How long a process may go on with a key after its file was replaced, besides what it is just saving.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
}
