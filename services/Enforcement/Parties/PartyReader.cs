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

/// <summary>Turns an institution's id, or what an officer states of an entity outside the register, into a party.</summary>
internal sealed class PartyReader(EnforcementDbContext context)
{
    /// <summary>Reads one of the two.</summary>
    /// <returns>The party; or the refusal of both or none, of an unknown institution, of a faulty statement, or of a place outside the
    /// caller's division.</returns>
    public async Task<Result<Party>> ReadAsync(Guid? institutionId, StatedParty? stated, Actor actor, CancellationToken cancellation)
    {
        if (institutionId is null == stated is null)
        {
            return PartyErrors.EitherOr;
        }

        if (institutionId is { } id)
        {
            var known = await context.Institutions.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellation);
            return known is null || !actor.Covers(DivisionCode.FromStored(known.Division)) ? PartyErrors.Unknown : known.ToParty();
        }

        return Read(stated!, actor);
    }

    private static Result<Party> Read(StatedParty stated, Actor actor)
    {
        var (name, address, division) =
            (TextInput.Required(stated.Name, 100), TextInput.Optional(stated.Address, 200), DivisionCode.Parse(stated.Division));
        if (name.IsRefused || address.IsRefused || division.IsRefused)
        {
            return name.Error?.At("party.name") ?? address.Error?.At("party.address") ?? division.Error!.At("party.division");
        }

        if (division.Value.Level != DivisionLevel.County)
        {
            return PartyErrors.CountyRequired;
        }

        if (!actor.Covers(division.Value))
        {
            return PartyErrors.OutOfScope;
        }

        if (stated.CreditCode is null)
        {
            return new Party(null, name.Value, null, division.Value.FullCode, address.Value, PartyEntries.None);
        }

        var code = CreditCode.Parse(stated.CreditCode);
        return code.IsRefused ? code.Error.At("party.creditCode")
            : new Party(null, name.Value, code.Value.Value, division.Value.FullCode, address.Value, PartyEntries.None);
    }
}

/// <summary>Every refusal about a party.</summary>
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
}
