using Microsoft.EntityFrameworkCore;
using Oversight.Disclosure.Data;

namespace Oversight.Disclosure.Reference;

/// <summary>
/// The counties that have a published institution and the time of the newest state; both looked up at most every few
/// seconds, however many ask.
/// </summary>
internal sealed class PublishedScope(TimeProvider clock, IServiceScopeFactory scopes)
{
    private const int MaxCounties = 4_000;
    private static readonly TimeSpan CountiesKept = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TimeKept = TimeSpan.FromSeconds(2);
    private (IReadOnlyList<string> Codes, DateTimeOffset Until) _counties = ([], DateTimeOffset.MinValue);
    private (DateTime? At, DateTimeOffset Until) _updated = (null, DateTimeOffset.MinValue);

    /// <summary>Six-digit codes in ascending order. One that has just appeared may take a few seconds to show.</summary>
    public async Task<IReadOnlyList<string>> CountiesAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (_counties is { Codes: var known, Until: var until } && now < until)
        {
            return known;
        }

        // One seek in the index per county: the cost follows the number of counties, not of institutions.
        await using var scope = scopes.CreateAsyncScope();
        var institutions = scope.ServiceProvider.GetRequiredService<DisclosureDbContext>().Institutions;
        var codes = new List<string>();
        for (var last = string.Empty; codes.Count < MaxCounties; codes.Add(last))
        {
            var after = last;
            if (await institutions.Where(i => i.County.CompareTo(after) > 0).OrderBy(i => i.County).Select(i => i.County)
                .FirstOrDefaultAsync(cancellation) is not { } next)
            {
                break;
            }

            last = next;
        }

        _counties = (codes, now + (codes.Count == 0 ? TimeKept : CountiesKept));
        return codes;
    }

    /// <summary>When the registry made the newest state that is published (UTC); null while nothing is.</summary>
    public async Task<DateTime?> UpdatedAtAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (_updated is { At: var at, Until: var until } && now < until)
        {
            return at;
        }

        await using var scope = scopes.CreateAsyncScope();
        var newest = await scope.ServiceProvider.GetRequiredService<DisclosureDbContext>().Institutions
            .OrderByDescending(i => i.UpdatedAt).Select(i => (DateTime?)i.UpdatedAt).FirstOrDefaultAsync(cancellation);
        _updated = (newest, now + TimeKept);
        return newest;
    }
}
