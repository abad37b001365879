using Oversight.Contracts.Inspection.V1;
using Oversight.Persistence;

namespace Oversight.Enforcement.Cases;

/// <summary>An officer and certificate as Inspection last told of them: a state copy by version.</summary>
internal sealed class KnownOfficer : IVersioned
{
    private KnownOfficer()
    {
    }

    public Guid Id { get; private init; }

    /// <inheritdoc />
    public long Version { get; private set; }

    public string? AccountId { get; private set; }

    public string CertificateNumber { get; private set; } = "";

    public string Department { get; private set; } = "";

    /// <summary>Division in which the officer acts, as told.</summary>
    public string Division { get; private set; } = "";

    public DateOnly ValidFrom { get; private set; }

    public DateOnly ValidTo { get; private set; }

    public bool IsActive { get; private set; }

    public static KnownOfficer From(OfficerRecorded fact)
    {
        var officer = new KnownOfficer { Id = fact.OfficerId };
        officer.Take(fact);
        return officer;
    }

    /// <summary>Takes a newer state; an older one, or the same once more, changes nothing.</summary>
    public void Take(OfficerRecorded fact)
    {
        if (fact.Version > Version)
        {
            (Version, AccountId, CertificateNumber, Department, Division) = (fact.Version, fact.AccountId, fact.CertificateNumber, fact.Department, fact.Division);
            (ValidFrom, ValidTo, IsActive) = (fact.ValidFrom, fact.ValidTo, fact.IsActive);
        }
    }
}
