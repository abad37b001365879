using Microsoft.EntityFrameworkCore;
using Oversight.Disclosure.Data;
using Oversight.Disclosure.Publication;
using Oversight.Disclosure.Reference;

namespace Oversight.Disclosure.Statistics;

/// <summary>What the oversight of a county shows today.</summary>
/// <param name="Division">The county, six digits.</param>
/// <param name="DivisionZh">Its name, Chinese.</param>
/// <param name="DivisionEn">Its name, English.</param>
/// <param name="Inspections">Inspections that are published.</param>
/// <param name="Penalties">Penalties that are published.</param>
/// <param name="Exposures">Exposures that are published.</param>
public sealed record CountyNumbers(string Division, string DivisionZh, string DivisionEn, int Inspections, int Penalties, int Exposures);

/// <summary>The public statistics (S19), of what is published today and of nothing else.</summary>
/// <param name="On">Official day.</param>
/// <param name="Institutions">Published institutions.</param>
/// <param name="Grades">Rated institutions by grade.</param>
/// <param name="Inspections">Inspections that are published.</param>
/// <param name="InspectionsWithoutFinding">Those of them that found nothing.</param>
/// <param name="Orders">Orders to put something right that are published.</param>
/// <param name="OrdersPassed">Those of them after which everything was found put right.</param>
/// <param name="Penalties">Penalties that are published.</param>
/// <param name="FinesFen">Their fines in fen.</param>
/// <param name="Exposures">Exposures that are published.</param>
/// <param name="Counties">The same by county, where there is any.</param>
public sealed record StatisticsRecord(
    DateOnly On, int Institutions, IReadOnlyDictionary<string, int> Grades, int Inspections, int InspectionsWithoutFinding, int Orders,
    int OrdersPassed, int Penalties, long FinesFen, int Exposures, IReadOnlyList<CountyNumbers> Counties);

/// <summary>
/// Counts the public record, at most every ten seconds however many ask: the only reads here whose cost grows with the register.
/// </summary>
internal sealed class PublicNumbers(TimeProvider clock, IServiceScopeFactory scopes)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);
    private (StatisticsRecord? Numbers, DateTimeOffset Until) _kept = (null, DateTimeOffset.MinValue);

    /// <summary>The numbers, at most ten seconds old and always of today.</summary>
    public async Task<StatisticsRecord> GetAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var scope = scopes.CreateAsyncScope();
        var reference = scope.ServiceProvider.GetRequiredService<ReferenceData>();
        // Numbers of yesterday would count what ended at midnight.
        if (_kept is { Numbers: { } known, Until: var until } && now < until && known.On == reference.Today)
        {
            return known;
        }

        var numbers = await CountAsync(
            scope.ServiceProvider.GetRequiredService<DisclosureDbContext>(), scope.ServiceProvider.GetRequiredService<PublishedView>(),
            reference, cancellation);
        _kept = (numbers, now + Kept);
        return numbers;
    }

    private static async Task<StatisticsRecord> CountAsync(
        DisclosureDbContext database, PublishedView view, ReferenceData reference, CancellationToken cancellation)
    {
        var (inspections, penalties, exposures, orders) = (
            view.Today<Inspections.PublishedInspection>(), view.Today<Penalties.PublishedPenalty>(),
            view.Today<Exposures.PublishedExposure>(), view.Today<Inspections.PublishedRectification>());
        var inspected = await ByCountyAsync(inspections, cancellation);
        var penalised = await ByCountyAsync(penalties, cancellation);
        var exposed = await ByCountyAsync(exposures, cancellation);
        var grades = await database.Institutions.Where(i => i.Grade != null).GroupBy(i => i.Grade!)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        return new StatisticsRecord(
            reference.Today,
            await database.Institutions.CountAsync(cancellation),
            Wording.Grades.ToDictionary(grade => grade, grade => grades.GetValueOrDefault(grade)),
            inspected.Values.Sum(),
            await inspections.CountAsync(i => !i.Findings.Any(), cancellation),
            await orders.CountAsync(cancellation),
            await orders.CountAsync(o => o.PassedOn != null, cancellation),
            penalised.Values.Sum(),
            await penalties.SumAsync(p => p.FineFen, cancellation),
            exposed.Values.Sum(),
            [.. inspected.Keys.Union(penalised.Keys).Union(exposed.Keys).Order(StringComparer.Ordinal).Select(county => new CountyNumbers(
                county, reference.DivisionPath(county, Pages.Language.Chinese), reference.DivisionPath(county, Pages.Language.English),
                inspected.GetValueOrDefault(county), penalised.GetValueOrDefault(county), exposed.GetValueOrDefault(county)))]);
    }

    private static Task<Dictionary<string, int>> ByCountyAsync<TItem>(IQueryable<TItem> items, CancellationToken cancellation)
        where TItem : PublishedItem =>
        items.GroupBy(x => x.County).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
}
