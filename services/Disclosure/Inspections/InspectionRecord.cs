using Oversight.Disclosure.Institutions;
using Oversight.Disclosure.Publication;

namespace Oversight.Disclosure.Inspections;

/// <summary>The result of an inspection as the public sees it.</summary>
/// <param name="Id">Id of the visit.</param>
/// <param name="Kind">Kind of inspection.</param>
/// <param name="Departments">Departments that took part; the first one led.</param>
/// <param name="VisitedOn">Official day of the visit.</param>
/// <param name="ConcludedOn">Official day of the conclusion.</param>
/// <param name="Results">Result categories.</param>
/// <param name="Findings">What was found, the gravest first.</param>
/// <param name="Orders">Orders to put it right.</param>
/// <param name="IsDisputed">Whether an objection is under way.</param>
/// <param name="Publication">Until when it is published.</param>
public sealed record InspectionRecord(
    Guid Id, NamedCode Kind, IReadOnlyList<NamedCode> Departments, DateOnly VisitedOn, DateOnly ConcludedOn,
    IReadOnlyList<NamedCode> Results,
    IReadOnlyList<FindingRecord> Findings, IReadOnlyList<OrderRecord> Orders, bool IsDisputed, PublicationRecord Publication)
{
    private static readonly string[] Gravest = ["high", "medium", "low"];

    internal static InspectionRecord From(
        PublishedInspection i, IEnumerable<PublishedRectification> orders, bool isDisputed, Wording words) => new(
        i.Id, words.Name("visit", i.Kind), words.DepartmentNames(i.Departments), i.VisitedOn, i.OccurredOn,
        words.Names("result", i.Results),
        [
            .. i.Findings.OrderBy(f => Array.IndexOf(Gravest, f.Severity)).ThenBy(f => f.Item, StringComparer.Ordinal).Select(
                f => new FindingRecord(
                    words.Item(f.Item), words.Department(f.Department), words.Name("severity", f.Severity), f.CorrectedOnSite,
                    new RecordBasis(f.Law, f.Article, null)))],
        [.. orders.OrderBy(o => o.OccurredOn).ThenBy(o => o.Id)
            .Select(o => new OrderRecord(o.Id, words.Department(o.Department), o.OccurredOn, o.DueOn, o.PassedOn))],
        isDisputed, PublicationRecord.Of(i));
}

/// <summary>One finding.</summary>
/// <param name="Item">The checklist item, said as what was found.</param>
/// <param name="Department">Department whose law it belongs to.</param>
/// <param name="Severity">How grave it is.</param>
/// <param name="CorrectedOnSite">Whether it was put right while the officers were there.</param>
/// <param name="Basis">The article that it rests on.</param>
public sealed record FindingRecord(NamedCode Item, NamedCode Department, NamedCode Severity, bool CorrectedOnSite, RecordBasis Basis);

/// <summary>An order to put right what was found (责令限期改正).</summary>
/// <param name="Id">Its id.</param>
/// <param name="Department">Department that ordered it.</param>
/// <param name="IssuedOn">Official day of the order.</param>
/// <param name="DueOn">Last official day of its term.</param>
/// <param name="PassedOn">Official day on which everything was found put right; null while it was not.</param>
public sealed record OrderRecord(Guid Id, NamedCode Department, DateOnly IssuedOn, DateOnly DueOn, DateOnly? PassedOn);
