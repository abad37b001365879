using Oversight.Contracts.Registry.V1;
using Oversight.Kernel;
using Oversight.Persistence;
using Oversight.Registry.Reference;

namespace Oversight.Registry.Institutions;

/// <summary>
/// An entry of the register: an institution, or a lead on an entity without licence. Every legal act is one transition that
/// raises the version by one and is noted with its ground and its day; from which state it may be done is rule-pack data.
/// </summary>
internal sealed class Institution : IVersioned, IWithinDivision
{
    private readonly List<LegalEvent> _events = [];

    private Institution()
    {
    }

    public Guid Id { get; private init; }

    public long Version { get; private set; }

    public string Status { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string? CreditCode { get; private set; }

    public string Type { get; private set; } = "";

    public string? Profit { get; private set; }

    public string Division { get; private set; } = "";

    public string Address { get; private set; } = "";

    public string? LicenceNumber { get; private set; }

    public string? IssuingAuthority { get; private set; }

    public DateOnly? LicenceIssuedOn { get; private set; }

    public DateOnly? LicenceValidFrom { get; private set; }

    public DateOnly? LicenceValidTo { get; private set; }

    public string? SponsorCipher { get; private set; }

    public string? PrincipalCipher { get; private set; }

    public string? PhoneCipher { get; private set; }

    public string? RemarkCipher { get; private set; }

    public bool IsLead { get; private set; }

    public bool LacksPermit { get; private set; }

    public bool LacksBusinessLicence { get; private set; }

    public DateTime RegisteredAt { get; private init; }

    public DateTime ChangedAt { get; private set; }

    /// <summary>Day from which the newest act counts; no later act may count from an earlier one.</summary>
    public DateOnly LastEffectiveOn { get; private set; }

    /// <summary>The legal events in the order of their versions; loaded only where asked for.</summary>
    public IReadOnlyList<LegalEvent> Events => _events;

    public Particulars Particulars => new(
        Name, CreditCode, Type, Profit, new Site(Division, Address),
        LicenceNumber is null ? null : new Licence(LicenceNumber, IssuingAuthority, LicenceIssuedOn, LicenceValidFrom, LicenceValidTo),
        LacksPermit, LacksBusinessLicence);

    public Contact Contact => new(SponsorCipher, PrincipalCipher, PhoneCipher, RemarkCipher);

    /// <summary>Enters an institution or a lead, in the state in which it is found.</summary>
    public static Institution Enter(Guid id, Particulars particulars, Contact contact, string status, bool isLead, LegalAct act)
    {
        // 民办教育促进法 第十八条 (institutions), 无证无照经营查处办法 第五条 (leads). Entering is no transition: an import finds them in any state.
        var institution = new Institution { Id = id, RegisteredAt = act.At, Status = status, IsLead = isLead };
        institution.Take(particulars);
        institution.Take(contact);
        institution.Note(act);
        return institution;
    }

    /// <summary>Changes particulars and contact.</summary>
    /// <returns>Names of the changed members of the published state; empty if only others changed. Refused if nothing changes or the state
    /// forbids it.</returns>
    public Result<IReadOnlyList<string>> Change(Particulars particulars, Contact contact, LegalAct act)
    {
        var allowed = Allowed(act);
        if (allowed.IsRefused)
        {
            return allowed.Error;
        }

        var before = Published();
        // 民办教育促进法 第五十五条. Ciphertexts can be compared: ContactProtector keeps the stored one of an equal value, since
        // encrypting it again would give another.
        if (particulars == Particulars && contact == Contact)
        {
            return InstitutionErrors.NothingChanges;
        }

        Take(particulars);
        Take(contact);
        Note(act);
        return Result(Differences(before, Published()));
    }

    /// <summary>Does an act that only moves the state: suspend, restore, revoke, deregister, expire and their kin.</summary>
    public Result Undergo(LegalAct act)
    {
        var allowed = Allowed(act);
        if (allowed.IsRefused)
        {
            return allowed;
        }

        // By act: 民办教育促进法 第六十二条 (stop_enrolment, revoke), 第六十条 (deregister), 行政许可法 第五十条 (expire), 第六十九条 (withdraw).
        Note(act);
        return Kernel.Result.Done;
    }

    /// <summary>Renews the licence (延续) or takes a new one.</summary>
    public Result Renew(Licence licence, LegalAct act)
    {
        var allowed = Allowed(act);
        if (allowed.IsRefused)
        {
            return allowed;
        }

        // 民办教育促进法实施条例 第二十二条: a renewal that ends no later than the old term, or before it takes effect, gives no time.
        if (licence.ValidTo is { } to && (to <= LicenceValidTo || to < act.EffectiveOn))
        {
            return InstitutionErrors.RenewalEndsEarlier;
        }

        Take(Particulars with { Licence = licence });
        Note(act);
        return Kernel.Result.Done;
    }

    /// <summary>The publishable state, as the facts carry it.</summary>
    public InstitutionState Published() => new(
        Id, Version, Name, CreditCode, Type, Profit, Status, Division, Address, LicenceNumber, IssuingAuthority, LicenceIssuedOn,
        LicenceValidFrom, LicenceValidTo);

    /// <summary>What other services are told of a lead.</summary>
    public UnlicensedEntityRecorded Lead(DateTime at) =>
        new(Id, Version, Name, CreditCode, Division, Address, Status, LacksPermit, LacksBusinessLicence, at);

    private Result Allowed(LegalAct act)
    {
        var next = act.Row.Next(LegalActTable.Subject, Status);
        // An act that counted from before the last one would rest on a state that came only after it.
        return next.IsRefused ? next.Error : act.EffectiveOn < LastEffectiveOn ? InstitutionErrors.BeforeLastAct : Kernel.Result.Done;
    }

    private void Note(LegalAct act)
    {
        Status = act.Rule.Values.To ?? Status;
        Version++;
        ChangedAt = act.At;
        LastEffectiveOn = act.EffectiveOn;
        // After the version rises: entry and version are the key of the event, on which two acts at once collide.
        _events.Add(LegalEvent.Of(this, act));
    }

    private void Take(Particulars from)
    {
        (Name, CreditCode, Type, Profit) = (from.Name, from.CreditCode, from.Type, from.Profit);
        (Division, Address) = (from.Site.Division, from.Site.Address);
        (LicenceNumber, IssuingAuthority) = (from.Licence?.Number, from.Licence?.IssuingAuthority);
        (LicenceIssuedOn, LicenceValidFrom, LicenceValidTo) = (from.Licence?.IssuedOn, from.Licence?.ValidFrom, from.Licence?.ValidTo);
        (LacksPermit, LacksBusinessLicence) = (from.LacksPermit, from.LacksBusinessLicence);
    }

    private void Take(Contact contact) => (SponsorCipher, PrincipalCipher, PhoneCipher, RemarkCipher) =
        (contact.SponsorCipher, contact.PrincipalCipher, contact.PhoneCipher, contact.RemarkCipher);

    private static Result<IReadOnlyList<string>> Result(IReadOnlyList<string> changed) => changed.ToList();

    private static List<string> Differences(InstitutionState before, InstitutionState after)
    {
        // Without the contact: no fact carries people or the remark.
        (string Name, object? Before, object? After)[] members =
        [
            ("name", before.Name, after.Name), ("creditCode", before.CreditCode, after.CreditCode), ("type", before.Type, after.Type),
            ("profit", before.Profit, after.Profit), ("division", before.Division, after.Division),
            ("address", before.Address, after.Address),
            ("licenceNumber", before.LicenceNumber, after.LicenceNumber),
            ("issuingAuthority", before.IssuingAuthority, after.IssuingAuthority),
            ("licenceIssuedOn", before.LicenceIssuedOn, after.LicenceIssuedOn),
            ("licenceValidFrom", before.LicenceValidFrom, after.LicenceValidFrom),
            ("licenceValidTo", before.LicenceValidTo, after.LicenceValidTo),
        ];
        return [.. members.Where(m => !Equals(m.Before, m.After)).Select(m => m.Name)];
    }
}
