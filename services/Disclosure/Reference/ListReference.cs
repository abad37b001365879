using Oversight.Disclosure.Institutions;
using Oversight.Kernel;
using Oversight.Pages;
using Oversight.Web;

namespace Oversight.Disclosure.Reference;

/// <summary>What the codes in the public record mean.</summary>
internal static class ListReference
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(RouteGroupBuilder api)
    {
        api.MapMethods("/types", Read, (ReferenceData reference) => Answer(reference.Types.Select(rule => new TypeRecord(
                rule.Key, rule.Values.Zh, rule.Values.En, rule.Values.Group, Basis(rule.Basis)))))
            .AllowAnonymous().WithName("ListTypes").WithSummary("The published types of institution").WithTags("Reference");
        api.MapMethods("/statuses", Read, (ReferenceData reference) => Answer(reference.Statuses.Select(rule => new StatusRecord(
                rule.Key, rule.Values.Zh, rule.Values.En, rule.Values.Recruit, rule.Values.Teach, rule.Values.AdviceZh,
                rule.Values.AdviceEn, Basis(rule.Basis)))))
            .AllowAnonymous().WithName("ListStatuses")
            .WithSummary("The published statuses: what an institution may do in each, and by which article").WithTags("Reference");
        api.MapMethods("/divisions", Read, DivisionsAsync)
            .AllowAnonymous().WithName("ListDivisions").WithSummary("The counties that have a published institution").WithTags("Reference");
    }

    private static async Task<PublishedAnswer<ReferenceList<DivisionRecord>>> DivisionsAsync(
        ReferenceData reference, PublishedScope published, CancellationToken cancellation) =>
        Answer((await published.CountiesAsync(cancellation)).Select(code => new DivisionRecord(
            code, reference.DivisionPath(code, Language.Chinese), reference.DivisionPath(code, Language.English))));

    private static PublishedAnswer<ReferenceList<T>> Answer<T>(IEnumerable<T> items) =>
        new(new ReferenceList<T>([.. items]), PublishedAnswer.FiveMinutes);

    private static RecordBasis Basis(LegalBasis basis) => new(basis.Law, basis.Article, basis.Version);
}

/// <summary>A complete list of codes.</summary>
/// <param name="Items">The codes.</param>
internal sealed record ReferenceList<T>(IReadOnlyList<T> Items);

/// <summary>A type of institution.</summary>
internal sealed record TypeRecord(string Code, string NameZh, string NameEn, string Group, RecordBasis Basis);

/// <summary>A status and what it means.</summary>
internal sealed record StatusRecord(
    string Code, string NameZh, string NameEn, Permission MayRecruit, Permission MayTeach, string AdviceZh, string AdviceEn,
    RecordBasis Basis);

/// <summary>A county.</summary>
internal sealed record DivisionRecord(string Code, string NameZh, string NameEn);
