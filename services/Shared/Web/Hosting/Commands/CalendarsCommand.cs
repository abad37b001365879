using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Calendars;

namespace Oversight.Web;

/// <summary>
/// Loads the working-day calendar of a year into each service of the program that counts working days, or tells by which years they count
/// and what waits for one. Running replicas read a new year within seconds.
/// </summary>
internal sealed class CalendarsCommand : ServiceCommand
{
    private const string Replace = "--replace";
    private const int Page = 500;

    public override string Name => "calendars";

    public override string Usage => """
        calendars load <file> [--replace --reason "…"]  load the working days of a year, and set what waits for it
        calendars list                        the years that are loaded, and what is missing
        calendars waiting                     which records wait for which year, and since when
        """;

    public override async Task<int> RunAsync(CommandRun run, CancellationToken cancellation)
    {
        try
        {
            switch (run.Words(Replace))
            {
                case ["load", var file]:
                    var stated = new CalendarStatement(
                        Path.GetFileName(file), await File.ReadAllTextAsync(file, cancellation), run.Has(Replace), run.Option("--reason"));
                    return await EachAsync(run, (name, calendar, scope) => LoadAsync(run, name, calendar, scope, stated, cancellation));
                case ["list"]:
                    return await EachAsync(run, (name, calendar, scope) => ListAsync(run, name, calendar, scope, cancellation));
                case ["waiting"]:
                    return await EachAsync(run, (name, calendar, scope) => WaitingAsync(run, name, calendar, scope, cancellation));
                default:
                    return await FailAsync(2, Usage);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException || DatabaseErrors.IsInfrastructure(e))
        {
            // An administrator reads this, who needs the file system's or the server's own words and no stack.
            return await FailAsync(1, e.Message);
        }
    }

    private static async Task<int> LoadAsync(
        CommandRun run, string name, IModuleCalendar calendar, IServiceProvider scope, CalendarStatement stated,
        CancellationToken cancellation)
    {
        var loaded = await calendar.LoadAsync(scope, stated, cancellation);
        if (loaded.IsRefused)
        {
            return await FailAsync(1, $"{name}: {loaded.Error.Message}");
        }

        var (year, progress) = (loaded.Value.Body, await calendar.SpreadAsync(run.Services, cancellation));
        await run.Out.WriteLineAsync(
            $"{name}: {year.Year} as {year.CalendarVersion} {WireWord.Of(year.Outcome)}, {year.WorkingDays} working days; "
            + $"{year.Waiting} days waited, {progress.Set} set, {progress.Failed} not yet");
        return progress.Failed == 0 ? 0 : 1;
    }

    private static async Task<int> ListAsync(
        CommandRun run, string name, IModuleCalendar calendar, IServiceProvider scope, CancellationToken cancellation)
    {
        var all = await calendar.ReadAsync(scope, cancellation);
        foreach (var year in all.Years)
        {
            var from = year.LoadedAt is { } at
                ? $"loaded {Instant(at)} by {year.LoadedBy}{(year.Reason is null ? "" : $": {year.Reason}")}" : "shipped";
            await run.Out.WriteLineAsync(
                $"{name}: {year.Year} {year.Version} ({WireWord.Of(year.Confidence)}), {year.WorkingDays} working days, {from}");
        }

        await MissingAsync(run, name, all);
        return 0;
    }

    private static async Task<int> WaitingAsync(
        CommandRun run, string name, IModuleCalendar calendar, IServiceProvider scope, CancellationToken cancellation)
    {
        await MissingAsync(run, name, await calendar.ReadAsync(scope, cancellation));
        for (Guid? after = null; await calendar.WaitingAsync(scope, null, after, Page, cancellation) is { Count: > 0 } page;
        after = page[^1].Id)
        {
            foreach (var day in page)
            {
                await run.Out.WriteLineAsync($"{name}: {day.Year} {day.Name} {day.RecordId} since {Instant(day.Since)}");
            }
        }

        return 0;
    }

    private static async Task MissingAsync(CommandRun run, string name, CalendarsAnswer all)
    {
        if (all.MissingYear is { } missing)
        {
            await run.Out.WriteLineAsync($"{name}: {missing} IS MISSING");
        }

        foreach (var waiting in all.Waiting)
        {
            await run.Out.WriteLineAsync($"{name}: {waiting.Days} days wait for {waiting.Year}, the first since {Instant(waiting.Since)}");
        }
    }

    private static async Task<int> EachAsync(CommandRun run, Func<string, IModuleCalendar, IServiceProvider, Task<int>> work)
    {
        var code = 0;
        foreach (var module in run.Modules)
        {
            if (module.Calendar is { } calendar)
            {
                await using var scope = run.Services.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<ActScope>().ActorId = $"operator:{Environment.UserName}";
                code = Math.Max(code, await work(module.Name, calendar, scope.ServiceProvider));
            }
        }

        return code;
    }

    private static string Instant(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static async Task<int> FailAsync(int code, string text)
    {
        await Console.Error.WriteLineAsync(text);
        return code;
    }
}
