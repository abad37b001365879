using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

/// <summary>
/// Reads a filing in the order of the law: party, source, handlers, acts, who may file, who filed first, number. Each question has a
/// room of its own.
/// </summary>
internal sealed class FilingReader(
    FilingParty parties, FilingSource sources, FilingHandlers handlers, FilingActs acts, FirstFiling firsts, CaseNumbers numbers,
    CasePermission permission)
{
    /// <summary>Reads a filing.</summary>
    /// <returns>The statement of a case, with its number; or the first thing that is wrong with it.</returns>
    public async Task<Result<CaseStatement>> ReadAsync(
        FilingRequest request, IReadOnlyList<ActRequest> stated, bool simplified, Actor actor, DateOnly today,
        CancellationToken cancellation)
    {
        if (actor.Department is not { Length: > 0 and <= DepartmentCode.MaxLength } department)
        {
            return CaseErrors.NoDepartment;
        }

        var party = await parties.ReadAsync(request, actor, today, cancellation);
        if (party.IsRefused)
        {
            return party.Error;
        }

        if (await sources.RefusalAsync(request, department, actor, cancellation) is { } unknown)
        {
            return unknown;
        }

        var (who, key, cipher) = party.Value;
        var place = DivisionCode.FromStored(who.Division);
        var officers = await handlers.ReadAsync(request.Handlers, department, place, who.InstitutionId, today, cancellation);
        if (officers.IsRefused)
        {
            return officers.Error;
        }

        var read = acts.Read(stated, new ActFile(request.OperationId, key, place, today));
        if (read.IsRefused)
        {
            return read.Error;
        }

        // Before the other filing is told of: it is nothing for a department that may not punish this.
        var violations = read.Value.Select(act => act.Rule.Key);
        if (await permission.CheckAsync(who.InstitutionId, violations, null, actor, cancellation) is { IsRefused: true } barred)
        {
            return barred.Error;
        }

        if (await firsts.RefusalAsync(read.Value, cancellation) is { } first)
        {
            return first;
        }

        var number = await numbers.NextCaseAsync(department, place, today, cancellation);
        return new CaseStatement(
            number.Series, number.Serial, department, who, request.PartyKind, key, cipher, request.ClueId, request.OperationId,
            [.. request.MatterIds.Distinct()], read.Value, officers.Value, simplified);
    }
}
