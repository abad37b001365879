using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Identity.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Departments;

internal sealed record ChangeDepartmentRequest
{
    [StringLength(100, MinimumLength = 1)]
    public required string NameZh { get; init; }

    [StringLength(100, MinimumLength = 1)]
    public required string NameEn { get; init; }

    public required DepartmentKind Kind { get; init; }
}

internal static class ChangeDepartmentEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPut("/departments/{id:guid}", ChangeAsync)
            .Does("identity.department.change")
            .WithName("ChangeDepartment").WithSummary("Change names and kind of a department").WithTags("Departments");
        api.MapPost("/departments/{id:guid}/deactivation", DeactivateAsync)
            .Does("identity.department.deactivate").Idempotent<IdentityDbContext>()
            .WithName("DeactivateDepartment").WithSummary("Take no new accounts and clients for a department").WithTags("Departments");
        api.MapPost("/departments/{id:guid}/reactivation", ReactivateAsync)
            .Does("identity.department.reactivate").Idempotent<IdentityDbContext>()
            .WithName("ReactivateDepartment").WithSummary("Open a department again for accounts and clients").WithTags("Departments");
    }

    private static async Task<Results<Ok<DepartmentAnswer>, ProblemHttpResult>> ChangeAsync(
        Guid id, ChangeDepartmentRequest request, ExpectedVersion expected, Actor actor, ChangeDepartmentHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.ChangeAsync(id, request, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<DepartmentAnswer>, ProblemHttpResult>> DeactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, ChangeDepartmentHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.DeactivateAsync(id, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<DepartmentAnswer>, ProblemHttpResult>> ReactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, ChangeDepartmentHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.ReactivateAsync(id, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ChangeDepartmentHandler(DepartmentActs acts)
{
    public async Task<Result<Reply<DepartmentAnswer>>> ChangeAsync(
        Guid id, ChangeDepartmentRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        opened.Value.Rename(request.NameZh, request.NameEn, request.Kind);
        return await acts.DoneAsync(opened.Value, "department.change", cancellation);
    }

    public async Task<Result<Reply<DepartmentAnswer>>> DeactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        return opened.Value.Deactivate() is { IsRefused: true } refused
            ? refused.Error : await acts.DoneAsync(opened.Value, "department.deactivate", cancellation);
    }

    public async Task<Result<Reply<DepartmentAnswer>>> ReactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        return opened.Value.Reactivate() is { IsRefused: true } refused
            ? refused.Error : await acts.DoneAsync(opened.Value, "department.reactivate", cancellation);
    }
}
