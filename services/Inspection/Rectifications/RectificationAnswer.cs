using Microsoft.EntityFrameworkCore;
using Oversight.Inspection.Data;
using Oversight.Inspection.Officers;
using Oversight.Inspection.Reference;
using Oversight.Inspection.Visits;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Calendars;
using Oversight.Persistence.Deadlines;
using Oversight.Reference;
using Oversight.Web;

namespace Oversight.Inspection.Rectifications;

/// <summary>An order as commands and lists answer it: no free text, so it may be stored with an Idempotency-Key.</summary>
/// <param name="Id">Id.</param>
/// <param name="Version">Version.</param>
/// <param name="VisitId">Visit.</param>
/// <param name="VisitVersion">Version of the visit after the order was issued; only in the answer to that.</param>
/// <param name="Party">Who is to put it right.</param>
/// <param name="Department">Department that issued it.</param>
/// <param name="Status">State.</param>
/// <param name="OpenItems">Items that are still to be put right.</param>
/// <param name="ClosedItems">Items that were found put right.</param>
/// <param name="IssuedOn">Official day.</param>
/// <param name="Days">Length of the present term, natural days.</param>
/// <param name="DueOn">Its last official day.</param>
/// <param name="Overdue">Whether it has passed with items open.</param>
/// <param name="ReportedAt">When the party reported, or null.</param>
/// <param name="ExtensionAskedDays">Days of an extension that waits for a supervisor, or null.</param>
/// <param name="Extensions">How often it was extended.</param>
/// <param name="Rechecks">How often it was re-checked.</param>
/// <param name="OperationId">Joint operation, or null.</param>
internal sealed record RectificationAnswer(
    Guid Id, long Version, Guid VisitId, long? VisitVersion, PartyAnswer Party, string Department, RectificationStatus Status,
    IReadOnlyList<string> OpenItems,
    IReadOnlyList<string> ClosedItems, DateOnly IssuedOn, int Days, DateOnly DueOn, bool Overdue, DateTime? ReportedAt,
    int? ExtensionAskedDays, int Extensions, int Rechecks, Guid? OperationId)
{
    public static RectificationAnswer Of(RectificationOrder o, long? visitVersion = null) => new(
        o.Id, o.Version, o.VisitId, visitVersion,
        new PartyAnswer(o.InstitutionId, o.PartyName, o.PartyCreditCode, o.Division, o.PartyAddress), o.Department, o.Status, o.OpenItems,
        [.. o.Items.Where(i => !i.IsOpen).Select(i => i.Item).Order(StringComparer.Ordinal)], o.IssuedOn, o.Days, o.DueOn,
        o.IsOpen && o.OverdueAt is not null, o.ReportedAt, o.ExtensionAskedDays, o.Extensions, o.Rechecks.Count, o.OperationId);
}

/// <summary>What all acts on one order have in common: scope, version, department, fact, audit, one save.</summary>
internal sealed class RectificationActs(
    InspectionDbContext context, Commit<InspectionDbContext> commit, DueDeadlines<InspectionDbContext> due, Permission permission)
{
    /// <summary>The order, tracked, for an act of its department; or the refusal.</summary>
    public async Task<Result<RectificationOrder>> OpenAsync(Guid id, ExpectedVersion expected, Actor actor, CancellationToken cancellation)
    {
        var found = await context.Rectifications.Include(o => o.Items).Include(o => o.Rechecks).AsSplitQuery().Within(actor)
            .ForChangeAsync(id, expected, RectificationErrors.NotFound, due, cancellation);
        if (found.IsRefused || found.Value.Department != actor.Department)
        {
            return found.Error ?? RectificationErrors.NotYourDepartment;
        }

        // 行政处罚法 第四十三条: asked at every act, since an avoidance may be recorded while the order is open.
        var subject = await AvoidedParty.SubjectAsync(context, found.Value.InstitutionId, actor, cancellation);
        return permission.Check(actor, subject) is { IsRefused: true } forbidden ? forbidden.Error : found;
    }

    /// <summary>Announces, audits and saves an act that was done.</summary>
    public Task<Result<Reply<RectificationAnswer>>> DoneAsync(
        RectificationOrder order, string act, object? fact, object? details, CancellationToken cancellation)
    {
        if (fact is not null)
        {
            commit.Announce(fact, order.Id, order.Version);
        }

        commit.Record($"rectification.{act}", "rectification", order.Id, order.Version, details);
        return commit.SaveAsync(Reply.Ok(RectificationAnswer.Of(order), order.Version), cancellation);
    }
}

/// <summary>Reads the term that an officer sets, by the rule <c>rectification.days</c> of the day.</summary>
internal sealed class TermReader(InspectionRules rules, CalendarSource<InspectionDbContext> calendars)
{
    /// <summary>
    /// A term from <paramref name="from"/> on: the usual length, or another one within the rule's bounds and, where asked, with a reason.
    /// </summary>
    public Result<OrderTerm> Read(int? days, string? reason, bool needsReason, DateOnly from, DateOnly today, string field)
    {
        var rule = rules.Rule("rectification.days", today);
        var length = days ?? rule.Values.Amount!.Value;
        if (length < rule.Values.Min || length > rule.Values.Max)
        {
            return RectificationErrors.DaysOutOfRange(rule.Values.Min, rule.Values.Max, field);
        }

        var text = TextInput.Optional(reason, Limits.Reason);
        if (text.IsRefused)
        {
            return text.Error.At("reason");
        }

        if (needsReason && length != rule.Values.Amount && text.Value is null)
        {
            return RectificationErrors.ReasonRequired;
        }

        // The clock bounds the days of all extensions together: as many as the rule allows, each of the greatest length.
        var more = rules.Amount("rectification.extensions", today) * rule.Values.Max!.Value;
        var term = new LegalTerm(
            // It does not roll: a term of a party would by default move to a working day, but an order names its last day.
            // A term takes no maximum of 0; null says that it is not extended.
            length, TermUnit.NaturalDay, rule.Basis, TermDuty.Party, rolls: false, maxExtension: more > 0 ? more : null);
        var end = term.EndFrom(from, calendars.Current);
        return end.IsRefused
            ? end.Error : new OrderTerm(from, new StatutoryTerm(term, rule.Reference, rule.Confidence), end.Value.DueOn, text.Value);
    }
}
