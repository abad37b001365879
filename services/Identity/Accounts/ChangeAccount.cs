using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
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

internal sealed class ChangeAccountHandler(IdentityDbContext context, Commit<IdentityDbContext> commit)
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

        var loaded = await AccountScope.LoadAsync(context, id, expected, actor, cancellation);
        if (loaded.IsRefused)
        {
            return loaded.Error;
        }

        var was = loaded.Value.IsAdministrator;
        loaded.Value.Change(request.DisplayName, department.Value, division.Value, request.Roles);
        return await DoneAsync(loaded.Value, was, "account.change", cancellation);
    }

    public async Task<Result<Reply<AccountAnswer>>> DeactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var loaded = await AccountScope.LoadAsync(context, id, expected, actor, cancellation);
        if (loaded.IsRefused)
        {
            return loaded.Error;
        }

        var was = loaded.Value.IsAdministrator;
        return loaded.Value.Deactivate(Secrets.NewStamp()) is { IsRefused: true } refused
            ? refused.Error : await DoneAsync(loaded.Value, was, "account.deactivate", cancellation);
    }

    public async Task<Result<Reply<AccountAnswer>>> ReactivateAsync(
        Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var loaded = await AccountScope.LoadAsync(context, id, expected, actor, cancellation);
        if (loaded.IsRefused)
        {
            return loaded.Error;
        }

        var was = loaded.Value.IsAdministrator;
        return loaded.Value.Reactivate() is { IsRefused: true } refused
            ? refused.Error : await DoneAsync(loaded.Value, was, "account.reactivate", cancellation);
    }

    // One administrator stays.
    private async Task<Result<Reply<AccountAnswer>>> DoneAsync(
        StaffAccount account, bool was, string act, CancellationToken cancellation)
    {
        if ((await AdministratorRoster.LoadAsync(context, cancellation)).Note(was, account.IsAdministrator) is { IsRefused: true } last)
        {
            return last.Error;
        }

        commit.Record(act, "account", account.Id, account.Version, new { account.Department, account.Division, account.Roles });
        return await commit.SaveAsync(Reply.Ok(AccountAnswer.Of(account), account.Version), cancellation);
    }
}
