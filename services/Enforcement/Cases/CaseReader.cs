using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Operations;
using Oversight.Enforcement.Penalties;
using Oversight.Enforcement.Referrals;
using Oversight.Kernel;
using Oversight.Persistence.Calendars;
using Oversight.Reference;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

/// <summary>Reads a filing against the register copy, the copy of officers and the catalogue.</summary>
internal sealed class CaseReader(
    EnforcementDbContext context, PenaltyRules rules, StatutoryClocks clocks, CalendarSource<EnforcementDbContext> calendars,
    CaseSecrets secrets, CaseNumbers numbers)
{
    /// <summary>The statement of a case, or the first thing that is wrong with it.</summary>
    public async Task<Result<CaseStatement>> ReadAsync(
        FilingRequest request, IReadOnlyList<ActRequest> acts, bool simplified, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        if (actor.Department is not { Length: > 0 and <= DepartmentCode.MaxLength } department)
        {
            return CaseErrors.NoDepartment;
        }

        var who = await PartyAsync(request, actor, today, cancellation);
        if (who.IsRefused)
        {
            return who.Error;
        }

        if (await SourceAsync(request, department, actor, cancellation) is { } wrongSource)
        {
            return wrongSource;
        }

        var place = DivisionCode.FromStored(who.Value.Party.Division);
        var handlers = await HandlersAsync(request.Handlers, department, place, today, cancellation);
        if (handlers.IsRefused)
        {
            return handlers.Error;
        }

        var read = Acts(acts, request.OperationId, department, who.Value.Key, place, today);
        if (read.IsRefused)
        {
            return read.Error;
        }

        if (await FiledByAnotherAsync(read.Value, cancellation) is { } first)
        {
            return first;
        }

        var number = await numbers.NextCaseAsync(department, place, today, cancellation);
        return new CaseStatement(
            number.Series, number.Serial, department, who.Value.Party, request.PartyKind, who.Value.Key, who.Value.Cipher, request.ClueId,
            request.OperationId,
            [.. request.MatterIds.Distinct()], read.Value, handlers.Value, simplified);
    }

    // A case may only hang on an open operation in which the department takes part, and on a clue that the department has.
    private async Task<Error?> SourceAsync(FilingRequest request, string department, Actor actor, CancellationToken cancellation)
    {
        if (request.OperationId is { } operation
            && !await context.Set<JointOperation>().AsNoTracking().Within(actor).AnyAsync(
                o => o.Id == operation && o.State == OperationState.Open
                    && (o.LeadDepartment == department
                        || context.Set<DepartmentTask>().Any(t => t.OperationId == operation && t.Department == department)), cancellation))
        {
            return CaseErrors.OperationUnknown;
        }

        return request.ClueId is { } clue && !await context.Set<Clue>().AsNoTracking().Within(actor)
            .AnyAsync(c => c.Id == clue && c.Department == department, cancellation)
            ? CaseErrors.ClueUnknown
            : null;
    }

    private async Task<Result<(Party Party, string Key, string? Cipher)>> PartyAsync(
        FilingRequest request, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        if (request.InstitutionId is null == request.Party is null)
        {
            return CaseErrors.PartyMissing;
        }

        if (request.InstitutionId is { } id)
        {
            if (request.PartyKind == PartyKind.NaturalPerson)
            {
                return CaseErrors.PersonIsNoInstitution;
            }

            var prefix = actor.ScopePrefix;
            var known = await context.Institutions.AsNoTracking()
                .FirstOrDefaultAsync(i => i.Id == id && i.Division.StartsWith(prefix), cancellation);
            return known is null ? CaseErrors.PartyUnknown : (known.ToParty(), $"i:{known.Id:N}", null);
        }

        return await StatedPartyAsync(request.Party!, request.PartyKind, actor, today, cancellation);
    }

    private async Task<Result<(Party Party, string Key, string? Cipher)>> StatedPartyAsync(
        PartyRequest stated, PartyKind kind, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        var division = DivisionCode.Parse(stated.Division);
        var (name, address) = (TextInput.Required(stated.Name, 100), TextInput.Optional(stated.Address, 200));
        if ((division.Error?.At("party.division") ?? name.Error?.At("party.name") ?? address.Error?.At("party.address")) is { } wrong)
        {
            return wrong;
        }

        if (division.Value.Level != DivisionLevel.County)
        {
            return CaseErrors.CountyRequired;
        }

        if (!actor.Covers(division.Value))
        {
            return CaseErrors.PartyOutOfScope;
        }

        var full = division.Value.FullCode;
        if (kind == PartyKind.NaturalPerson)
        {
            return stated.CreditCode is null
                ? await PersonAsync(name.Value, address.Value, stated.ResidentId, full, today, cancellation)
                : CaseErrors.PersonIsNoInstitution;
        }

        if (stated.ResidentId is not null)
        {
            return CaseErrors.ResidentIdOfOrganisation;
        }

        if (stated.CreditCode is null)
        {
            return (new Party(null, name.Value, null, full, address.Value, PartyEntries.None),
                await KeyAsync(secrets.KeysOf(name.Value, full), cancellation), null);
        }

        var code = CreditCode.Parse(stated.CreditCode);
        if (code.IsRefused)
        {
            return code.Error.At("party.creditCode");
        }

        // An entry that the register has is that entry, however it was named: else one party would have two keys.
        var text = code.Value.Value;
        var known = await context.Institutions.AsNoTracking()
            .FirstOrDefaultAsync(i => i.CreditCode == text && i.Division == full, cancellation);
        return known is null
            ? (new Party(null, name.Value, text, full, address.Value, PartyEntries.None), $"c:{text}", null)
            : (known.ToParty(), $"i:{known.Id:N}", null);
    }

    private async Task<Result<(Party Party, string Key, string? Cipher)>> PersonAsync(
        string name, string? address, string? residentId, string division, DateOnly today, CancellationToken cancellation)
    {
        string? number = null;
        if (residentId is not null)
        {
            var read = ResidentId.Parse(residentId, today);
            if (read.IsRefused)
            {
                return read.Error.At("party.residentId");
            }

            number = read.Value.Reveal();
        }

        var person = new PersonParty(name, address, number);
        return (new Party(null, CaseSecrets.Nameless, null, division, null, PartyEntries.None),
            await KeyAsync(secrets.KeysOf(person), cancellation), secrets.Protect(person));
    }

    // A party keeps the key that its first case gave it, also when hashes are made with a new one since: the locks on its acts compare
    // keys.
    private async Task<string> KeyAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var known = keys.Count == 1 ? [] : await context.Set<Case>().Where(c => keys.Contains(c.PartyKey)).Select(c => c.PartyKey)
            .Distinct().ToListAsync(cancellation);
        return keys.LastOrDefault(known.Contains) ?? keys[0];
    }

    private async Task<Result<List<(KnownOfficer Officer, HandlerRole Role)>>> HandlersAsync(
        IReadOnlyList<HandlerRequest> stated, string department, DivisionCode place, DateOnly today, CancellationToken cancellation)
    {
        if (stated.Count < 2)
        {
            return CaseErrors.TwoHandlers;
        }

        var found = new List<(KnownOfficer, HandlerRole)>();
        foreach (var handler in stated)
        {
            var number = TextInput.Required(handler.CertificateNumber, 50, TextForm.Code);
            if (number.IsRefused)
            {
                return number.Error.At("handlers");
            }

            var text = number.Value;
            var officer = await context.Set<KnownOfficer>().AsNoTracking()
                .FirstOrDefaultAsync(o => o.CertificateNumber == text && o.Department == department, cancellation);
            if (officer is null || DivisionCode.Parse(officer.Division) is not { IsRefused: false } acts || !acts.Value.Covers(place))
            {
                return CaseErrors.HandlerUnknown;
            }

            if (!officer.IsActive)
            {
                return CaseErrors.HandlerInactive;
            }

            if (today < officer.ValidFrom || today > officer.ValidTo)
            {
                return CaseErrors.CertificateExpired;
            }

            found.Add((officer, handler.Role));
        }

        return found.DistinctBy(f => f.Item1.Id).Count() != found.Count ? CaseErrors.HandlerTwice
            : found.Count(f => f.Item2 == HandlerRole.Lead) != 1 ? CaseErrors.OneLead
            : found;
    }

    private Result<List<ActStatement>> Acts(
        IReadOnlyList<ActRequest> stated, Guid? operationId, string department, string partyKey, DivisionCode place, DateOnly today)
    {
        if (stated.Count == 0)
        {
            return CaseErrors.ActMissing;
        }

        var read = new List<ActStatement>();
        for (var i = 0; i < stated.Count; i++)
        {
            var act = Act(stated[i], $"acts[{i}]", operationId, department, partyKey, place, today);
            if (act.IsRefused)
            {
                return act.Error;
            }

            read.Add(act.Value);
        }

        return read.DistinctBy(a => a.FilingKey).Count() == read.Count ? read : CaseErrors.ActTwice;
    }

    private Result<ActStatement> Act(
        ActRequest stated, string at, Guid? operationId, string department, string partyKey, DivisionCode place, DateOnly today)
    {
        if (stated.ActOn > today)
        {
            return CaseErrors.ActInFuture.At($"{at}.actOn");
        }

        var code = ViolationCode.Parse(stated.Violation);
        var (where, key) = (TextInput.Optional(stated.Place, 200), TextInput.Optional(stated.ActKey, 100, TextForm.Code));
        if ((code.Error?.At($"{at}.violation") ?? where.Error?.At($"{at}.place") ?? key.Error?.At($"{at}.actKey")) is { } wrong)
        {
            return wrong;
        }

        var violation = code.Value.Value;
        if (!rules.Violations.Keys.Contains(violation))
        {
            return CaseErrors.ViolationUnknown($"{at}.violation");
        }

        // The term is asked first: an act before every rule of the catalogue is time-barred, not unknown.
        int? years = stated.HarmDone ? rules.Violations.Versions.Where(v => v.Key == violation).Min(v => v.Values.LimitationYears) : null;
        if (TimeBar(stated.ActOn, years, today) is { } barred)
        {
            return CaseErrors.TimeBarred($"{at}.actOn", barred);
        }

        var rule = rules.Violations.OnDay(violation, stated.ActOn, place);
        if (rule.IsRefused)
        {
            return CaseErrors.ViolationNotInForce($"{at}.actOn");
        }

        if (!rule.Value.Values.IsPenalty)
        {
            return CaseErrors.IsDiscipline($"{at}.violation", rule.Value.Basis);
        }

        if (!rule.Value.Values.Departments.Contains(department))
        {
            return CaseErrors.DepartmentMayNot($"{at}.violation", rule.Value.Basis);
        }

        var scope = operationId is { } operation ? $"operation|{operation:N}" : partyKey;
        var actKey = key.Value is { } shared
            ? $"shared|{scope}|{shared}" : $"act|{partyKey}|{rule.Value.Values.Act}|{stated.ActOn:yyyy-MM-dd}";
        return new ActStatement(
            rule.Value, stated.ActOn, where.Value, stated.IncomeFen, Hash(actKey),
            Hash($"filing|{partyKey}|{violation}|{stated.ActOn:yyyy-MM-dd}"));
    }

    /// <summary>The article by which an act can be pursued no longer (第三十六条), or null while it can.</summary>
    private LegalBasis? TimeBar(DateOnly actOn, int? years, DateOnly today)
    {
        var rule = clocks.OnDay("penalty.limitation", today);
        if (rule.IsRefused)
        {
            return null;
        }

        var term = years is { } longer ? new LegalTerm(longer, TermUnit.Year, rule.Value.Term.Basis, TermDuty.Authority) : rule.Value.Term;
        return term.EndFrom(actOn, calendars.Current) is { IsRefused: false } end && today <= end.Value.RawOn
            ? null : rule.Value.Term.Basis;
    }

    // Only to name the other case; the unique index is what holds under a race.
    private async Task<Error?> FiledByAnotherAsync(List<ActStatement> acts, CancellationToken cancellation)
    {
        var keys = acts.ConvertAll(a => a.FilingKey);
        var first = await context.Set<CaseAct>().AsNoTracking().Where(a => a.FilingKey != null && keys.Contains(a.FilingKey))
            .Join(context.Set<Case>(), a => a.CaseId, c => c.Id, (a, c) => new { c.Number, c.Department })
            .FirstOrDefaultAsync(cancellation);
        return first is null ? null : CaseErrors.FirstFiled(first.Number, first.Department);
    }

    // Of codes, days and party keys, which are keyed hashes where they come from a person's name or number.
    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
