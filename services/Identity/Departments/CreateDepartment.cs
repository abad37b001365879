using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Identity.Accounts;
using Oversight.Identity.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Departments;

internal sealed record CreateDepartmentRequest
{
    [RegularExpression(DepartmentCode.Pattern)]
    public required string Code { get; init; }

    [Required]
    public required string Division { get; init; }

    [StringLength(100, MinimumLength = 1)]
    public required string NameZh { get; init; }

    [StringLength(100, MinimumLength = 1)]
    public required string NameEn { get; init; }

    public required DepartmentKind Kind { get; init; }
}

internal static class CreateDepartmentEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/departments", HandleAsync)
        .Does("identity.department.create").Idempotent<IdentityDbContext>()
        .WithName("CreateDepartment").WithSummary("Create a department of a division").WithTags("Departments");

    private static async Task<Results<Created<DepartmentAnswer>, ProblemHttpResult>> HandleAsync(
        CreateDepartmentRequest request, Actor actor, CreateDepartmentHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(request, actor, cancellation)).ToCreated(http);
}

internal sealed class CreateDepartmentHandler(IdentityDbContext context, Commit<IdentityDbContext> commit, Reference.Departments known)
{
    public async Task<Result<Reply<DepartmentAnswer>>> HandleAsync(
        CreateDepartmentRequest request, Actor actor, CancellationToken cancellation)
    {
        if (!known.Has(request.Code, OfficialTime.DateOf(commit.Now)))
        {
            return DepartmentErrors.CodeUnknown;
        }

        var division = DivisionCode.Parse(request.Division);
        if (division.IsRefused)
        {
            return division.Error.At("division");
        }

        if (!actor.Covers(division.Value))
        {
            return GrantErrors.OutOfScope.At("division");
        }

        var department = new Department
        {
            Id = commit.NewId(),
            Code = request.Code,
            Division = division.Value.Value,
            NameZh = request.NameZh,
            NameEn = request.NameEn,
            Kind = request.Kind,
        };
        context.Departments.Add(department);
        commit.Record("department.create", "department", department.Id, department.Version, new { department.Code, department.Division });
        return await commit.SaveAsync(
            Reply.Created(DepartmentAnswer.Of(department), $"/api/identity/v1/departments/{department.Id}", department.Version),
            cancellation);
    }
}
