using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Identity.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Accounts;

internal sealed record ChangeAccountRequest
{
    [StringLength(60, MinimumLength = 1)]
    public required string DisplayName { get; init; }

    [StringLength(DepartmentCode.MaxLength, MinimumLength = 2)]
    public required string Department { get; init; }

    [Required]
    public required string Division { get; init; }

    [MaxLength(20)]
    public required IReadOnlyList<string> Roles { get; init; }
}

internal static class ChangeAccountEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPut("/accounts/{id:guid}", ChangeAsync)
            .For(Roles.Administrator)
            .WithName("ChangeAccount").WithSummary("Change name, department, division and roles of an account").WithTags("Accounts");
        api.MapPost("/accounts/{id:guid}/deactivation", DeactivateAsync)
            .For(Roles.Administrator).Idempotent<IdentityDbContext>()
            .WithName("DeactivateAccount").WithSummary("End an account: no sign-in, no new token").WithTags("Accounts");
        api.MapPost("/accounts/{id:guid}/reactivation", ReactivateAsync)
            .For(Roles.Administrator).Idempotent<IdentityDbContext>()
            .WithName("ReactivateAccount").WithSummary("Open an ended account again").WithTags("Accounts");
    }

    private static async Task<Results<Ok<AccountAnswer>, ProblemHttpResult>> ChangeAsync(
        Guid id, ChangeAccountRequest request, ExpectedVersion expected, Actor actor, ChangeAccountHandler handler, HttpContext http,
        CancellationToken cancellation) =>
        (await handler.ChangeAsync(id, request, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<AccountAnswer>, ProblemHttpResult>> DeactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, ChangeAccountHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.DeactivateAsync(id, expected, actor, cancellation)).ToOk(http);

    private static async Task<Results<Ok<AccountAnswer>, ProblemHttpResult>> ReactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, ChangeAccountHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.ReactivateAsync(id, expected, actor, cancellation)).ToOk(http);
}

internal sealed class ChangeAccountHandler(IdentityDbContext context, AccountActs acts)
{
    public async Task<Result<Reply<AccountAnswer>>> ChangeAsync(
        Guid id, ChangeAccountRequest request, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        if (Grants.CheckRoles(request.Roles) is { IsRefused: true } roles)
        {
            return roles.Error;
        }

        var division = Grants.Division(request.Division, actor);
        if (division.IsRefused)
        {
            return division.Error;
        }

        var department = await Grants.DepartmentAsync(context, request.Department, division.Value, cancellation);
        if (department.IsRefused)
        {
            return department.Error;
        }

        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        opened.Value.Account.Change(request.DisplayName, department.Value, division.Value, request.Roles);
        return await acts.DoneAsync(opened.Value, "account.change", cancellation);
    }

    public async Task<Result<Reply<AccountAnswer>>> DeactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        return opened.Value.Account.Deactivate(Secrets.NewStamp()) is { IsRefused: true } refused
            ? refused.Error : await acts.DoneAsync(opened.Value, "account.deactivate", cancellation);
    }

    public async Task<Result<Reply<AccountAnswer>>> ReactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var opened = await acts.OpenAsync(id, expected, actor, cancellation);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        return opened.Value.Account.Reactivate() is { IsRefused: true } refused
            ? refused.Error : await acts.DoneAsync(opened.Value, "account.reactivate", cancellation);
    }
}
