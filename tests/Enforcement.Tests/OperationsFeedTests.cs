using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Feed;
using Oversight.Web;
using Xunit;
using static Oversight.Enforcement.Tests.OperationsUnderTest;

namespace Oversight.Enforcement.Tests;

/// <summary>The feed of a department: in order, without gap, from the start as often as one likes.</summary>
public sealed class OperationsFeedTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_department_reads_what_concerns_it_and_nothing_else()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var operation = await service.OpenAsync(party.InstitutionId!.Value);
        await SendAsync(service.Education, "culture", party.InstitutionId!.Value);
        await ActAsync(service.Fire, "tasks", await service.TaskAsync(operation, "fire"), "acceptance");
        await service.NumberAsync();

        var events = await ReadAllAsync(service.FireSystem);

        Assert.Equal(
            ["operation.open", "task.assign", "task.assign", "task.accept"], events.ConvertAll(e => e.GetProperty("kind").GetString()));
        Assert.All(events, e => Assert.Equal(operation.Id, e.GetProperty("operationId").GetGuid()));
        Assert.DoesNotContain("检查消防", JsonSerializer.Serialize(events), StringComparison.Ordinal);
        Assert.Empty(await ReadAllAsync(service.As("civil-system", "civil", Roles.DepartmentSystem)));
        Assert.Empty(await ReadAllAsync(service.As("fire-yy", "fire", Roles.DepartmentSystem, "330281")));
        Assert.Empty(await ReadAllAsync(service.As("nobody", null, Roles.DepartmentSystem)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("events", service.As("inspector", "fire", Roles.Inspector)));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("events", service.Anonymous()));
    }

    [Fact]
    public async Task The_feed_is_read_on_from_a_cursor_and_again_from_the_start()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        await service.OpenAsync(party.InstitutionId!.Value);
        await service.NumberAsync();

        var first = await JsonAsync("events?limit=2", service.FireSystem);
        var next = first.GetProperty("next").GetString();
        var rest = await JsonAsync($"events?limit=2&after={next}", service.FireSystem);
        var end = rest.GetProperty("next").GetString();
        var nothing = await JsonAsync($"events?after={end}", service.FireSystem);

        Assert.Equal(
            (true, false, 2, 1),
            (first.GetProperty("more").GetBoolean(), rest.GetProperty("more").GetBoolean(), first.GetProperty("items").GetArrayLength(),
                rest.GetProperty("items").GetArrayLength()));
        Assert.Equal((0, end), (nothing.GetProperty("items").GetArrayLength(), nothing.GetProperty("next").GetString()));
        Assert.Equal(await ReadAllAsync(service.FireSystem, 1), await ReadAllAsync(service.FireSystem, 200), JsonSame);
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync($"events?after={next}", service.Market));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("events?after=nonsense", service.FireSystem));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync("events?limit=0", service.FireSystem));
    }

    [Fact]
    public async Task An_act_that_is_committed_late_comes_after_what_was_already_read()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        await using var slow = service.Services.CreateAsyncScope();
        var context = slow.ServiceProvider.GetRequiredService<EnforcementDbContext>();
        context.Add(Entry(Start.UtcDateTime.AddHours(-1)));

        await SendAsync(service.Education, "fire", party.InstitutionId!.Value);
        await service.NumberAsync();
        var read = Assert.Single(await ReadAllAsync(service.FireSystem)).GetProperty("position").GetInt64();
        await context.SaveChangesAsync(Cancellation);
        await service.NumberAsync();

        var positions = (await ReadAllAsync(service.FireSystem)).ConvertAll(e => e.GetProperty("position").GetInt64());
        Assert.Equal(2, positions.Count);
        Assert.Equal(read, positions[0]);
        Assert.True(positions[1] > read);
    }

    [Fact]
    public async Task A_reader_misses_nothing_while_many_write_and_several_number()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        var seen = new List<long>();
        using var written = new CancellationTokenSource();
        var reader = Task.Run(
            async () =>
            {
                string? cursor = null;
                for (var last = false; ;)
                {
                    var page = await JsonAsync($"events?limit=3{(cursor is null ? "" : "&after=" + cursor)}", service.FireSystem);
                    seen.AddRange(page.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("position").GetInt64()));
                    cursor = page.GetProperty("next").GetString();
                    if (last && !page.GetProperty("more").GetBoolean() && page.GetProperty("items").GetArrayLength() == 0)
                    {
                        return;
                    }

                    last = written.IsCancellationRequested;
                }
            },
            Cancellation);
        // Three replicas number, and every lease is outlived at once: what the lease alone would prevent does happen here.
        var numbering = Enumerable.Range(0, 3).Select(_ => service.Sequencer()).ToList().ConvertAll(sequencer => Task.Run(
            async () =>
            {
                while (!written.IsCancellationRequested)
                {
                    await sequencer.NumberAsync(Cancellation);
                    await service.QueryAsync(c => c.Leases.Where(l => l.Name == FeedSequencer.LeaseName)
                        .ExecuteUpdateAsync(set => set.SetProperty(l => l.Until, (DateTime?)null), Cancellation));
                }
            },
            Cancellation));

        try
        {
            await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(
                async () =>
                {
                    for (var i = 0; i < 5; i++)
                    {
                        await SendAsync(service.Education, "fire", party.InstitutionId!.Value);
                    }
                },
                Cancellation)));
            await Testing.Eventually.BecomesTrueAsync(
                () => service.QueryAsync(async c => !await c.Set<FeedEntry>().AnyAsync(e => e.Position == null, Cancellation)),
                TimeSpan.FromSeconds(60), "every row is numbered");
        }
        finally
        {
            await written.CancelAsync();
        }

        await Task.WhenAll([reader, .. numbering]);

        Assert.Equal(30, seen.Count);
        Assert.Equal(seen.Order(), seen);
        Assert.Equal((await ReadAllAsync(service.FireSystem)).ConvertAll(e => e.GetProperty("position").GetInt64()), seen);
        Assert.Equal(
            Enumerable.Range(1, 60).Select(n => (long?)n),
            await service.QueryAsync(c => c.Set<FeedEntry>().OrderBy(e => e.Position).Select(e => e.Position).ToListAsync(Cancellation)));
    }

    [Fact]
    public async Task Two_that_number_the_same_rows_do_not_both_commit()
    {
        await using var service = await StartAsync();
        var party = await service.RegisterAsync();
        await service.Services.GetRequiredService<FeedSequencer>().StopAsync(Cancellation);
        await SendAsync(service.Education, "fire", party.InstitutionId!.Value);
        await using var late = service.Services.CreateAsyncScope();
        var context = late.ServiceProvider.GetRequiredService<EnforcementDbContext>();
        var rows = await context.Set<FeedEntry>().Where(e => e.Position == null).ToListAsync(Cancellation);
        Assert.NotEmpty(rows);

        Assert.Equal(rows.Count, await service.Sequencer().NumberAsync(Cancellation));
        rows.ForEach(row => row.Number(100 + rows.IndexOf(row)));

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => context.SaveChangesAsync(Cancellation));
    }

    private static bool JsonSame(JsonElement a, JsonElement b) => JsonElement.DeepEquals(a, b);

    private static FeedEntry Entry(DateTime at) => new()
    {
        Id = Guid.CreateVersion7(), Department = "fire", Division = "330282", Kind = "clue.send", Subject = "clue",
        SubjectId = Guid.CreateVersion7(), SubjectVersion = 1, On = new DateOnly(2026, 11, 24), At = at, Sequence = 0,
    };

    private static async Task<List<JsonElement>> ReadAllAsync(HttpClient system, int limit = 50)
    {
        var all = new List<JsonElement>();
        for (string? cursor = null; ;)
        {
            var page = await JsonAsync($"events?limit={limit}{(cursor is null ? "" : "&after=" + cursor)}", system);
            all.AddRange(page.GetProperty("items").EnumerateArray());
            if (!page.GetProperty("more").GetBoolean())
            {
                return all;
            }

            cursor = page.GetProperty("next").GetString();
        }
    }
}
