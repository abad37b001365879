using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Contracts.Registry.V1;
using Oversight.Persistence;
using Oversight.Messaging;
using Oversight.Persistence.Outbox;
using Oversight.RegisterCopy;
using Oversight.Testing;
using Xunit;

namespace Oversight.Web.Tests;

/// <summary>A service's copy of the register is the newest state, however the facts come: twice, late, in any order, at once.</summary>
public sealed class RegisterCopyTests
{
    private static readonly DateTime At = new(2026, 11, 24, 1, 0, 0, DateTimeKind.Utc);
    private static readonly Ground Law = new("民办教育促进法", "第十八条");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task Every_contract_of_the_register_brings_its_state(DatabaseRow row)
    {
        await using var service = await StartAsync(row);
        var id = Guid.CreateVersion7();
        object[] facts =
        [
            new InstitutionRegistered(State(id, 1), At, Day, Law, "registrar"),
            new InstitutionChanged(State(id, 2), At, Day, Law, ["name"], "registrar"),
            new InstitutionSuspended(State(id, 3), At, Day, Law), new InstitutionRestored(State(id, 4), At, Day, Law),
            new InstitutionLicenceExpired(State(id, 5), At, Day, Law),
            new InstitutionLicenceRenewed(State(id, 6), At, Day, Law), new InstitutionLicenceRevoked(State(id, 7), At, Day, Law),
            new InstitutionDeregistered(State(id, 8), At, Day, Law),
        ];

        foreach (var (fact, i) in facts.Select((fact, i) => (fact, i)))
        {
            await SendAsync(service, fact);
            Assert.Equal((i + 1, $"第 {i + 1} 版"), await OnlyAsync(service, k => (k.SourceVersion, k.Name)));
        }

        Assert.Equal((id, "52330282MX0000001M", "330282", "试验路 1 号", "K1", "ACTIVE", new DateOnly(2029, 8, 31), false),
            await OnlyAsync(
                service, k => (k.Id, k.CreditCode, k.Division, k.Address, k.Type, k.Status, k.LicenceValidTo!.Value, k.IsLead)));
        Assert.Equal(
            new Party(id, "第 8 版", "52330282MX0000001M", "330282", "试验路 1 号", PartyEntries.Institution),
            await OnlyAsync(service, k => k.ToParty()));
    }

    [Theory, DatabaseData]
    public async Task The_newest_state_stays_in_every_order_and_a_repeat_changes_nothing(DatabaseRow row)
    {
        await using var service = await StartAsync(row);
        foreach (var order in new int[][] { [1, 2, 3], [3, 2, 1], [2, 3, 1], [2, 1, 2, 3, 3, 1], [3, 3] })
        {
            var id = Guid.CreateVersion7();
            foreach (var version in order)
            {
                await SendAsync(service, new InstitutionChanged(State(id, version), At, Day, Law, [], "registrar"));
            }

            // The same version once more with other content, which an announcement anew never has: still the first.
            await SendAsync(service, new InstitutionChanged(State(id, 3) with { Name = "另一个" }, At, Day, Law, [], "announcement"));
            Assert.Equal(
                (3L, "第 3 版"),
                await ReadAsync(
                    service, async c => await c.Set<KnownInstitution>().Where(k => k.Id == id)
                        .Select(k => new ValueTuple<long, string>(k.SourceVersion, k.Name)).SingleAsync(Cancel)));
        }
    }

    [Theory, DatabaseData]
    public async Task The_same_message_twice_is_one(DatabaseRow row)
    {
        await using var service = await StartAsync(row);
        var (message, fact) =
            (Guid.CreateVersion7(), new InstitutionRegistered(State(Guid.CreateVersion7(), 1), At, Day, Law, "registrar"));

        await SendAsync(service, fact, message);
        await SendAsync(service, fact, message);

        Assert.Equal(1L, await OnlyAsync(service, k => k.SourceVersion));
        Assert.Equal(1, await ReadAsync(service, c => c.Inbox.CountAsync(Cancel)));
    }

    [Theory, DatabaseData]
    public async Task First_facts_that_come_at_once_leave_the_newest(DatabaseRow row)
    {
        await using var service = await StartAsync(row);
        for (var round = 0; round < 5; round++)
        {
            var id = Guid.CreateVersion7();

            // A relay sends what was refused once more; so does this.
            await Task.WhenAll(Enumerable.Range(1, 4).Select(version => SendUntilTakenAsync(service, version % 2 == 0
                ? new InstitutionChanged(State(id, version), At, Day, Law, [], "registrar")
                : new InstitutionSuspended(State(id, version), At, Day, Law))));

            Assert.Equal(
                4, await ReadAsync(
                    service, c => c.Set<KnownInstitution>().Where(k => k.Id == id).Select(k => k.SourceVersion).SingleAsync(Cancel)));
        }
    }

    [Theory, DatabaseData]
    public async Task A_lead_is_kept_as_a_lead_and_becomes_nothing_else(DatabaseRow row)
    {
        await using var service = await StartAsync(row);
        var lead = new UnlicensedEntityRecorded(Guid.CreateVersion7(), 1, "小托管", null, "330282", "某小区 3 幢", "LEAD_OPEN", true, true, At);

        await SendAsync(service, lead);

        Assert.Equal(
            (true, "X2", "LEAD_OPEN", (DateOnly?)null), await OnlyAsync(service, k => (k.IsLead, k.Type, k.Status, k.LicenceValidTo)));
    }

    [Fact]
    public async Task Each_contract_has_a_queue_of_its_own_that_names_service_and_contract()
    {
        await using var service = await StartAsync(new DatabaseRow(DatabaseRow.Sqlite));
        await using var without = await StartAsync(new DatabaseRow(DatabaseRow.Sqlite), leads: false);
        var queues = service.App.Services.GetRequiredService<ConsumerCatalog>();

        Assert.Equal(["copies.register-copy-institution-changed"], queues.Of(typeof(InstitutionChanged)));
        Assert.Equal(["copies.register-copy-institution-licence-revoked"], queues.Of(typeof(InstitutionLicenceRevoked)));
        Assert.Equal(["copies.register-copy-unlicensed-entity-recorded"], queues.Of(typeof(UnlicensedEntityRecorded)));
        Assert.Empty(without.App.Services.GetRequiredService<ConsumerCatalog>().Of(typeof(UnlicensedEntityRecorded)));
    }

    private static DateOnly Day => new(2026, 11, 24);

    private static InstitutionState State(Guid id, long version) => new(
        id, version, $"第 {version} 版", "52330282MX0000001M", "K1", "non_profit", "ACTIVE", "330282", "试验路 1 号", "教民1号", "慈溪市教育局",
        new DateOnly(2024, 8, 20), new DateOnly(2024, 9, 1), new DateOnly(2029, 8, 31));

    // Returns when every consumer has committed it.
    private static Task SendAsync(ServiceUnderTest service, object fact, Guid? message = null) =>
        service.App.Services.DeliverAsync(fact, message);

    private static async Task SendUntilTakenAsync(ServiceUnderTest service, object fact)
    {
        var message = Guid.CreateVersion7();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await SendAsync(service, fact, message);
                return;
            }
            catch (ConsumerFailedException) when (attempt < 10)
            {
                // Comes again.
            }
        }
    }

    private static Task<T> OnlyAsync<T>(ServiceUnderTest service, Func<KnownInstitution, T> read) =>
        ReadAsync(service, async c => read(await c.Set<KnownInstitution>().AsNoTracking().SingleAsync(Cancel)));

    private static async Task<T> ReadAsync<T>(ServiceUnderTest service, Func<CopiesDbContext, Task<T>> read)
    {
        await using var scope = service.App.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<CopiesDbContext>());
    }

    private static async Task<ServiceUnderTest> StartAsync(DatabaseRow row, bool leads = true) => await ServiceUnderTest.StartAsync(
        host => host.AddModule("copies", module =>
        {
            module.UseDatabase<CopiesDbContext, CopiesDbContext.OnSqlServer, CopiesDbContext.OnPostgreSql, CopiesDbContext.OnSqlite>();
            module.UseContracts(typeof(InstitutionChanged).Assembly);
            module.KeepRegisterCopy<CopiesDbContext>(leads);
        }),
        app =>
        {
            using var scope = app.Services.CreateScope();
            scope.ServiceProvider.GetRequiredService<CopiesDbContext>().Database.EnsureCreated();
        },
        database: await Databases.NewAsync(row));

    internal abstract class CopiesDbContext(DbContextOptions options) : ServiceDbContext(options, "copies")
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            base.OnModelCreating(modelBuilder);
            KnownInstitution.Configure(modelBuilder);
            UseVersionsAsTokens(modelBuilder);
        }

        internal sealed class OnSqlServer(DbContextOptions<OnSqlServer> options) : CopiesDbContext(options);

        internal sealed class OnPostgreSql(DbContextOptions<OnPostgreSql> options) : CopiesDbContext(options);

        internal sealed class OnSqlite(DbContextOptions<OnSqlite> options) : CopiesDbContext(options);
    }
}
