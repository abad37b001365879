using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Oversight.Identity.Data;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Web;

namespace Oversight.Identity.Accounts;

internal sealed record CreateAccountRequest
{
    /// <summary>Lower-case letters, digits, dot, hyphen, underscore; 3 to 40.</summary>
    [RegularExpression("^[a-z0-9][a-z0-9._-]{2,39}$")]
    public required string UserName { get; init; }

    [StringLength(60, MinimumLength = 1)]
    public required string DisplayName { get; init; }

    [StringLength(DepartmentCode.MaxLength, MinimumLength = 2)]
    public required string Department { get; init; }

    [Required]
    public required string Division { get; init; }

    [MaxLength(20)]
    public required IReadOnlyList<string> Roles { get; init; }
}

internal static class CreateAccountEndpoint
{
    public static void Map(RouteGroupBuilder api) => api.MapPost("/accounts", HandleAsync)
        .For(Roles.Administrator).Idempotent<IdentityDbContext>()
        .WithName("CreateAccount").WithSummary("Create an officer's account, as yet without a password").WithTags("Accounts");

    private static async Task<Results<Created<AccountAnswer>, ProblemHttpResult>> HandleAsync(
        CreateAccountRequest request, Actor actor, CreateAccountHandler handler, HttpContext http, CancellationToken cancellation) =>
        (await handler.HandleAsync(request, actor, cancellation)).ToCreated(http);
}

internal sealed class CreateAccountHandler(IdentityDbContext context, Commit<IdentityDbContext> commit)
{
    public async Task<Result<Reply<AccountAnswer>>> HandleAsync(CreateAccountRequest request, Actor actor, CancellationToken cancellation)
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

        var account = new StaffAccount
        {
            Id = commit.NewId(),
            UserName = request.UserName,
            DisplayName = request.DisplayName,
            DepartmentId = department.Value.Id,
            Department = department.Value.Code,
            Division = division.Value.Value,
            SecurityStamp = Secrets.NewStamp(),
            CreatedAt = commit.Now,
        }.With(request.Roles);
        var noted = (await AdministratorRoster.LoadAsync(context, cancellation)).Note(was: false, becomes: account.IsAdministrator);
        if (noted.IsRefused)
        {
            return noted.Error;
        }

        context.Accounts.Add(account);
        context.SignInGuards.Add(new SignInGuard { AccountId = account.Id });
        commit.Record(
            "account.create", "account", account.Id, account.Version, new { account.Department, account.Division, account.Roles });
        return await commit.SaveAsync(
            Reply.Created(AccountAnswer.Of(account), $"/api/identity/v1/accounts/{account.Id}", account.Version), cancellation);
    }
}
