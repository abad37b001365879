using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Persistence.Outbox;
using Oversight.Testing;
using Xunit;

namespace Oversight.Web.Tests;

/// <summary>What <c>/health/ready</c> says.</summary>
public sealed class HealthTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, "healthy")]
    [InlineData(3, "degraded")]
    public async Task Facts_that_nobody_takes_off_for_minutes_make_a_service_degraded_and_it_still_serves(int minutes, string status)
    {
        await using var service = await StartAsync();
        await using (var scope = service.App.Services.CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<NotesDbContext>();
            // Nothing can read it: it waits for its next attempt, as a row does whose broker is away.
            context.Add(new OutboxMessage
            {
                Id = Guid.CreateVersion7(), Partition = Guid.CreateVersion7(), Ordinal = 1, Bucket = 1, Contract = "Oversight.Gone.V1.Nothing", Payload = "{}", CreatedAt = DateTime.UtcNow.AddMinutes(-minutes),
            });
            await context.SaveChangesAsync(Cancel);
        }

        using var answer = await service.Client().GetAsync("/health/ready", Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(status, (await answer.ReadJsonAsync()).GetProperty("status").GetString());
    }

    private static Task<ServiceUnderTest> StartAsync() => ServiceUnderTest.StartAsync(host => host.AddNotes(), app =>
    {
        app.MapNotes();
        using var scope = app.Services.CreateScope();
        scope.ServiceProvider.GetRequiredService<NotesDbContext>().Database.EnsureCreated();
    });
}
