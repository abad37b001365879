using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;
using Oversight.Contracts.Registry.V1;
using Oversight.Enforcement.Data;
using Oversight.Kernel;
using Oversight.Web;

namespace Oversight.Enforcement.Parties;

/// <summary>A party that the register does not have (当事人). No natural person's name.</summary>
internal sealed record StatedParty
{
    /// <summary>Name on the door.</summary>
    [StringLength(100, MinimumLength = 1)]
    public required string Name { get; init; }

    /// <summary>Unified social credit code, if known.</summary>
    [StringLength(40)]
    public string? CreditCode { get; init; }

    /// <summary>County or district, six digits.</summary>
    [StringLength(12, MinimumLength = 1)]
    public required string Division { get; init; }

    [StringLength(200, MinimumLength = 1)]
    public string? Address { get; init; }
}

/// <summary>
/// Turns an institution's id, or what an officer states of an entity outside the register, into a party (当事人): the one reader of parties
/// for clues, joint operations and cases.
/// </summary>
internal sealed class PartyReader(EnforcementDbContext context)
{
    /// <summary>Reads one of the two.</summary>
    /// <param name="institutionId">An entry of the register, or null.</param>
    /// <param name="stated">A party that the register does not have, or null.</param>
    /// <param name="refusals">What the record that names the party answers where it cannot be read.</param>
    /// <param name="actor">Whose division bounds the place.</param>
    /// <param name="cancellation">Cancels the queries.</param>
    /// <returns>
    /// The party; or the refusal of both or none, of an unknown institution, of a faulty statement, or of a place outside the caller's
    /// division. A stated credit code that the register has in that county is that entry, with its registered name: one party would else be
    /// two, and the lock on one act (行政处罚法 第二十九条) would hold neither.
    /// </returns>
    public async Task<Result<Party>> ReadAsync(
        Guid? institutionId, StatedParty? stated, PartyRefusals refusals, Actor actor, CancellationToken cancellation)
    {
        if (institutionId is null == stated is null)
        {
            return refusals.EitherOr;
        }

        if (institutionId is not { } id)
        {
            return await StatedAsync(stated!, refusals, actor, cancellation);
        }

        var known = await context.Institutions.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellation);
        // One refusal for both: the answer does not tell which entries another division has.
        return known is null || !actor.Covers(DivisionCode.FromStored(known.Division)) ? refusals.Unknown : known.ToParty();
    }

    private async Task<Result<Party>> StatedAsync(
        StatedParty stated, PartyRefusals refusals, Actor actor, CancellationToken cancellation)
    {
        var (name, address, division) =
            (TextInput.Required(stated.Name, 100), TextInput.Optional(stated.Address, 200), DivisionCode.Parse(stated.Division));
        if (name.IsRefused || address.IsRefused || division.IsRefused)
        {
            return name.Error?.At("party.name") ?? address.Error?.At("party.address") ?? division.Error!.At("party.division");
        }

        if (division.Value.Level != DivisionLevel.County)
        {
            return refusals.CountyRequired;
        }

        if (!actor.Covers(division.Value))
        {
            return refusals.OutOfScope;
        }

        var full = division.Value.FullCode;
        if (stated.CreditCode is null)
        {
            return new Party(null, name.Value, null, full, address.Value, PartyEntries.None);
        }

        var code = CreditCode.Parse(stated.CreditCode);
        if (code.IsRefused)
        {
            return code.Error.At("party.creditCode");
        }

        var text = code.Value.Value;
        var known = await context.Institutions.AsNoTracking()
            .FirstOrDefaultAsync(i => i.CreditCode == text && i.Division == full, cancellation);
        return known?.ToParty() ?? new Party(null, name.Value, text, full, address.Value, PartyEntries.None);
    }
}

/// <summary>What a record answers where the party that it names cannot be read.</summary>
/// <param name="EitherOr">Both an institution and a statement, or neither.</param>
/// <param name="Unknown">No such entry of the register in the caller's division, or none yet.</param>
/// <param name="CountyRequired">A place that is no county or district.</param>
/// <param name="OutOfScope">A place outside the caller's division.</param>
internal sealed record PartyRefusals(Error EitherOr, Error Unknown, Error CountyRequired, Error OutOfScope);

/// <summary>Every refusal about the party of a clue or a joint operation.</summary>
internal static class PartyErrors
{
    public static readonly Error EitherOr = new(
        ErrorKind.Invalid, "enforcement.party.either_or", "Name an institution of the register or state a party, not both and not none.",
        "institutionId");

    public static readonly Error Unknown = new(
        ErrorKind.Unprocessable, "enforcement.party.unknown",
        "There is no such institution in your scope, or the register's word of it has not arrived yet.", "institutionId");

    public static readonly Error CountyRequired = new(
        ErrorKind.Invalid, "enforcement.party.county_required", "The party is in a county: six digits.", "party.division");

    public static readonly Error OutOfScope = new(
        ErrorKind.Forbidden, "enforcement.party.out_of_scope", "The party lies outside your division.", "party.division");

    // After the refusals that it is made of: static members are set in the order of the text.
    /// <summary>Of a clue, and of an operation without clues.</summary>
    public static PartyRefusals Refusals { get; } = new(EitherOr, Unknown, CountyRequired, OutOfScope);
}
