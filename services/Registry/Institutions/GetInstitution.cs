using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Registry.Data;
using Oversight.Registry.Reference;
using Oversight.Web;

namespace Oversight.Registry.Institutions;

/// <summary>One entry in full.</summary>
/// <param name="Entry">What commands and lists answer, too.</param>
/// <param name="People">Sponsor, principal and telephone; masked unless a purpose was stated.</param>
/// <param name="Unmasked">Whether a purpose was stated and recorded.</param>
/// <param name="Remark">Remark of the registrars.</param>
/// <param name="MayRecruit">Whether it may recruit in its state: <c>yes</c>, <c>no</c>, <c>unless_ordered</c>.</param>
/// <param name="MayTeach">Whether it may teach: <c>yes</c>, <c>no</c>, <c>existing_pupils</c>, <c>wind_down</c>.</param>
/// <param name="Warnings">What is unusual without being wrong: <c>credit_code_prefix</c>, <c>credit_code_subject</c>.</param>
internal sealed record InstitutionDetail(
    InstitutionAnswer Entry, People People, bool Unmasked, string? Remark, string MayRecruit, string MayTeach,
    IReadOnlyList<string> Warnings);

/// <summary>
/// Reads one entry. People are masked unless the caller states a purpose; such a read is an act that is recorded before it is
/// answered (个人信息保护法 第十三条、第五十一条).
/// </summary>
internal static class GetInstitutionEndpoint
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet(
            "/institutions/{id:guid}",
            (
                Guid id, [FromQuery] string? purpose, Actor actor, GetInstitutionHandler handler, HttpContext http,
                CancellationToken cancellation) =>
                    HandleAsync((id, false), purpose, actor, handler, http, cancellation))
            .For(ReadRoles.All)
            .WithName("GetInstitution").WithSummary("Read one institution; people unmasked only for a stated purpose, which is recorded")
            .WithTags("Institutions");
        api.MapGet(
            "/unlicensed/{id:guid}",
            (
                Guid id, [FromQuery] string? purpose, Actor actor, GetInstitutionHandler handler, HttpContext http,
                CancellationToken cancellation) =>
                    HandleAsync((id, true), purpose, actor, handler, http, cancellation))
            .For(ReadRoles.All)
            .WithName("GetUnlicensedEntity")
            .WithSummary("Read one lead on an unlicensed entity; people unmasked only for a stated purpose, which is recorded")
            .WithTags("Unlicensed entities");
    }

    private static async Task<Results<Ok<InstitutionDetail>, ProblemHttpResult>> HandleAsync(
        (Guid, bool) target, string? purpose, Actor actor, GetInstitutionHandler handler, HttpContext http, CancellationToken cancellation)
    {
        var found = await handler.HandleAsync(target, purpose, actor, cancellation);
        if (found.IsRefused)
        {
            return found.Error.ToProblem();
        }

        http.Response.SetVersion(found.Value.Entry.Version);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(found.Value);
    }
}

internal sealed class GetInstitutionHandler(
    RegistryDbContext context, Commit<RegistryDbContext> commit, ActScope acting, RegisterRules rules, ContactProtector contacts)
{
    public async Task<Result<InstitutionDetail>> HandleAsync(
        (Guid Id, bool IsLead) target, string? purpose, Actor actor, CancellationToken cancellation)
    {
        var entry = await context.Institutions.AsNoTracking().Within(actor)
            .FirstOrDefaultAsync(i => i.Id == target.Id && i.IsLead == target.IsLead, cancellation);
        if (entry is null)
        {
            return InstitutionErrors.NotFound;
        }

        if (purpose is null)
        {
            return Detail(entry, contacts.Masked(entry.Contact), unmasked: false);
        }

        var stated = TextInput.Required(purpose, 200);
        if (stated.IsRefused)
        {
            return stated.Error.At("purpose");
        }

        acting.Purpose = stated.Value;
        commit.Record("institution.unmask", "institution", entry.Id, null);
        var recorded = await commit.SaveAsync(cancellation);
        return recorded.IsRefused ? recorded.Error : Detail(entry, contacts.Reveal(entry.Contact), unmasked: true);
    }

    private InstitutionDetail Detail(Institution entry, People people, bool unmasked)
    {
        var today = OfficialTime.DateOf(commit.Now);
        var status = rules.Status(entry.Status, today)?.Values;
        var warnings = new List<string>();
        if (entry.CreditCode is { } text)
        {
            var (code, prefixes) = (CreditCode.FromStored(text), rules.Type(entry.Type, today)?.Values.CodePrefixes ?? []);
            // Warned of, never refused (README, invariant 4): prefix and inner check show what is usual, not what is valid.
            if (prefixes.Count > 0 && !prefixes.Contains(code.Category))
            {
                warnings.Add("credit_code_prefix");
            }

            if (!code.HasSoundSubjectCode())
            {
                warnings.Add("credit_code_subject");
            }
        }

        var remark = contacts.RevealRemark(entry.Contact);
        return new InstitutionDetail(
            InstitutionAnswer.Of(entry), people, unmasked, remark, status?.Recruit ?? "no", status?.Teach ?? "no", warnings);
    }
}
