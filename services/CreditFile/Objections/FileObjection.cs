using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Oversight.CreditFile.Data;
using Oversight.CreditFile.Ledger;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Clocks;
using Oversight.Web;

namespace Oversight.CreditFile.Objections;

internal sealed record FileObjectionRequest
{
    public required SourceKind SourceKind { get; init; }

    public required Guid SourceId { get; init; }

    /// <summary>What the institution objects to; without personal data.</summary>
    [Required]
    [StringLength(1000)]
    [MultiLine]
    public required string Reason { get; init; }
}

internal static class FileObjectionEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/objections", HandleAsync)
        .Does("creditfile.objection.file").Idempotent<CreditFileDbContext>()
        .WithName("FileObjection")
        .WithSummary("File an institution's objection against a fact (异议); the fact is marked as disputed at once").WithTags("Objection");

    private static async Task<Results<Created<ObjectionAnswer>, ProblemHttpResult>> HandleAsync(
        FileObjectionRequest request, Actor actor, FileObjectionHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(request, actor, cancellation)).ToCreated(http);
}

/// <summary>The objection, the mark in the ledger and the news of it are one save.</summary>
internal sealed class FileObjectionHandler(
    CreditFileDbContext context, Commit<CreditFileDbContext> commit, RecordClocks<CreditFileDbContext> clocks, DisputeMark mark)
{
    public async Task<Result<Reply<ObjectionAnswer>>> HandleAsync(FileObjectionRequest request, Actor actor, CancellationToken cancellation)
    {
        var reason = TextInput.Required(request.Reason, 1000, TextForm.MultiLine);
        if (reason.IsRefused)
        {
            return reason.Error.At("reason");
        }

        // The file follows the register: a correction here would leave the entry wrong there.
        if (request.SourceKind == SourceKind.Register)
        {
            return ObjectionErrors.RegisterFact;
        }

        var facts = context.CreditFacts.AsNoTracking().Where(f => f.SourceKind == request.SourceKind && f.SourceId == request.SourceId);
        var institutionId = await facts.Select(f => f.InstitutionId).FirstOrDefaultAsync(id => id != null, cancellation) ?? Guid.Empty;
        // The file before the facts: what ends the fact after this line fails the save on the version of the file.
        // Tracked, since the mark raises its version: of this and another fact of the institution at once, one save fails.
        var file = await context.InstitutionFiles.Shown().Within(actor).FirstOrDefaultAsync(f => f.Id == institutionId, cancellation);
        var rows = await facts.ToListAsync(cancellation);
        if (file is null || Standing.Of(rows) is not { } standing)
        {
            return ObjectionErrors.FactUnknown;
        }

        if (standing.End is not null || standing.IsDisputed)
        {
            return standing.IsDisputed ? ObjectionErrors.AlreadyFiled : ObjectionErrors.NothingLeft;
        }

        var by = actor.Acts(commit.Now);
        var objection = Objection.File(
            commit.NewId(), (request.SourceKind, request.SourceId), (file.Id, file.Division), reason.Value, by);
        context.Objections.Add(objection);
        // Where no rule of the division sets a term (the one that is loaded is Zhejiang's), there is no clock; the objection is decided all
        // the same.
        clocks.Start(ObjectionClocks.Decide, objection.Id, by.On, DivisionCode.FromStored(file.Division));
        // 浙江省公共信用信息管理条例 第三十条: marked at once, in the save of the objection. The fact counts until the decision.
        await mark.SetAsync(file, standing, cancellation);
        commit.Record(
            "objection.file", "objection", objection.Id, objection.Version,
            new { objection.SourceKind, objection.SourceId, objection.InstitutionId });
        return await commit.SaveAsync(
            Reply.Created(ObjectionAnswer.Of(objection), $"/api/creditfile/v1/objections/{objection.Id}", objection.Version), cancellation);
    }
}

/// <summary>Clocks of an objection.</summary>
internal static class ObjectionClocks
{
    public const string Decide = "credit.objection_zj";
}
