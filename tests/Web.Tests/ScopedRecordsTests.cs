using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Kernel;
using Oversight.Persistence.Deadlines;
using Oversight.Testing;
using Xunit;

namespace Oversight.Web.Tests;

/// <summary>
/// A record outside the caller's division is not there; inside, only who read the present version changes it. On every database.
/// </summary>
public sealed class ScopedRecordsTests
{
    private static readonly Error Unknown = new(ErrorKind.NotFound, "notes.note.unknown", "There is no such note.");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, DatabaseData]
    public async Task A_caller_sees_the_records_of_the_own_division_and_of_what_lies_in_it(DatabaseRow row)
    {
        await using var service = await StartAsync(row, "330203", "330282", "330283", "330106", "320506");

        Assert.Equal(["330203", "330282", "330283"], await SeenAsync(service, Officer("3302")));
        Assert.Equal(["330282"], await SeenAsync(service, Officer("330282")));
        Assert.Equal(["330106", "330203", "330282", "330283"], await SeenAsync(service, Officer("33")));
        Assert.Empty(await SeenAsync(service, Officer("3303")));
        Assert.Empty(await SeenAsync(service, Officer(null)));
    }

    [Theory, DatabaseData]
    public async Task A_record_is_given_for_change_only_within_scope_and_at_the_version_read(DatabaseRow row)
    {
        await using var service = await StartAsync(row, "330282");
        await using var scope = service.App.Services.CreateAsyncScope();
        var notes = scope.ServiceProvider.GetRequiredService<NotesDbContext>().Notes;
        var due = scope.ServiceProvider.GetRequiredService<DueDeadlines<NotesDbContext>>();
        var id = await notes.Select(n => n.Id).SingleAsync(Cancel);

        var found = await notes.Within(Officer("3302")).ForChangeAsync(id, ExpectedVersion.Parse("\"1\""), Unknown, due, Cancel);
        Assert.Equal((id, EntityState.Unchanged), (found.Value!.Id, notes.Entry(found.Value).State));
        foreach (var (division, version, code) in new (string?, string?, string)[]
        {
            ("330283", "\"1\"", Unknown.Code),
            (null, "\"1\"", Unknown.Code),
            ("330283", "\"7\"", Unknown.Code), // Whether its version is right is not told either.
            ("3302", "\"7\"", "request.version.stale"),
            ("3302", null, "request.version.required"),
            ("330283", null, "request.version.required"),
            ("3302", "*", "request.version.malformed"),
        })
        {
            var refused = await notes.Within(Officer(division)).ForChangeAsync(id, ExpectedVersion.Parse(version), Unknown, due, Cancel);
            Assert.Equal(code, refused.Error?.Code);
        }

        var nobody = await notes.Within(Officer("3302"))
            .ForChangeAsync(Guid.CreateVersion7(), ExpectedVersion.Parse("\"1\""), Unknown, due, Cancel);
        Assert.Equal(Unknown.Code, nobody.Error?.Code);
    }

    private static Actor Officer(string? division) =>
        new(
            "officer", "officer", "education", division is null ? null : DivisionCode.FromStored(division),
            new HashSet<string> { Roles.Registrar });

    private static async Task<List<string>> SeenAsync(ServiceUnderTest service, Actor actor)
    {
        await using var scope = service.App.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<NotesDbContext>().Notes.Within(actor).OrderBy(n => n.Division)
            .Select(n => n.Division).ToListAsync(Cancel);
    }

    private static async Task<ServiceUnderTest> StartAsync(DatabaseRow row, params string[] divisions)
    {
        var database = await Databases.NewAsync(row);
        return await ServiceUnderTest.StartAsync(host => host.AddNotes(), app =>
        {
            using var scope = app.Services.CreateScope();
            var context = scope.ServiceProvider.GetRequiredService<NotesDbContext>();
            context.Database.EnsureCreated();
            context.Notes.AddRange(
                divisions.Select(division => new Note { Id = Guid.CreateVersion7(), Text = "note", Division = division }));
            context.SaveChanges();
        }, database: database);
    }
}
