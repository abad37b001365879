using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Oversight.Testing;
using Xunit;

namespace Oversight.Web.Tests;

public sealed class ActsTests
{
    [Fact]
    public async Task A_route_that_names_an_unknown_act_ends_the_start()
    {
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => ServiceUnderTest.StartAsync(
            host => host.AddNotes(),
            app => app.MapApi("notes").MapPost("/burns", () => TypedResults.NoContent()).Does("notes.note.burn").WithName("BurnNote")));

        Assert.Contains("'notes.note.burn', which no pack of acts has", thrown.Message, StringComparison.Ordinal);
    }
}
