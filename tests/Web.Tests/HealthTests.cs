using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Messaging;
using Oversight.Persistence.Outbox;
using Oversight.Testing;
using Xunit;

namespace Oversight.Web.Tests;

/// <summary>What <c>/health/ready</c> says.</summary>
public sealed class HealthTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Facts_that_wait_or_are_parked_take_no_service_out_of_rotation_since_it_can_still_answer()
    {
        await using var service = await StartAsync();
        await using (var scope = service.App.Services.CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<NotesDbContext>();
            context.Add(new OutboxMessage
            {
                Id = Guid.CreateVersion7(), Partition = Guid.CreateVersion7(), Ordinal = 1, Bucket = 1,
                Contract = "Oversight.Gone.V1.Nothing", Payload = "{}",
                CreatedAt = DateTime.UtcNow.AddHours(-1),
            });
            await context.SaveChangesAsync(Cancel);
        }

        Assert.Equal((HttpStatusCode.OK, "healthy", null), await ReadyAsync(service));
    }

    [Fact]
    public async Task A_schema_that_is_older_than_the_program_is_not_ready_and_says_what_to_run()
    {
        await using var service = await StartAsync();
        await ExecuteAsync(service, "delete from __platform_migrations_history");

        var (status, word, why) = await ReadyAsync(service);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unhealthy"), (status, word));
        Assert.Contains("migrate", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_cannot_be_read_is_not_ready_and_is_again_when_it_can()
    {
        await using var service = await StartAsync();
        Assert.Equal((HttpStatusCode.OK, "healthy", null), await ReadyAsync(service));
        await ExecuteAsync(service, "alter table leases rename to away");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unhealthy", "The database does not answer."), await ReadyAsync(service));

        await ExecuteAsync(service, "alter table away rename to leases");
        Assert.Equal((HttpStatusCode.OK, "healthy", null), await ReadyAsync(service));
    }

    [Fact]
    public async Task A_key_that_is_not_in_its_place_is_not_ready_takes_no_command_and_is_ready_again_once_it_is_back()
    {
        await using var service = await StartAsync();
        using var officer = service.ClientOf("officer", "3302", Roles.Registrar);
        var file = Path.Combine(service.Folder, "keys", "notes.key");
        var text = await File.ReadAllTextAsync(file, Cancel);
        File.Delete(file);

        var (status, word, why) = await ReadyAsync(service);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unhealthy"), (status, word));
        Assert.Matches("^The encryption key [0-9a-f]{8} is missing: keys/notes.key is not there.$", why);
        using var refused = await officer.CommandAsync("/api/notes/v1/notes", new { text = "a note" }, key: "key-00000001");
        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "service.key.unavailable");
        Assert.False(File.Exists(file));

        await File.WriteAllTextAsync(file, text, Cancel);
        Assert.Equal((HttpStatusCode.OK, "healthy", null), await ReadyAsync(service));
        using var taken = await officer.CommandAsync("/api/notes/v1/notes", new { text = "a note" }, key: "key-00000001");
        await taken.ShouldBeAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_service_whose_key_was_lost_while_it_was_down_starts_and_says_so_and_makes_no_other()
    {
        var folder = RunFolder.New("lost-key");
        await using (await StartAsync(folder))
        {
            // The first start makes the keys.
        }

        var file = Path.Combine(folder, "keys", "notes.key");
        File.Delete(file);
        await using var service = await StartAsync(folder);

        Assert.Matches("^The encryption key [0-9a-f]{8} is missing: keys/notes.key is not there.$", (await ReadyAsync(service)).Why);
        Assert.False(File.Exists(file));
    }

    private static async Task<(HttpStatusCode Status, string? Word, string? Why)> ReadyAsync(ServiceUnderTest service)
    {
        using var answer = await service.Client().GetAsync("/health/ready", Cancel);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;
        var database = body.GetProperty("checks").GetProperty("database-notes");
        return (answer.StatusCode, body.GetProperty("status").GetString(), database.TryGetProperty("description", out var why)
            ? why.GetString() : null);
    }

    private static async Task ExecuteAsync(ServiceUnderTest service, string sql)
    {
        await using var scope = service.App.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<NotesDbContext>().Database.ExecuteSqlRawAsync(sql, Cancel);
    }

    private static Task<ServiceUnderTest> StartAsync(string? folder = null) => ServiceUnderTest.StartAsync(
        host => host.AddNotes(),
        app =>
        {
            app.MapNotes();
            using var scope = app.Services.CreateScope();
            scope.ServiceProvider.GetRequiredService<NotesDbContext>().Database.EnsureCreated();
        },
        folder: folder);
}
