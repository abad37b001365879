using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence;
using Oversight.Persistence.Audit;

namespace Oversight.Web;

/// <summary>Brings the schema of every module's database up to date, and introduces new keys to it.</summary>
internal sealed class MigrateCommand : ServiceCommand
{
    public override string Name => "migrate";

    public override string Usage => "migrate                               bring the schema up to date";

    public override async Task<int> RunAsync(CommandRun run, CancellationToken cancellation)
    {
        if (!await TryMigrateAsync(run, cancellation))
        {
            return 1;
        }

        if (run.Modules.Select(module => module.Keys?.Invoke(run.Services).Keys.Unmet)
            .FirstOrDefault(unmet => unmet is not null) is { } unmet)
        {
            await Console.Error.WriteLineAsync($"The schema is up to date. {unmet}");
            return 1;
        }

        return 0;
    }

    /// <summary>
    /// The same for a service that goes on to run. Keys that are not those of the database do not end it: they make it not ready.
    /// </summary>
    /// <returns>False if the schema is not up to date; the reason is printed.</returns>
    public static async Task<bool> TryMigrateAsync(CommandRun run, CancellationToken cancellation)
    {
        try
        {
            await MigrateAsync(run.Services, run.Modules, cancellation);
            return true;
        }
        catch (Exception e) when (e is SchemaRefusedException || DatabaseErrors.IsInfrastructure(e))
        {
            // An administrator reads this, who needs the statements or the server's own words and no stack.
            await Console.Error.WriteLineAsync($"The schema was not brought up to date. {e.Message}");
            return false;
        }
    }

    /// <summary>
    /// Brings schemas up to date, and their keys: the first ones are made, new ones are introduced to the database. Databases of several
    /// modules at the same time.
    /// </summary>
    public static Task MigrateAsync(IServiceProvider services, IEnumerable<ModuleBuilder> modules, CancellationToken cancellation) =>
        Task.WhenAll(modules.Select(async module =>
        {
            if (module.Location is { } location)
            {
                await using var scope = services.CreateAsyncScope();
                var clock = services.GetRequiredService<TimeProvider>();
                await DatabaseSchema.MigrateAsync(location, module.Context(scope.ServiceProvider), clock, cancellation);
                if (module.Keys?.Invoke(services) is { Keys: var keys })
                {
                    await DatabaseSchema.IntroduceKeysAsync(keys, clock, cancellation);
                }
            }
        }));
}

/// <summary>Recomputes the audit chain.</summary>
internal sealed class VerifyAuditCommand : ServiceCommand
{
    public override string Name => "verify-audit";

    public override string Usage => "verify-audit                          recompute the audit chain";

    public override Task<int> RunAsync(CommandRun run, CancellationToken cancellation) => run.ForEachAsync(async (module, store) =>
    {
        var verdict = await AuditVerifier.VerifyAsync(store.Database, cancellation);
        await run.Out.WriteLineAsync(
            $"{module.Name}: {verdict.Seals} seals over {verdict.Rows} rows, {verdict.Unsealed} rows not yet sealed, last hash "
                + $"{verdict.LastHash}");
        foreach (var fault in verdict.Faults)
        {
            await run.Out.WriteLineAsync($"{module.Name}: FAULT {fault}");
        }

        return verdict.Faults.Count == 0 ? 0 : 1;
    });
}
