using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Enforcement.V1;
using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Feed;
using Oversight.Enforcement.Numbers;
using Oversight.Enforcement.Parties;
using Oversight.Enforcement.Referrals;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Persistence.Deadlines;
using Oversight.Web;

namespace Oversight.Enforcement.Operations;

/// <summary>Opens an operation, gives its tasks out, ends its clues and tells everybody: one save.</summary>
internal sealed class OpenOperationHandler(
    EnforcementDbContext context, Commit<EnforcementDbContext> commit, DueDeadlines<EnforcementDbContext> due, PartyReader parties,
    TransferRules rules, TransferClocks clocks, OperationTimeline timeline, OperationTasks tasks, FeedWriter feed, NumberSequence numbers)
{
    /// <summary>One attempt.</summary>
    /// <exception cref="DbUpdateException">Another operation took the number meanwhile; nothing was saved.</exception>
    public async Task<Result<Reply<OperationAnswer>>> HandleAsync(OpenOperationRequest request, Actor actor, CancellationToken cancellation)
    {
        var by = actor.Acts(commit.Now);
        var title = TextInput.Required(request.Title, 100);
        if (title.IsRefused)
        {
            return title.Error.At("title");
        }

        var unfit = request.Tasks.Select(t => rules.TaskRefusal(t.Department, by.On))
            .Append(rules.LeadRefusal(request.LeadDepartment, by.On));
        if (unfit.OfType<Error>().FirstOrDefault() is { } refusal)
        {
            return refusal;
        }

        var clues = await CluesAsync(request, actor, cancellation);
        if (clues.IsRefused)
        {
            return clues.Error;
        }

        var party = await PartyAsync(request, clues.Value, actor, cancellation);
        if (party.IsRefused)
        {
            return party.Error;
        }

        var serial = await NextSerialAsync(by.On.Year, party.Value.Division, cancellation);
        var opened = JointOperation.Open(
            commit.NewId(), serial, party.Value, title.Value, request.LeadDepartment, request.Tasks.Select(t => t.Department), by);
        if (opened.IsRefused)
        {
            return opened.Error;
        }

        var operation = opened.Value;
        context.Add(operation);
        foreach (var planned in request.Tasks)
        {
            if (tasks.Assign(operation, planned, by) is { IsRefused: true } refused)
            {
                return refused.Error;
            }
        }

        await timeline.NoteAsync(
            operation.Id,
            new TimelineNote(
                "operation.open", operation.Id, operation.Version, by.On, by.Department,
                new { operation.Number, clues = request.ClueIds.Count }), cancellation);
        await tasks.NoteAssignedAsync(operation, by, cancellation);
        foreach (var clue in clues.Value)
        {
            if (await JoinAsync(clue, operation, by, cancellation) is { IsRefused: true } refused)
            {
                return refused.Error;
            }
        }

        await tasks.AnnounceAsync(operation, cancellation);
        commit.Record(
            "operation.open", "operation", operation.Id, operation.Version,
            new { operation.Number, operation.LeadDepartment, request.ClueIds, tasks = request.Tasks.Count });
        return await commit.SaveAsync(
            Reply.Created(OperationAnswer.Of(operation), $"/api/enforcement/v1/operations/{operation.Id}", operation.Version),
            cancellation);
    }

    private async Task<Result> JoinAsync(Clue clue, JointOperation operation, ActContext by, CancellationToken cancellation)
    {
        // Clues come without an If-Match of their own, so what is due of them is fired here: a passed term is on record before they end.
        await due.FireAsync(clue.Id, cancellation);
        var joined = clue.Join(operation.Id, by);
        if (joined.IsRefused)
        {
            return joined.Error.At("clueIds");
        }

        await clocks.FollowAsync(clue, cancellation);
        feed.Write(clue, ClueAct.Join, []);
        await timeline.NoteAsync(
            operation.Id,
            new TimelineNote(
                "clue.join", clue.Id, clue.Version, by.On, clue.Department, new { source = WireWord.Of(clue.Source), clue.Category }),
            cancellation);
        commit.Announce<ClueConcluded>(joined.Value, clue.Id, clue.Version);
        commit.Record("clue.join", "clue", clue.Id, clue.Version, new { clue.OperationId });
        return Result.Done;
    }

    private async Task<Result<List<Clue>>> CluesAsync(OpenOperationRequest request, Actor actor, CancellationToken cancellation)
    {
        if (request.ClueIds.Distinct().Count() != request.ClueIds.Count)
        {
            return OperationErrors.ClueTwice;
        }

        var ids = request.ClueIds.ToList();
        var clues = await context.Set<Clue>().VisibleTo(actor).Where(c => ids.Contains(c.Id)).OrderBy(c => c.CreatedAt).ThenBy(c => c.Id)
            .ToListAsync(cancellation);
        // Unknown and out of scope are answered alike, and without the id: the answer does not tell that a clue exists.
        if (clues.Count != ids.Count)
        {
            return OperationErrors.ClueUnknown;
        }

        var departments = request.Tasks.Select(t => t.Department).Append(request.LeadDepartment).ToHashSet(StringComparer.Ordinal);
        // Joining ends a clue: its department would lose it to an operation that it does not see.
        if (clues.Exists(c => !departments.Contains(c.Department)))
        {
            return OperationErrors.ClueOfNobody;
        }

        return clues.Exists(c => !IsSameParty(c.Party, clues[0].Party)) ? OperationErrors.ClueOfAnotherParty : clues;
    }

    private async Task<Result<Party>> PartyAsync(
        OpenOperationRequest request, List<Clue> clues, Actor actor, CancellationToken cancellation)
    {
        if (clues.Count > 0)
        {
            return request.InstitutionId is null && request.Party is null ? clues[0].Party : OperationErrors.PartyNeeded;
        }

        return request.InstitutionId is null && request.Party is null
            ? OperationErrors.PartyNeeded
            : await parties.ReadAsync(request.InstitutionId, request.Party, PartyErrors.Refusals, actor, cancellation);
    }

    // The register's id decides; where there is none, the code, and else the name in its division.
    private static bool IsSameParty(Party a, Party b) => a.InstitutionId is not null || b.InstitutionId is not null
        ? a.InstitutionId == b.InstitutionId
            : a.CreditCode is not null && b.CreditCode is not null ? a.CreditCode == b.CreditCode
            : (a.Name, a.Division) == (b.Name, b.Division);

    private Task<int> NextSerialAsync(int year, string division, CancellationToken cancellation) => numbers.NextAsync(
        $"operation|{year}|{division}",
        context.Set<JointOperation>().Where(o => o.Year == year && o.Division == division).Select(o => (int?)o.Serial), cancellation);
}
