using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oversight.Kernel;
using Oversight.Persistence;

namespace Oversight.Web.Tests;

/// <summary>The smallest module that uses everything of Oversight.Web: notes that are written, changed and listed.</summary>
internal static class NotesModule
{
    public static ServiceHost AddNotes(this ServiceHost host) => host.AddModule("notes", module =>
        module.UseDatabase<NotesDbContext, NotesDbContext.OnSqlServer, NotesDbContext.OnPostgreSql, NotesDbContext.OnSqlite>());

    public static void MapNotes(this WebApplication app)
    {
        var api = app.MapApi("notes");
        api.MapPost("/notes", WriteAsync).For(Roles.Registrar).Idempotent<NotesDbContext>().WithName("WriteNote");
        api.MapPut("/notes/{id:guid}", ChangeAsync).For(Roles.Registrar).WithName("ChangeNote");
        api.MapGet("/notes", ListAsync).For(Roles.Registrar).WithName("ListNotes");
        api.MapPost("/remarks", (Remark remark) => TypedResults.Ok(remark.Text)).AllowAnonymous();
        api.MapGet("/remarks", ([AsParameters] RemarkFilter filter) => TypedResults.Ok(filter.Word)).AllowAnonymous();
        api.MapGet("/faults", string () => throw new InvalidOperationException("secret detail")).AllowAnonymous();
        api.MapGet("/public", (string? word, int? year) => TypedResults.Ok($"{word} {year}")).AllowAnonymous();
    }

    private static async Task<Results<Created<NoteAnswer>, ProblemHttpResult>> WriteAsync(
        WriteNoteRequest request, NotesDbContext database, Commit<NotesDbContext> commit, HttpContext http, CancellationToken cancellation)
    {
        var note = new Note { Id = commit.NewId(), Text = request.Text };
        database.Notes.Add(note);
        commit.Record("note.write", "note", note.Id, note.Version);
        return (await commit.SaveAsync(Reply.Created(NoteAnswer.Of(note), $"/api/notes/v1/notes/{note.Id}", note.Version), cancellation))
            .ToCreated(http);
    }

    private static async Task<Results<Ok<NoteAnswer>, ProblemHttpResult>> ChangeAsync(
        Guid id, WriteNoteRequest request, ExpectedVersion expected, NotesDbContext database, Commit<NotesDbContext> commit,
        HttpContext http, CancellationToken cancellation)
    {
        if (expected.Refusal is { } refusal)
        {
            return refusal.ToProblem();
        }

        var note = await database.Notes.FirstOrDefaultAsync(n => n.Id == id, cancellation);
        if (note is null)
        {
            return new Error(ErrorKind.NotFound, "notes.note.unknown", "There is no such note.").ToProblem();
        }

        if (expected.Check(note.Version) is { IsRefused: true } stale)
        {
            return stale.Error.ToProblem();
        }

        note.Change(request.Text);
        return (await commit.SaveAsync(Reply.Ok(NoteAnswer.Of(note), note.Version), cancellation)).ToOk(http);
    }

    private static async Task<Results<Ok<PageOf<NoteAnswer>>, ProblemHttpResult>> ListAsync(
        [AsParameters] PageRequest page, NotesDbContext database, CancellationToken cancellation)
    {
        var (size, after) = (page.Size, Cursor.Read<Guid?>("notes", page.Cursor));
        if (size.IsRefused || after.IsRefused)
        {
            return (size.Error ?? after.Error)!.ToProblem();
        }

        var from = after.Value ?? Guid.Empty;
        var rows = await database.Notes.AsNoTracking().Where(n => n.Id.CompareTo(from) > 0).OrderBy(n => n.Id).Take(size.Value + 1)
            .ToListAsync(cancellation);
        return TypedResults.Ok(
            PageOf<NoteAnswer>.From(rows.ConvertAll(NoteAnswer.Of), size.Value, note => Cursor.Write("notes", (Guid?)note.Id)));
    }
}

/// <summary>What a note is written from.</summary>
internal sealed record WriteNoteRequest
{
    [Required]
    [StringLength(20, MinimumLength = 2)]
    public required string Text { get; init; }

    public IReadOnlyList<Tag>? Tags { get; init; }

    public string[]? Words { get; init; }

    public IReadOnlyList<string?>? Gaps { get; init; }

    public IReadOnlyList<IReadOnlyList<string>>? Lists { get; init; }

    public IReadOnlyDictionary<string, Tag>? ByName { get; init; }

    public Nested? Inner { get; init; }

    internal sealed record Nested(IReadOnlyList<Tag> Tags);

    internal sealed record Tag([property: StringLength(5)] string Word);
}

/// <summary>A body whose class is not called a request.</summary>
internal sealed record Remark
{
    [StringLength(20, MinimumLength = 2)]
    public required string Text { get; init; }

    public IReadOnlyList<string>? Words { get; init; }
}

/// <summary>A query whose class is not called a request.</summary>
internal sealed record RemarkFilter([property: StringLength(5)] string? Word);

internal sealed record NoteAnswer(Guid Id, string Text, long Version)
{
    public static NoteAnswer Of(Note note) => new(note.Id, note.Text, note.Version);
}

internal sealed class Note : IVersioned, IWithinDivision
{
    public Guid Id { get; init; }

    public string Division { get; init; } = "330203";

    public required string Text { get; set; }

    public long Version { get; private set; } = 1;

    public void Change(string text) => (Text, Version) = (text, Version + 1);
}

internal abstract class NotesDbContext(DbContextOptions options) : ServiceDbContext(options, "notes")
{
    public DbSet<Note> Notes => Set<Note>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Note>(e =>
        {
            e.ToTable("notes");
            e.Property(n => n.Text).HasMaxLength(100);
            e.Property(n => n.Division).HasMaxLength(6);
        });
        UseVersionsAsTokens(modelBuilder);
    }

    internal sealed class OnSqlServer(DbContextOptions<OnSqlServer> options) : NotesDbContext(options);

    internal sealed class OnPostgreSql(DbContextOptions<OnPostgreSql> options) : NotesDbContext(options);

    internal sealed class OnSqlite(DbContextOptions<OnSqlite> options) : NotesDbContext(options);
}
