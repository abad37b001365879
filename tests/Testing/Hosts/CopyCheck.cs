using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Contracts.Platform.V1;
using Oversight.Messaging;
using Oversight.Persistence;
using Oversight.Persistence.Copies;
using Xunit;

namespace Oversight.Testing;

/// <summary>One kind of record as its publisher has it.</summary>
/// <param name="Publisher">The publisher, e.g. <c>enforcement</c>.</param>
/// <param name="Kind">The kind, as its source names it.</param>
/// <param name="Records">All of them.</param>
public sealed record PublishedKind(string Publisher, string Kind, params IReadOnlyList<StateRecord> Records);

/// <summary>
/// Compares, mends and builds the copies of a service by what publishers have, as <c>verify-copies</c> and <c>rebuild-copies</c> do.
/// </summary>
public static class CopyCheck
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Lets the service take a page for a purpose of <see cref="StatePurposes"/>.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="told">What the publisher has.</param>
    /// <param name="purpose">The purpose.</param>
    /// <param name="epoch">Epoch of the publisher; null is <see cref="TakenFacts.FirstEpoch"/>.</param>
    /// <returns>The differences, one a line; empty where there are none.</returns>
    public static async Task<string> TakePageAsync<TContext>(
        this IServiceProvider services, PublishedKind told, string purpose, Guid? epoch = null)
        where TContext : ServiceDbContext
    {
        var request = Guid.CreateVersion7();
        await using (var scope = services.CreateAsyncScope())
        {
            var database = scope.ServiceProvider.GetRequiredService<TContext>();
            database.StateRequests.Add(
                new StateRequest { Id = request, Publisher = told.Publisher, Purpose = purpose, RequestedAt = DateTime.UtcNow });
            await database.SaveChangesAsync(Cancel);
        }

        var page = new StateAnnounced(
            request, told.Publisher, purpose, told.Kind, 1, null, null, null,
            [.. told.Records.Select(r => new AnnouncedRecord(r.Id, [.. r.Facts.Select(Announced)]))]);
        await services.TakeAsync<TContext>(page, epoch);
        await using var reading = services.CreateAsyncScope();
        var pages = reading.ServiceProvider.GetRequiredService<TContext>().StatePages;
        return (await pages.SingleAsync(page => page.RequestId == request, Cancel)).Details ?? "";
    }

    /// <summary>
    /// Alters each column of the copies of a table in turn, and lets the row be missing; each time the difference is found, mended, and
    /// gone.
    /// </summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="told">What the publisher has.</param>
    /// <param name="decidedHere">Columns that the service decides itself, by property.</param>
    /// <returns>The columns that were altered.</returns>
    public static async Task<IReadOnlyList<string>> EachAlterationIsFoundAsync<TContext, TRow>(
        this IServiceProvider services, PublishedKind told, params IReadOnlyList<string> decidedHere)
        where TContext : ServiceDbContext
        where TRow : class
    {
        Assert.Equal("", await services.TakePageAsync<TContext>(told, StatePurposes.Verify));
        List<string> altered = [];
        foreach (var name in await PropertiesAsync<TContext, TRow>(services, decidedHere))
        {
            var column = await ChangeAsync<TContext, TRow>(services, entry => Alter(entry.Property(name)));
            var found = await services.TakePageAsync<TContext>(told, StatePurposes.Verify);

            // A column of the natural key makes it another row, and the one that is to be there is missing.
            Assert.True(
                found.Contains(column, StringComparison.Ordinal) || found.Contains("missing", StringComparison.Ordinal),
                $"{column} was altered, found: {found}");
            await MendedAsync<TContext>(services, told);
            altered.Add(name);
        }

        await ChangeAsync<TContext, TRow>(services, entry =>
        {
            entry.State = EntityState.Deleted;
            return "missing";
        });
        Assert.Contains("missing", await services.TakePageAsync<TContext>(told, StatePurposes.Verify), StringComparison.Ordinal);
        await MendedAsync<TContext>(services, told);
        return altered;
    }

    /// <summary>Begins a new epoch of a publisher, as <c>new-epoch</c> does after a restore.</summary>
    public static async Task BeginEpochAsync<TContext>(this IServiceProvider services, string reason)
        where TContext : ServiceDbContext
    {
        await using var scope = services.CreateAsyncScope();
        var store = scope.ServiceProvider.GetRequiredService<ServiceStore<TContext>>();
        await store.BeginEpochAsync(reason, Cancel);
        Assert.False((await store.SaveAsync(Cancel)).IsRefused);
    }

    /// <summary>The first page of what a service announces of a kind.</summary>
    /// <param name="services">Services of the host.</param>
    /// <param name="kind">The kind, as its source names it.</param>
    /// <param name="subject">An institution, or one record; null for all.</param>
    public static async Task<IReadOnlyList<StateRecord>> AnnouncedAsync<TContext>(
        this IServiceProvider services, string kind, Guid? subject = null)
        where TContext : ServiceDbContext
    {
        await using var scope = services.CreateAsyncScope();
        var asked = new StateAnnouncement
        {
            Id = Guid.CreateVersion7(), Consumer = "disclosure", Purpose = StatePurposes.Rebuild, RequestedAt = DateTime.UtcNow
        };
        var sources = scope.ServiceProvider.GetRequiredService<StateSources<TContext>>().In(scope.ServiceProvider, asked);
        return await sources.Single(source => source.Kind == kind).PageAsync(null, 100, subject, Cancel);
    }

    private static async Task MendedAsync<TContext>(IServiceProvider services, PublishedKind told)
        where TContext : ServiceDbContext
    {
        Assert.NotEqual("", await services.TakePageAsync<TContext>(told, StatePurposes.Mend));
        Assert.Equal("", await services.TakePageAsync<TContext>(told, StatePurposes.Verify));
    }

    private static AnnouncedFact Announced(object fact) =>
        new(
            WireName.Of(fact.GetType()), JsonSerializer.Serialize(fact, fact.GetType(), WireJson.Options),
            StateDigest.Of(fact), null, null);

    private static async Task<List<string>> PropertiesAsync<TContext, TRow>(IServiceProvider services, IReadOnlyList<string> except)
        where TContext : ServiceDbContext
    {
        await using var scope = services.CreateAsyncScope();
        return [.. scope.ServiceProvider.GetRequiredService<TContext>().Model.FindEntityType(typeof(TRow))!.GetProperties()
            .Where(p => !p.IsPrimaryKey() && !p.IsForeignKey() && p.Name != nameof(IVersioned.Version) && !except.Contains(p.Name))
            .Select(p => p.Name)];
    }

    // The first row by its key, so that the same one is altered each time.
    private static async Task<string> ChangeAsync<TContext, TRow>(IServiceProvider services, Func<EntityEntry<TRow>, string> change)
        where TContext : ServiceDbContext
        where TRow : class
    {
        await using var scope = services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<TContext>();
        var key = database.Model.FindEntityType(typeof(TRow))!.FindPrimaryKey()!.Properties[0].Name;
        var entry = database.Entry(await database.Set<TRow>().OrderBy(row => EF.Property<object>(row, key)).FirstAsync(Cancel));
        var changed = change(entry);
        if (entry is { State: EntityState.Modified, Entity: IVersioned })
        {
            entry.Property(nameof(IVersioned.Version)).CurrentValue = ((IVersioned)entry.Entity).Version + 1;
        }

        await database.SaveChangesAsync(Cancel);
        return changed;
    }

    private static string Alter(PropertyEntry property)
    {
        property.CurrentValue = Other(
            property.CurrentValue, Nullable.GetUnderlyingType(property.Metadata.ClrType) ?? property.Metadata.ClrType);
        property.IsModified = true;
        return property.Metadata.GetColumnName();
    }

    private static object Other(object? value, Type type) => value switch
    {
        string text => text.Length > 0 ? (text[0] == 'z' ? "y" : "z") + text[1..] : "z",
        Guid => Guid.CreateVersion7(),
        bool flag => !flag,
        int number => number + 1,
        long number => number + 1,
        DateOnly day => day.AddDays(1),
        DateTime time => time.AddSeconds(1),
        Enum => Enum.GetValues(type).Cast<object>().First(other => !other.Equals(value)),
        null when type == typeof(string) => "z",
        null when type == typeof(DateOnly) => new DateOnly(2026, 1, 1),
        null when type == typeof(Guid) => Guid.CreateVersion7(),
        IReadOnlyList<string> words => (List<string>)[.. words, "z"],
        IReadOnlyList<Guid> ids => (List<Guid>)[.. ids, Guid.CreateVersion7()],
        _ => throw new NotSupportedException($"No other value of {type.Name}."),
    };
}
