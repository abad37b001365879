using Oversight.Contracts.Registry.V1;
using Oversight.Persistence.Copies;

namespace Oversight.Disclosure.Institutions;

/// <summary>
/// What the public may see of an institution: a copy of the state that the registry last published. There is no column for
/// anything that may not be published, so nothing of the kind can leak from here.
/// </summary>
internal sealed class PublishedInstitution : StateCopyRow
{
    private PublishedInstitution()
    {
    }

    public Guid Id { get; private set; }

    public string Name { get; private set; } = string.Empty;

    /// <summary>The name in the form that is searched and sorted by: <see cref="Institutions.NameKey"/>.</summary>
    public string NameKey { get; private set; } = string.Empty;

    public string? CreditCode { get; private set; }

    public string Type { get; private set; } = string.Empty;

    public string? Profit { get; private set; }

    public string Status { get; private set; } = string.Empty;

    /// <summary>First two digits of the division.</summary>
    public string Province { get; private set; } = string.Empty;

    /// <summary>First four digits of the division.</summary>
    public string City { get; private set; } = string.Empty;

    /// <summary>All six digits of the division.</summary>
    public string County { get; private set; } = string.Empty;

    public string Address { get; private set; } = string.Empty;

    public string? LicenceNumber { get; private set; }

    /// <summary>The licence number in the form that is searched: <see cref="Institutions.LicenceKey"/>.</summary>
    public string? LicenceKey { get; private set; }

    public string? IssuingAuthority { get; private set; }

    /// <summary>Grade of its rating, for the search; null while it has none.</summary>
    public string? Grade { get; private set; }

    public DateOnly? LicenceIssuedOn { get; private set; }

    public DateOnly? LicenceValidFrom { get; private set; }

    public DateOnly? LicenceValidTo { get; private set; }

    /// <summary>When the registry made this state (UTC).</summary>
    public DateTime UpdatedAt { get; private set; }

    /// <summary>A first copy.</summary>
    public static PublishedInstitution From(InstitutionState state, DateTime at)
    {
        var institution = new PublishedInstitution { Id = state.InstitutionId };
        institution.Take(state, at);
        return institution;
    }

    /// <summary>Takes a newer state over. The caller has compared the versions and stamps the copy.</summary>
    public void Take(InstitutionState state, DateTime at)
    {
        Name = state.Name;
        NameKey = Institutions.NameKey.Of(state.Name);
        CreditCode = state.CreditCode;
        Type = state.Type;
        Profit = state.Profit;
        Status = state.Status;
        Province = state.Division[..2];
        City = state.Division[..4];
        County = state.Division;
        Address = state.Address;
        LicenceNumber = state.LicenceNumber;
        LicenceKey = Institutions.LicenceKey.Of(state.LicenceNumber);
        IssuingAuthority = state.IssuingAuthority;
        LicenceIssuedOn = state.LicenceIssuedOn;
        LicenceValidFrom = state.LicenceValidFrom;
        LicenceValidTo = state.LicenceValidTo;
        UpdatedAt = at;
    }

    /// <summary>Takes the grade of its rating over; null where it is rated no longer.</summary>
    public void Rate(string? grade)
    {
        Grade = grade;
        Touch();
    }
}

/// <summary>One public event in the life of an institution; each is kept once, in whatever order it came.</summary>
internal sealed class PublicEvent
{
    public required Guid InstitutionId { get; init; }

    /// <summary>The registry's version that the event made; with the institution's id it is the event's identity.</summary>
    public required long Version { get; init; }

    public required PublicEventKind Kind { get; init; }

    /// <summary>Status after the event.</summary>
    public required string Status { get; init; }

    public required DateTime OccurredAt { get; init; }

    public required DateOnly EffectiveOn { get; init; }

    public required string Law { get; init; }

    public required string Article { get; init; }
}

/// <summary>What happened.</summary>
public enum PublicEventKind
{
    /// <summary>Entered in the register.</summary>
    Registered,

    /// <summary>Name, type, site or licence changed.</summary>
    Changed,

    /// <summary>Suspended, or stopped from recruiting.</summary>
    Suspended,

    /// <summary>May run again.</summary>
    Restored,

    /// <summary>The licence ran out.</summary>
    LicenceExpired,

    /// <summary>The licence was renewed.</summary>
    LicenceRenewed,

    /// <summary>The licence was revoked or withdrawn.</summary>
    LicenceRevoked,

    /// <summary>Deregistered.</summary>
    Deregistered,
}

/// <summary>
/// Marks an institution that is not, or no longer, published. It holds the version at which that was decided, so that an
/// older state that comes late does not bring the institution back, and nothing about the institution.
/// </summary>
internal sealed class Withdrawal : StateCopyRow
{
    public required Guid InstitutionId { get; init; }

    /// <summary>Whether the public saw it before, and is told that it has gone; otherwise it is as if it did not exist.</summary>
    public required bool WasPublished { get; set; }
}

/// <summary>One pair of neighbouring characters in the name of an institution: the index of the search by name.</summary>
internal sealed class NameGram
{
    /// <summary>The pair as a number: first character times 65,536 plus second, 0 for the end of the name.</summary>
    public required long Gram { get; init; }

    public required Guid InstitutionId { get; init; }
}
