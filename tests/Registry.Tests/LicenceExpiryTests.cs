using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Oversight.Persistence.Deadlines;
using Oversight.Registry.Data;
using Xunit;

namespace Oversight.Registry.Tests;

/// <summary>A licence runs out by itself after its last official day, once.</summary>
public sealed class LicenceExpiryTests
{
    // The last day is over at 24:00 official time, which is 16:00 UTC.
    private static readonly DateTimeOffset LastInstant = new(2026, 11, 30, 15, 59, 59, TimeSpan.Zero);

    private static Dictionary<string, object?> EndingToday => Entries.Kindergarten().With("validTo", "2026-11-30");

    // Two seconds before, so that the service's own sweeper (every five seconds) stays out of these tests.
    private static Task<RegistryUnderTest> StartAsync() => RegistryUnderTest.StartAsync(at: LastInstant.AddSeconds(-2));

    [Fact]
    public async Task A_licence_is_valid_on_its_last_official_day_and_expired_on_the_next()
    {
        await using var registry = await StartAsync();
        var (id, _) = await registry.RegisterAsync(EndingToday);

        registry.Clock.SetUtcNow(LastInstant);
        await SweepAsync(registry);
        Assert.Equal("ACTIVE", await StatusAsync(registry, id));
        registry.Clock.Advance(TimeSpan.FromSeconds(1));
        await SweepAsync(registry);

        Assert.Equal("EXPIRED", await StatusAsync(registry, id));
        var fact = (await registry.FactsOfAsync(id))[^1];
        Assert.Equal("InstitutionLicenceExpired", fact.Contract);
        Assert.Contains("\"effectiveOn\":\"2026-12-01\"", fact.Payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_sweepers_at_once_let_it_expire_once()
    {
        await using var registry = await StartAsync();
        var (id, _) = await registry.RegisterAsync(EndingToday);
        registry.Clock.SetUtcNow(LastInstant.AddSeconds(1));

        await Task.WhenAll(SweepAsync(registry), SweepAsync(registry), SweepAsync(registry));

        Assert.Equal(["InstitutionRegistered", "InstitutionLicenceExpired"], (await registry.FactsOfAsync(id)).ConvertAll(f => f.Contract));
    }

    [Fact]
    public async Task A_renewal_calls_the_expiry_off()
    {
        await using var registry = await StartAsync();
        var (id, etag) = await registry.RegisterAsync(EndingToday);
        await RegistryUnderTest.ActAsync(registry.Registrar, id, "renewal", etag, new { licenceNumber = "教民2号", validTo = "2031-11-30" });

        registry.Clock.SetUtcNow(LastInstant.AddSeconds(1));
        await SweepAsync(registry);

        Assert.Equal("ACTIVE", await StatusAsync(registry, id));
        var open = await OpenAsync(registry, id);
        Assert.Equal(new DateTime(2031, 11, 30, 16, 0, 0, DateTimeKind.Utc), Assert.Single(open).DueAt);
    }

    [Fact]
    public async Task An_expired_licence_can_be_renewed_and_the_institution_runs_again()
    {
        await using var registry = await StartAsync();
        var (id, _) = await registry.RegisterAsync(EndingToday);
        registry.Clock.SetUtcNow(LastInstant.AddSeconds(1));
        await SweepAsync(registry);

        var (status, _) = await RegistryUnderTest.ActAsync(
            registry.Registrar, id, "renewal", "\"2\"", new { licenceNumber = "教民2号", validTo = "2031-11-30" });

        Assert.Equal("ACTIVE", status);
        Assert.Single(await OpenAsync(registry, id));
    }

    [Fact]
    public async Task A_revoked_licence_does_not_expire_any_more()
    {
        await using var registry = await StartAsync();
        var (id, etag) = await registry.RegisterAsync(EndingToday);
        await RegistryUnderTest.ProposedActAsync(
            registry.Registrar, registry.Supervisor, id, "revocation", etag, new() { ["kind"] = "penalty" });

        Assert.Empty(await OpenAsync(registry, id));
    }

    [Fact]
    public async Task A_licence_that_had_ended_before_registration_is_expired_from_the_start()
    {
        await using var registry = await StartAsync();
        var (id, _) = await registry.RegisterAsync(Entries.Kindergarten().With("validTo", "2026-11-29"));

        Assert.Equal("EXPIRED", await StatusAsync(registry, id));
        Assert.Empty(await OpenAsync(registry, id));
    }

    // Sweepers of replicas: each with its own lease owner.
    private static Task<int> SweepAsync(RegistryUnderTest registry) => new DeadlineSweeper<RegistryDbContext>(
        registry.Services.GetRequiredService<IServiceScopeFactory>(), registry.Clock,
        NullLogger<DeadlineSweeper<RegistryDbContext>>.Instance).SweepAsync(TestContext.Current.CancellationToken);

    private static Task<string> StatusAsync(RegistryUnderTest registry, Guid id) =>
        registry.ReadAsync(
            context => context.Institutions.Where(i => i.Id == id).Select(i => i.Status)
                .SingleAsync(TestContext.Current.CancellationToken));

    private static Task<List<Deadline>> OpenAsync(RegistryUnderTest registry, Guid id) => registry.ReadAsync(context =>
        context.Deadlines.Where(d => d.SubjectId == id && d.FiredAt == null && d.CancelledAt == null)
            .ToListAsync(TestContext.Current.CancellationToken));
}
