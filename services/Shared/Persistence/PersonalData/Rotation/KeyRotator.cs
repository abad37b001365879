using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Kernel;
using Oversight.Persistence.Content;

namespace Oversight.Persistence.PersonalData;

/// <summary>
/// What an administrator does with the keys of one service, beside the running service: make a new key current and encrypt everything
/// anew, count what is encrypted with which key, introduce a new key for hashes, declare a key lost. Every change is audited.
/// </summary>
public abstract class KeyRotator
{
    /// <summary>
    /// Makes a new key and takes it as the current one (with key files), or takes the current key of the configuration; encrypts every
    /// value and file anew that is with another key; and takes the keys out of use that nothing needs any more. Versions of records stay as
    /// they are. After a stop, a kill or a failure it goes on where it was.
    /// </summary>
    /// <returns>True if everything is encrypted with the new key now.</returns>
    /// <exception cref="OperationCanceledException">It was stopped, or another process rotates; nothing is lost.</exception>
    public abstract Task<bool> RotateAsync(TextWriter output, CancellationToken cancellation);

    /// <summary>Prints every key, whether it is needed, and how much is encrypted with it.</summary>
    /// <returns>False if the keys are not those of the database, or something does not open.</returns>
    public abstract Task<bool> ListAsync(TextWriter output, CancellationToken cancellation);

    /// <summary>Makes a new key for hashes and takes it as the current one. The old one stays needed: hashes cannot be made anew.</summary>
    /// <returns>False if the keys come from the configuration, or are not those of the database.</returns>
    public abstract Task<bool> RotateFingerprintsAsync(TextWriter output, CancellationToken cancellation);

    /// <summary>
    /// Declares a key lost that the service does not have: what was encrypted with it can never be read again, what was hashed never be
    /// found, and the service goes on with another key.
    /// </summary>
    /// <param name="keyId">Id of the key.</param>
    /// <param name="reason">Why, and by whose decision; without personal data.</param>
    /// <param name="output">What was done.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>False if there is no such key, or the service has it.</returns>
    public abstract Task<bool> DeclareLostAsync(string keyId, string reason, TextWriter output, CancellationToken cancellation);
}

/// <inheritdoc />
public sealed class KeyRotator<TContext>(
    IServiceScopeFactory scopes, PersonalDataKeys<TContext> keys, IEnumerable<ContentStore<TContext>> stores, TimeProvider clock)
    : KeyRotator
    where TContext : ServiceDbContext
{
    private const string Subject = "key";
    private readonly string _owner = $"rotation/{Guid.CreateVersion7(clock.GetUtcNow()):N}";

    /// <summary>
    /// How long after the change of the key the last pass begins at the earliest: by then every process writes with the new key
    /// (<see cref="KeyWatch{TContext}"/>) and has saved what it had encrypted before.
    /// </summary>
    internal TimeSpan Settling { get; set; } = 5 * KeyWatch.Interval;

    private string Service => keys.Location.Service;

    /// <inheritdoc />
    public override async Task<bool> RotateAsync(TextWriter output, CancellationToken cancellation)
    {
        if (await keys.CheckAsync(cancellation) is { } unmet)
        {
            await output.WriteLineAsync($"{Service}: {unmet}");
            return false;
        }

        var pass = new KeyPass<TContext>(scopes, keys, [.. stores], _owner, clock, output);
        if (!await pass.TryLeaseAsync(cancellation))
        {
            await output.WriteLineAsync($"{Service}: another process rotates these keys, or was killed less than half a minute ago.");
            return false;
        }

        try
        {
            var run = await BeginAsync(output, cancellation);
            var count = await PassesAsync(pass, run, output, cancellation);
            await EndAsync(run, count, output, cancellation);
            return count.Unreadable == 0;
        }
        finally
        {
            await pass.GiveBackAsync();
        }
    }

    /// <inheritdoc />
    public override async Task<bool> ListAsync(TextWriter output, CancellationToken cancellation)
    {
        var unmet = await keys.CheckAsync(cancellation);
        var count = await new KeyPass<TContext>(scopes, keys, [.. stores], _owner, clock, output).GoAsync(null, cancellation);
        foreach (var check in (await ChecksAsync(cancellation)).OrderBy(check => check.Kind).ThenBy(check => check.CreatedAt))
        {
            var state = check.LostAt is { } lost ? $"declared lost on {Day(lost)}"
                : check.RetiredAt is { } retired ? $"out of use since {Day(retired)}"
                : keys.Reading.Current(check.Kind)?.Id == check.KeyId ? "current"
                : "old, needed";
            var used = check.Kind == KeyKind.Encryption ? $", {count.ByKey.GetValueOrDefault(check.KeyId)} values and files" : "";
            await output.WriteLineAsync(
                $"{Service}: {check.Kind.ToString().ToLowerInvariant()} key {check.KeyId} of {Day(check.CreatedAt)}: {state}{used}");
        }

        await ReportUnreadableAsync(count, output);
        await output.WriteLineAsync($"{Service}: {unmet ?? "the keys are those of the database"}");
        return unmet is null && count.Unreadable == 0;
    }

    /// <inheritdoc />
    public override async Task<bool> RotateFingerprintsAsync(TextWriter output, CancellationToken cancellation)
    {
        var unmet = await keys.CheckAsync(cancellation)
            ?? (keys.Location.IsConfigured ? "the keys come from the configuration: change Oversight:FingerprintKey there." : null);
        if (unmet is not null)
        {
            await output.WriteLineAsync($"{Service}: {unmet}");
            return false;
        }

        var before = keys.Reading.Fingerprint.Current!;
        var key = FingerprintKey.New();
        keys.Location.Files.Add(key);
        await ActAsync(
            "keys.new_fingerprint_key", (context, now) => context.Add(KeyIntroduction.CheckOf(key, Service, now)),
            new { key = key.Id, before = before.Id }, cancellation);
        keys.Location.Files.Promote(key, before);
        await output.WriteLineAsync(
            $"{Service}: new hashes are made with {key.Id}. Keep {KeyFiles.NameOf(keys.Location.Files.Beside(before))} where it is: what "
                + "was hashed with it is looked up with it.");
        return true;
    }

    /// <inheritdoc />
    public override async Task<bool> DeclareLostAsync(string keyId, string reason, TextWriter output, CancellationToken cancellation)
    {
        await keys.CheckAsync(cancellation);
        var known = (await ChecksAsync(cancellation)).Where(check => check.KeyId == keyId && check.IsNeeded).ToList();
        var isThere = known.Any(check => keys.Reading.All(check.Kind).Any(key => key.CheckValue(Service) == check.CheckValue));
        if (known.Count == 0 || isThere)
        {
            await output.WriteLineAsync(
                $"{Service}: {(isThere ? $"the key {keyId} is not lost: it is in its place." : $"no key {keyId} is needed.")}");
            return false;
        }

        await ActAsync(
            "keys.declare_lost",
            async (context, now) =>
                (await context.Set<KeyCheck>().Where(check => check.KeyId == keyId && check.RetiredAt == null).ToListAsync(cancellation))
                    .ForEach(check => check.LostAt = now),
            new { key = keyId, reason },
            cancellation);
        var unmet = await KeyIntroduction.PrepareAsync(keys, keys.Database, clock, cancellation);
        await output.WriteLineAsync(
            $"{Service}: the key {keyId} is declared lost. {unmet ?? "The service can go on with the key that it has now."}");
        return unmet is null;
    }

    private async Task<KeyRotationRun> BeginAsync(TextWriter output, CancellationToken cancellation)
    {
        var open = await ReadAsync(
            context => context.Set<KeyRotationRun>().AsNoTracking().Where(r => r.EndedAt == null).OrderBy(r => r.StartedAt)
                .LastOrDefaultAsync(cancellation));
        var before = keys.Current;
        var target = await TargetAsync(open, cancellation);
        var run = open is { } going && going.KeyId == target.Id ? going : await StartAsync(target, before, cancellation);
        if (target.Id != before.Id)
        {
            keys.Location.Files.Promote(target, before);
            if (await keys.CheckAsync(cancellation) is { } unmet)
            {
                throw new KeyUnavailableException(unmet);
            }

            await output.WriteLineAsync(
                $"{Service}: {target.Id} is the current key; {before.Id} stands beside it as "
                    + $"{KeyFiles.NameOf(keys.Location.Files.Beside(before))}");
        }

        await output.WriteLineAsync(
            run == open ? $"{Service}: going on with {target.Id}, {run.Values} values and {run.Files} files so far"
                : $"{Service}: encrypting everything with {target.Id}");
        return run;
    }

    // The configuration says which key it is. With files: the one that an unfinished run made, or that lies there and was never used
    // (a kill before its run was noted; an administrator's own), or a new one.
    private async Task<EncryptionKey> TargetAsync(KeyRotationRun? open, CancellationToken cancellation)
    {
        if (keys.Location.IsConfigured || open?.KeyId == keys.Current.Id)
        {
            return keys.Current;
        }

        var known = (await ChecksAsync(cancellation)).ConvertAll(check => check.KeyId);
        var target = keys.Reading.Encryption.Others.FirstOrDefault(key => key.Id == open?.KeyId)
            ?? keys.Reading.Encryption.Others.FirstOrDefault(key => !known.Contains(key.Id));
        if (target is null)
        {
            target = EncryptionKey.New();
            keys.Location.Files.Add(target);
        }

        return target;
    }

    private async Task<KeyRotationRun> StartAsync(EncryptionKey target, EncryptionKey before, CancellationToken cancellation)
    {
        var started = UtcDateTimeConverter.ToStored(clock.GetUtcNow().UtcDateTime);
        var run = new KeyRotationRun { Id = Guid.CreateVersion7(clock.GetUtcNow()), KeyId = target.Id, StartedAt = started };
        await ActAsync(
            "keys.rotate",
            async (context, now) =>
            {
                (await context.Set<KeyRotationRun>().Where(r => r.EndedAt == null).ToListAsync(cancellation))
                    .ForEach(open => open.EndedAt = now);
                context.Add(run);
                if (!await context.Set<KeyCheck>()
                    .AnyAsync(check => check.Kind == KeyKind.Encryption && check.KeyId == target.Id, cancellation))
                {
                    context.Add(KeyIntroduction.CheckOf(target, Service, now));
                }
            },
            new { run = run.Id, key = target.Id, before = before.Id },
            cancellation);
        return run;
    }

    private async Task<KeyCount> PassesAsync(KeyPass<TContext> pass, KeyRotationRun run, TextWriter output, CancellationToken cancellation)
    {
        var settled = clock.GetUtcNow() + Settling;
        while (true)
        {
            var (began, isWhole) = (clock.GetUtcNow(), run.Part is null);
            var count = await pass.GoAsync(run, cancellation);
            (run.Values, run.Files) = (run.Values + count.Values, run.Files + count.Files);
            if (count.IsClean && isWhole && began >= settled)
            {
                return count;
            }

            var left = settled - clock.GetUtcNow();
            if (left > TimeSpan.Zero)
            {
                await output.WriteLineAsync($"{Service}: waiting until every process uses the new key");
                await Task.Delay(left, clock, cancellation);
            }
        }
    }

    private async Task EndAsync(KeyRotationRun run, KeyCount count, TextWriter output, CancellationToken cancellation)
    {
        List<string> retired = [];
        await ActAsync(
            "keys.rotated",
            async (context, now) =>
            {
                (await context.Set<KeyRotationRun>().SingleAsync(r => r.Id == run.Id, cancellation)).EndedAt = now;
                // What does not open may be anybody's: as long as there is such a value, no key is taken out of use.
                var old = count.Unreadable > 0 ? [] : await context.Set<KeyCheck>()
                    .Where(check => check.Kind == KeyKind.Encryption && check.KeyId != run.KeyId && check.RetiredAt == null
                        && check.LostAt == null).ToListAsync(cancellation);
                foreach (var check in old.Where(check => !count.ByKey.ContainsKey(check.KeyId)))
                {
                    check.RetiredAt = now;
                    retired.Add(check.KeyId);
                }
            },
            new { run = run.Id, key = run.KeyId, retired, run.Values, run.Files, count.Unreadable },
            cancellation);
        await using (var scope = scopes.CreateAsyncScope())
        {
            await SqliteLog.TruncateAsync(scope.ServiceProvider.GetRequiredService<TContext>(), cancellation);
        }

        await ReportUnreadableAsync(count, output);
        await output.WriteLineAsync(
            $"{Service}: done, {run.Values} values and {run.Files} files encrypted anew; everything that opens is with {run.KeyId}");
        foreach (var id in retired)
        {
            var where = keys.Reading.Encryption.Others.FirstOrDefault(key => key.Id == id) is not { } key ? "wherever it still is"
                : keys.Location.IsConfigured ? "Oversight:OldPersonalDataKeys"
                : KeyFiles.NameOf(keys.Location.Files.Beside(key));
            await output.WriteLineAsync(
                $"{Service}: nothing needs {id} any more. Move it from {where} to the safe, for the backups that were made with it.");
        }
    }

    private async Task ReportUnreadableAsync(KeyCount count, TextWriter output)
    {
        foreach (var place in count.Places)
        {
            await output.WriteLineAsync($"{Service}: DOES NOT OPEN {place}");
        }

        if (count.Unreadable > 0)
        {
            await output.WriteLineAsync($"{Service}: {count.Unreadable} values or files do not open; the old keys stay in use");
        }
    }

    private Task ActAsync(string act, Action<TContext, DateTime> change, object details, CancellationToken cancellation) => ActAsync(
        act,
        (context, now) =>
        {
            change(context, now);
            return Task.CompletedTask;
        },
        details,
        cancellation);

    private async Task ActAsync(string act, Func<TContext, DateTime, Task> change, object details, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ActScope>().ActorId = $"operator:{Environment.UserName}";
        var commit = scope.ServiceProvider.GetRequiredService<Commit<TContext>>();
        await change(scope.ServiceProvider.GetRequiredService<TContext>(), commit.Now);
        commit.Record(act, Subject, commit.NewId(), null, details);
        if (await commit.SaveAsync(cancellation) is { IsRefused: true } refused)
        {
            throw new InvalidOperationException($"{act} was not saved: {refused.Error.Message}");
        }
    }

    private Task<List<KeyCheck>> ChecksAsync(CancellationToken cancellation) =>
        ReadAsync(context => context.Set<KeyCheck>().AsNoTracking().ToListAsync(cancellation));

    private async Task<T> ReadAsync<T>(Func<TContext, Task<T>> read)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<TContext>());
    }

    private static string Day(DateTime at) => OfficialTime.DateOf(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
