using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Data;
using Oversight.Enforcement.Parties;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Enforcement.Cases;

/// <summary>The party of a case as it was read.</summary>
/// <param name="Party">As lists and facts name it; a natural person is nameless there.</param>
/// <param name="Key">Same party, same key, in every department's case.</param>
/// <param name="Cipher">Name, address and resident id of a natural person, encrypted; null for others.</param>
internal sealed record FiledParty(Party Party, string Key, string? Cipher);

/// <summary>Whom a case is filed against (当事人), and the key by which the locks on its acts know it (行政处罚法 第二十九条).</summary>
internal sealed class FilingParty(EnforcementDbContext context, PartyReader parties, CaseSecrets secrets)
{
    private static readonly PartyRefusals Refusals = new(
        CaseErrors.PartyMissing, CaseErrors.PartyUnknown, CaseErrors.CountyRequired, CaseErrors.PartyOutOfScope);

    /// <summary>Reads the party.</summary>
    /// <returns>
    /// The party; or the refusal of both or none, of what a natural person or an organisation cannot have, or of the statement itself.
    /// </returns>
    public async Task<Result<FiledParty>> ReadAsync(FilingRequest request, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        var isPerson = request.PartyKind == PartyKind.NaturalPerson;
        var (institution, stated) = (request.InstitutionId, request.Party);
        // Both or none is left to the reader of parties, which has the refusal for it.
        if (isPerson && institution is null != stated is null && (institution is not null || stated!.CreditCode is not null))
        {
            return CaseErrors.PersonIsNoInstitution;
        }

        if (!isPerson && institution is null && stated?.ResidentId is not null)
        {
            return CaseErrors.ResidentIdOfOrganisation;
        }

        var read = await parties.ReadAsync(institution, stated?.ToStated(), Refusals, actor, cancellation);
        if (read.IsRefused)
        {
            return read.Error;
        }

        var party = read.Value;
        return isPerson ? await PersonAsync(party, stated!.ResidentId, today, cancellation)
            : party.InstitutionId is { } id ? new FiledParty(party, $"i:{id:N}", null)
            : party.CreditCode is { } code ? new FiledParty(party, $"c:{code}", null)
            : new FiledParty(party, await KeyAsync(secrets.KeysOf(party.Name, party.Division), cancellation), null);
    }

    private async Task<Result<FiledParty>> PersonAsync(Party stated, string? residentId, DateOnly today, CancellationToken cancellation)
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

        // The name leaves the party here, before anything is announced: contracts, lists and the audit have no place for it.
        var person = new PersonParty(stated.Name, stated.Address, number);
        return new FiledParty(
            stated with { Name = CaseSecrets.Nameless, Address = null }, await KeyAsync(secrets.KeysOf(person), cancellation),
            secrets.Protect(person));
    }

    // A party keeps the key that its first case gave it, also when hashes are made with a new one since: the locks on its acts compare
    // keys.
    private async Task<string> KeyAsync(IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        var known = keys.Count == 1 ? [] : await context.Set<Case>().Where(c => keys.Contains(c.PartyKey)).Select(c => c.PartyKey)
            .Distinct().ToListAsync(cancellation);
        return keys.LastOrDefault(known.Contains) ?? keys[0];
    }
}
